"""Clock times and days as people say them: 三点差五分, 后半夜三点多, 十点一刻, 头天晚上."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from anjian.testimony.lunar import feasts
from anjian.testimony.numbers import numeral

# period word -> minutes of the day it covers
_PERIODS: dict[str, tuple[int, int]] = {
    "零点班": (0, 480),
    "凌晨": (0, 360),
    "后半夜": (0, 330),
    "半夜": (1380, 1680),
    "天不亮": (180, 390),
    "天没亮": (180, 390),
    "天刚亮": (300, 420),
    "清早": (300, 480),
    "清晨": (300, 450),
    "大清早": (300, 480),
    "一大早": (300, 480),
    "早上": (300, 570),
    "早晨": (300, 540),
    "上午": (420, 720),
    "中午": (660, 840),
    "晌午": (660, 840),
    "下午": (720, 1110),
    "后晌": (780, 1110),
    "傍晚": (1020, 1170),
    "擦黑": (1080, 1200),
    "天快黑": (1050, 1200),
    "天黑": (1080, 1260),
    "晚上": (1080, 1439),
    "夜里": (1200, 1740),
    "夜间": (1200, 1740),
    "当晚": (1080, 1439),
    "晚饭": (1050, 1200),
    "午饭": (680, 800),
    "刚过晌": (720, 800),
    "过晌": (720, 840),
    "头晌": (480, 700),
    "半晌": (540, 690),
    "快晌午": (630, 720),
    "饭点": (660, 790),
    "早饭": (390, 510),
    "吃早饭": (390, 510),
    "天蒙蒙亮": (290, 400),
    "蒙蒙亮": (290, 400),
    "鸡叫": (210, 330),
    "傍黑": (1050, 1200),
    "掌灯": (1080, 1230),
    "落山": (1020, 1200),
    "太阳落": (1020, 1200),
    "日头偏西": (900, 1080),
    "半下午": (870, 1000),
    "大中午": (680, 800),
    "大半夜": (1380, 1680),
    "前半夜": (1200, 1440),
    "下半夜": (0, 330),
    "三更半夜": (1380, 1620),
    "黄昏": (1020, 1190),
    "大晌午": (680, 800),
    "大清早上": (300, 480),
}
_PERIOD = "|".join(sorted(_PERIODS, key=len, reverse=True))
_CN = "零〇一二两三四五六七八九十"
_CLOCK = re.compile(
    rf"(?P<period>{_PERIOD})?(?:的|，|大概|大约|差不多|快|将近|都快|就)*"
    rf"(?P<pre>快|不到|将近|差(?:[{_CN}\d]+)分(?:钟)?(?:就)?|没到)?"
    rf"(?P<h>\d{{1,2}}|[{_CN}]{{1,3}})(?:点钟|点|时(?!候|间|常|刻|段)|[:：](?=\d\d))"
    rf"(?P<mid>多|来钟|来|几分|出头|过)?"
    rf"(?P<m>差[{_CN}\d]+分|[一三]刻|半|零几分|过?[{_CN}]{{1,3}}几?分?|\d{{1,2}}分?|整)?"
    rf"(?P<post>左右|前后|上下|的样子|不到|多|出头|来钟|钟|整|以后|之后|过后)?"
)
# what may stand after a day of the month (12号上午); a noun there makes it a number of a thing (2号斗)
_AFTER_DAY = "，。；、！？上下早晚中夜凌当那的了之以前后到就才开进出收左是我他来又都还晨半 "
_DAY = re.compile(
    rf"(?:(?P<y>\d{{4}}|今|去|前)年)?(?P<mo>\d{{1,2}}|[{_CN}]{{1,3}})月(?:份)?(?:(?P<d>\d{{1,2}}|[{_CN}]{{1,3}})[号日]?(?!人|间|辆|台|次|个|点|瓶|班))?(?P<part>上旬|中旬|下旬|初|中|底|末)?"
    rf"|(?<![\d{_CN}月])(?P<d2>\d{{1,2}}|[{_CN}]{{1,3}})[号日](?=[{_AFTER_DAY}]|$)"
)


@dataclass(frozen=True, slots=True)
class ClockTime:
    """A stretch of the clock; `readings` keeps both halves of the day when unsaid."""

    readings: tuple[tuple[int, int], ...]
    start: int
    end: int
    exact: bool


@dataclass(frozen=True, slots=True)
class DaySpan:
    """A day or a month as said, as the set of calendar days it may be."""

    first: date
    last: date
    start: int
    end: int


def _minute(text: str) -> int | None:
    text = text.rstrip("分")
    if text == "半":
        return 30
    if text in {"整", "零几"}:
        return 0
    if text.endswith("刻"):
        return 15 if text[0] == "一" else 45
    text = text.lstrip("过零〇") or "0"
    if text == "0":
        return 0
    value = numeral(text.rstrip("几"))
    return int(value[0]) if value and value[0] < 60 else None


def clocks(text: str) -> list[ClockTime]:
    """Every clock time in the text; a bare period word (上午) counts as its stretch."""
    found: list[ClockTime] = []
    for match in _CLOCK.finditer(text):
        hour_value = numeral(match["h"])
        if hour_value is None or hour_value[1] > 24:
            continue
        nxt = text[match.end() : match.end() + 1]
        if (
            not match["m"]
            and not match["mid"]
            and not match["period"]
            and nxt in {"儿", "事", "血", "水", "七", "八"}
        ):
            continue
        if match["h"] == "一" and not (match["m"] or match["mid"] or match["period"] or match["post"]):
            continue  # 一点 is far more often "a little" than one o'clock
        if re.fullmatch(f"[{_CN[2:-1]}]", match["m"] or "") and "：" not in match[0] and not match["period"]:
            continue  # 零点八, 一点三: a decimal; minutes below ten are said with 零 or 分
        low = hour_value[0] * 60
        high = hour_value[1] * 60
        slack_lo, slack_hi, exact = 5.0, 5.0, False
        pre, mid, minute, post = (match[k] or "" for k in ("pre", "mid", "m", "post"))
        if minute.startswith("差") or pre.startswith("差"):
            part = numeral((minute or pre).strip("差分就钟"))
            low -= part[0] if part else 5
            high, exact = low, True
            slack_lo = slack_hi = 2
        elif minute:
            value = _minute(minute)
            if value is None:
                continue
            low += value
            high += value
            exact = True
            slack_lo, slack_hi = (2, 9) if "几" in minute else (2, 2)
        elif not (mid or post or pre):
            slack_lo, slack_hi = 10, 15
        if mid in {"多", "过", "几分", "出头"} or post in {"多", "出头"}:
            slack_lo, slack_hi = 0, 59 if (mid == "多" or post == "多") and not minute else 30
        if mid in {"来钟", "来"} or post == "来钟":
            slack_lo, slack_hi = 25, 35
        if post in {"左右", "前后", "上下", "的样子"} or re.search("大概|大约|差不多", match[0]):
            slack_lo, slack_hi = max(slack_lo, 15), max(slack_hi, 20)
        if (
            pre in {"快", "不到", "将近", "没到"}
            or post == "不到"
            or re.search("快|将近", match[0][: match.start("h") - match.start()])
        ):
            slack_lo, slack_hi = 30, 0
        if post in {"以后", "之后", "过后"}:
            slack_hi = 180
        readings = _readings(low - slack_lo, high + slack_hi, match["period"] or "")
        found.append(ClockTime(readings, match.start(), match.end(), exact))
    if not found:
        for word in re.finditer(_PERIOD, text):
            low_, high_ = _PERIODS[word[0]]
            found.append(ClockTime(((low_, high_),), word.start(), word.end(), False))
    return found


def _readings(low: float, high: float, period: str) -> tuple[tuple[int, int], ...]:
    options = [(int(low), int(high))]
    if high < 13 * 60 + 59 and low >= 0:
        options.append((int(low) + 720, int(high) + 720))
    if period:
        start, end = _PERIODS[period]
        fits = [
            o
            for o in options
            if (o[1] >= start - 60 and o[0] <= end + 60) or (o[1] + 1440 >= start and o[0] + 1440 <= end + 60)
        ]
        if fits:
            return tuple(fits[:1])
    return tuple(options)


def clock_gap(a: ClockTime, b: ClockTime) -> int:
    """Minutes between the nearest readings; 0 when the two can be the same moment."""
    best = 10_000
    for low_a, high_a in a.readings:
        for low_b, high_b in b.readings:
            for shift in (-1440, 0, 1440):
                best = min(best, max(0, low_b + shift - high_a, low_a - high_b - shift))
    return best


_PARTS = {
    "初": (1, 10),
    "上旬": (1, 10),
    "中": (11, 20),
    "中旬": (11, 20),
    "底": (21, 31),
    "末": (21, 31),
    "下旬": (21, 31),
}
_WEEKDAY = re.compile(
    r"(?P<which>上上|上|这|本)?(?:个)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天])(?!次|回|个|年|期|到)"
)
_MONTH_PART = re.compile(
    r"(?P<which>上个?月|这个?月|本月|当月)?(?<![\d一二三四五六七八九十])月?(?P<part>上旬|中旬|下旬|月初|月中|月底|月末)"
)
_AGO = re.compile(
    r"(?:事发|出事|事故)?(?:头|前)(?P<n>[两三四五六七八九十\d]+)天|(?P<m>[两三四五六七八九十\d]+)天(?:前|以前|之前)"
)


def _part(first: date, last: date, part: str) -> tuple[date, date]:
    """The stretch of a month that 初, 中旬, 底 mean."""
    if not part:
        return first, last
    low, high = _PARTS[part]
    return first.replace(day=low), min(last, first.replace(day=min(high, last.day)))


def _relative(text: str, incident: date, taken: list[DaySpan]) -> list[DaySpan]:
    """上周三, 月底, 前三天: read against the accident day."""
    found: list[DaySpan] = []
    for match in _WEEKDAY.finditer(text):
        weekday = "一二三四五六日".find(match["day"].replace("天", "日"))
        monday = incident - timedelta(days=incident.weekday())
        weeks = {"上": 1, "上上": 2}.get(match["which"] or "", 0)
        day = monday + timedelta(days=weekday - 7 * weeks)
        if not match["which"] and day > incident:
            day -= timedelta(days=7)
        found.append(DaySpan(day, day, match.start(), match.end()))
    for match in _MONTH_PART.finditer(text):
        first = incident.replace(day=1)
        if (match["which"] or "").startswith("上"):
            first = (first - timedelta(days=1)).replace(day=1)
        last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
        found.append(
            DaySpan(*_part(first, last, match["part"].removeprefix("月")), match.start(), match.end())
        )
    for match in _AGO.finditer(text):
        value = numeral(match["n"] or match["m"])
        if value and value[0] < 400:
            day = incident - timedelta(days=int(value[0]))
            found.append(DaySpan(day, day, match.start(), match.end()))
    return [f for f in found if not any(t.start < f.end and f.start < t.end for t in taken)]


def days(text: str, incident: date | None) -> list[DaySpan]:
    """Every day said (5月12号, 12号, 去年10月, 头天, 当天), read against the accident day."""
    found: list[DaySpan] = []
    if incident is None:
        return found
    found += [DaySpan(f.first, f.last, f.start, f.end) for f in feasts(text, incident)]
    lunar = list(found)
    for match in _DAY.finditer(text):
        if any(f.start < match.end() and match.start() < f.end for f in lunar):
            continue
        year = incident.year
        if match["y"]:
            year = {"今": incident.year, "去": incident.year - 1, "前": incident.year - 2}.get(
                match["y"]
            ) or int(match["y"])
        month_text, day_text = match["mo"], match["d"] or match["d2"]
        month_value = numeral(month_text) if month_text else (float(incident.month), float(incident.month))
        day_value = numeral(day_text) if day_text else None
        if month_value is None or not 1 <= month_value[0] <= 12:
            continue
        month = int(month_value[0])
        try:
            if day_value is None:
                first = date(year, month, 1)
                until = int(month_value[1]) if month_value[1] <= 12 else month
                last = (date(year + until // 12, until % 12 + 1, 1)) - timedelta(days=1)
                first, last = _part(first, last, match["part"] or "")
            else:
                first = last = date(year, month, int(day_value[0]))
        except ValueError:
            continue
        if not match["y"] and first > incident + timedelta(days=60):
            first, last = first.replace(year=year - 1), last.replace(year=year - 1)
        found.append(DaySpan(first, last, match.start(), match.end()))
    found += _relative(text, incident, list(found))
    for pattern, shift in (
        (r"头一?天|前一天|前天晚上|前一晚|前一日", -1),
        (r"第二天|次日", 1),
        (r"当天|当日|事发那天|出事那天|案发当天", 0),
    ):
        for word in re.finditer(pattern, text):
            day = incident + timedelta(days=shift)
            found.append(DaySpan(day, day, word.start(), word.end()))
    return found
