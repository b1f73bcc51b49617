"""Clock times and days as people say them: 三点差五分, 后半夜三点多, 十点一刻, 头天晚上."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

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
_DAY = re.compile(
    rf"(?:(?P<y>\d{{4}}|今|去|前)年)?(?P<mo>\d{{1,2}}|[{_CN}]{{1,3}})月(?:份)?(?:(?P<d>\d{{1,2}}|[{_CN}]{{1,3}})[号日]?(?!人|间|辆|台|次|个|点|瓶))?"
    rf"|(?<![\d{_CN}月])(?P<d2>\d{{1,2}}|[{_CN}]{{1,3}})[号日](?![池罐杆楼机库炉井门线皮车仓台塔泵釜坑桩柜箱窑柱洞层桥段人厂站槽磨变主院栋])"
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


def days(text: str, incident: date | None) -> list[DaySpan]:
    """Every day said (5月12号, 12号, 去年10月, 头天, 当天), read against the accident day."""
    found: list[DaySpan] = []
    if incident is None:
        return found
    for match in _DAY.finditer(text):
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
            else:
                first = last = date(year, month, int(day_value[0]))
        except ValueError:
            continue
        if not match["y"] and first > incident + timedelta(days=60):
            first, last = first.replace(year=year - 1), last.replace(year=year - 1)
        found.append(DaySpan(first, last, match.start(), match.end()))
    for pattern, shift in (
        (r"头一?天|前一天|前天晚上|前一晚|前一日", -1),
        (r"第二天|次日", 1),
        (r"当天|当日|事发那天|出事那天|案发当天", 0),
    ):
        for word in re.finditer(pattern, text):
            day = incident + timedelta(days=shift)
            found.append(DaySpan(day, day, word.start(), word.end()))
    return found
