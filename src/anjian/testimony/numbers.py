"""Chinese numerals with hedges: 一百八, 十好几, 七八个, 两千八, 少说也有一百六七十米."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anjian.testimony.datafile import load

_DIGIT = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "仨": 3,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "幺": 1,
}
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_CN = "零〇一二两三四五六七八九十百千万亿"

# surface unit -> (dimension, factor to the base unit of that dimension)
UNITS: dict[str, tuple[str, float]] = {u: (d, float(f)) for u, (d, f) in load("units.json")["units"].items()}
_UNIT = "|".join(sorted((re.escape(u) for u in UNITS), key=len, reverse=True))
_NUM = re.compile(
    rf"(?P<pre>(?:少说也?(?:有|得|得有)?|至少|不下|起码|最少|最多|顶多|不超过|不到|不足|没到|将近|快|近|大概|大约|约|差不多|也就|估摸|得有|好像|超过|多于|不少于)(?:有)?\s*)?"
    rf"(?P<num>上[百千万]|几[十百千]|十几|好几[十百千]|\d+(?:\.\d+)?(?:[万千百亿](?![分米克瓦帕]))?|半(?!夜|路|道|天内|挂)|[{_CN}俩仨]+(?:点[{_CN}]+(?=[{'米吨方升公个度万兆千毫安伏秒%'}]))?)"
    rf"(?P<mid>来|多|好几|几|把|余)?\s*(?:个(?P<half>半)多?(?=小时|钟头|月|星期|礼拜|平方|立方|平米|方)|个多?(?=小时|钟头|星期|礼拜|平方|立方|平米|方))?"
    rf"(?:(?P<unit>{_UNIT})(?P<tail>半|多|来|(?<=[米块斤])[一二三四五六七八九](?![个十百千万米点次人天块]))?)?"
    rf"(?P<post>左右|上下|不到|出头|以上|以下|以内|开外|的样子|前后)?"
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as heard: interval after its hedge, unit dimension, exact span."""

    lo: float
    hi: float
    dim: str
    unit: str
    start: int
    end: int
    approx: bool


def numeral(text: str) -> tuple[float, float] | None:
    """The interval a bare numeral means (七八 = 7..8, 十一二 = 11..12), or None."""
    if not text:
        return None
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text), float(text)
    if match := re.fullmatch(r"(\d+(?:\.\d+)?)([万千百亿])", text):
        value = float(match[1]) * _SCALE[match[2]]
        return value, value
    if text == "半":
        return 0.5, 0.5
    if text == "十几":
        return 11.0, 19.0
    if text[0] == "上":
        return float(_SCALE[text[1]]), 3.0 * _SCALE[text[1]]
    if "几" in text:
        return 2.0 * _SCALE[text[-1]], 9.9 * _SCALE[text[-1]]
    if "点" in text:
        whole, _, part = text.partition("点")
        base = numeral(whole)
        digits = "".join(str(_DIGIT[c]) for c in part if c in _DIGIT)
        if base is None or not digits:
            return None
        return float(f"{int(base[0])}.{digits}"), float(f"{int(base[0])}.{digits}")
    total = section = current = spread = 0.0
    last_scale = 0.0
    seen_zero = False
    previous = ""
    for char in text:
        if char in _DIGIT:
            if previous in _DIGIT and previous not in "零〇" and char not in "零〇":
                if _DIGIT[char] - _DIGIT[previous] == 1:  # 七八个: a spread, not 78
                    spread = 1.0
                    previous = char
                    continue
                if not any(c in _SCALE for c in text):  # 二〇一 read digit by digit
                    current = current * 10 + _DIGIT[char]
                    previous = char
                    continue
                return None
            if char in "零〇":
                if not any(c in _SCALE for c in text):
                    current *= 10
                seen_zero = True
            else:
                current = (
                    current * 10 if previous in "零〇" and not any(c in _SCALE for c in text) else 0
                ) + _DIGIT[char]
        elif char in _SCALE:
            scale = _SCALE[char]
            if scale >= 10_000:
                section = (section + current) * scale
                total += section
                section = 0.0
                spread *= scale
            else:
                section += (current or 1.0) * scale if not (current == 0 and previous in _SCALE) else scale
                spread *= scale
            current = 0.0
            last_scale = scale
            seen_zero = False
        else:
            return None
        previous = char
    if current and last_scale >= 100 and not seen_zero:  # 一百八 = 180, 两千八 = 2800
        current *= last_scale / 10
        spread *= last_scale / 10
    low = total + section + current
    if low == 0 and not re.search("[零〇]", text):
        return None
    return low, low + spread


def widen(low: float, high: float, pre: str, mid: str, post: str) -> tuple[float, float, bool]:
    """The interval after the speaker's hedge words, and whether there were any."""
    approx = False
    if mid in {"来", "多", "几", "余", "好几", "把"}:
        step = 1.0
        while low >= step * 10 and low % (step * 10) == 0:
            step *= 10
        low, high, approx = (low * 0.9 if mid == "来" else low), high + step * 0.99, True
    if re.search("少说|至少|不下|起码|最少|超过|多于|不少于", pre) or post in {"以上", "开外", "出头"}:
        high, approx = high * (1.4 if post == "出头" else 3.0) + 1, True
    if re.search("最多|顶多|不超过", pre) or post in {"以下", "以内"}:
        low, approx = low * 0.2, True
    if re.search("不到|不足|没到", pre) or post == "不到":
        low, high, approx = low * 0.7, high * 0.999, True
    if re.search("将近|快|近", pre):
        low, approx = low * 0.85, True
    if re.search("大概|大约|约|差不多|也就|估摸|得有|好像", pre) or post in {
        "左右",
        "上下",
        "的样子",
        "前后",
    }:
        low, high, approx = low * 0.85, high * 1.18, True
    return low, high, approx


# durations as people say them, in minutes
_IDIOMS: tuple[tuple[re.Pattern[str], float, float], ...] = tuple(
    (re.compile(pattern), low, high)
    for pattern, low, high in (
        (r"(一|两)(支|根|颗|袋)烟的?(工夫|功夫|时间)?(?=[，。；]|$|都|就|左右|吧|的)", 3, 15),
        (r"(一|两)杯茶的?(工夫|功夫|时间)", 5, 20),
        (r"(一|吃)?顿饭的?(工夫|功夫|时间)", 15, 50),
        (r"眨眼(的)?(工夫|功夫|间)?|一眨眼|转眼", 0, 1),
        (r"没(多)?一?会儿|一小会儿|前后脚|前脚[^，。]{1,6}后脚", 0, 20),
        (r"好半天|老半天|大半天", 30, 360),
        (r"大半夜|整夜|一整夜|一宿|整宿|通宵|一夜", 360, 780),
        (r"个把(小时|钟头)", 40, 120),
        (r"个把月", 30000, 80000),
        (r"半拉月|半个月|(?<!个)半月|小半个月", 15000, 28000),
        (r"大半个月", 25000, 43000),
        (r"小半年", 150000, 330000),
        (r"半年(?![多])", 200000, 330000),
        (r"小一年|快一年|将近一年|近一年", 400000, 530000),
        (r"大半年", 260000, 500000),
        (r"好几年|多少年|有年头", 1000000, 10000000),
        (r"好几个月", 120000, 480000),
        (r"好些天|好多天|好几天", 4000, 30000),
    )
)


_NTH_DAY = re.compile(r"(?:才|刚)?第(?P<n>[一二两三四五六七八九十\d]+)(?P<u>天|个月|年|周)")
_NTH = {"天": 1440.0, "周": 10080.0, "个月": 43200.0, "年": 525600.0}


def _idioms(text: str) -> list[Quantity]:
    """Durations without a number (一支烟的工夫, 半拉月, 一宿)."""
    found: list[Quantity] = []
    for match in _NTH_DAY.finditer(text):
        value = numeral(match["n"])
        if value:
            size = _NTH[match["u"]]
            low, high = (value[0] - 1) * size, value[1] * size
            found.append(Quantity(low, high, "min", match[0], match.start(), match.end(), True))
    for pattern, low, high in _IDIOMS:
        for match in pattern.finditer(text):
            if not any(q.start < match.end() and match.start() < q.end for q in found):
                found.append(Quantity(low, high, "min", match[0], match.start(), match.end(), True))
    return found


_DECIMAL = re.compile(
    r"(?P<n>[零〇一二两三四五六七八九十]{1,3})点(?P<d>[零一二三四五六七八九])(?![十分刻点钟零一二三四五六七八九])"
)


def _decimals(text: str, found: list[Quantity]) -> list[Quantity]:
    """The quantities with a decimal said without a unit (零点八) in place of its last digit."""
    for match in _DECIMAL.finditer(text):
        inside = [q for q in found if q.start < match.end() and match.start() < q.end]
        value = 0.0 if match["n"] in "零〇" else (numeral(match["n"]) or (0.0, 0.0))[0]
        if any(q.unit for q in inside):
            continue
        low = value + _DIGIT[match["d"]] / 10
        found = [q for q in found if q not in inside]
        found.append(Quantity(low, low, "", "", match.start(), match.end(), False))
    return found


def quantities(text: str) -> list[Quantity]:
    """Every number with its unit in the text, left to right (no clock times, no names)."""
    found = _idioms(text)
    for match in _NUM.finditer(text):
        if any(q.start < match.end() and match.start() < q.end for q in found):
            continue
        after = text[match.end() : match.end() + 1]
        before = text[max(0, match.start() - 1) : match.start()]
        unit = match["unit"] or ""
        if not unit and after in {"点", "号", "月", "日", "楼", "#", "层", "时"}:
            continue
        if before in {"第", "每", "初", "号", "：", ":", "隔", "差"} or (
            before.isascii() and before.isalpha()
        ):
            continue
        if not unit and match["num"] in {"一", "两", "千", "万", "百", "十"}:
            continue
        if unit and after == "号" and match["num"].isdigit():
            continue
        if (
            match["num"] == "一"
            and unit in {"块", "把", "道", "条", "个", "层", "部", "份"}
            and not match["pre"]
            and after != "人"
        ):
            continue  # 一块、一把、一个 introduce a thing more often than they count it
        value = numeral(match["num"])
        if value is None:
            continue
        low, high = value
        if match["tail"] and match["tail"] in _DIGIT:
            low, high = low + _DIGIT[match["tail"]] / 10, high + _DIGIT[match["tail"]] / 10
        if match["tail"] == "半" or match["half"]:
            low, high = low + 0.5, high + 0.5
        low, high, approx = widen(
            low,
            high,
            match["pre"] or "",
            match["mid"] or (match["tail"] if match["tail"] in {"多", "来"} else "") or "",
            match["post"] or "",
        )
        dim, factor = UNITS.get(unit, ("", 1.0))
        approx = approx or value[0] != value[1]
        found.append(Quantity(low * factor, high * factor, dim, unit, match.start(), match.end(), approx))
    return sorted(_decimals(text, found), key=lambda q: q.start)
