"""The discretion sheet 裁量表: acts weighed one by one, then merged, with every step told.

Pure: what an officer stated about the acts goes in, statutory ranges, bands, faults and the trace
come out. Run again with the same input on the same tables it gives the same figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from anjian.discretion import bands, factors, money
from anjian.discretion.bands import LEVELS, Band, Measured
from anjian.discretion.factors import Use
from anjian.discretion.measures import BASES, MEASURES, Stated
from anjian.discretion.money import ZERO, Span, yuan
from anjian.discretion.tables import Table
from anjian.discretion.trace import Line, line
from anjian.law.parameters import parameter
from anjian.law.statutes import APL
from anjian.law.violations import TARGETS, Violation, get, violations

_PERSONS = frozenset(TARGETS) - {"unit"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of one target as the officer states it.

    `same_act`: acts of one mark are one act under several rules (APL 29). `later`: the row of a text
    that came after the act, to be compared (APL 37). `deviation`: why the amount leaves the band.
    """

    no: str
    violation: str
    target: str
    stage: str
    conduct_on: date | None = None
    stated: Stated = field(default_factory=dict)
    uses: tuple[Use, ...] = ()
    grade: str = ""
    amount: Decimal = ZERO
    reason: str = ""
    deviation: str = ""
    same_act: str = ""
    later: str = ""

    @property
    def bases(self) -> dict[str, Decimal]:
        """The sums that shares and multiples are counted by."""
        return {
            base: Decimal(value)
            for code, base in BASES.items()
            if (value := self.stated.get(code)) is not None and not isinstance(value, bool)
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What may not stand: its kind, the act, the words, the articles."""

    code: str
    act: str
    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One act weighed; `band` None when nothing could be computed (the faults say why)."""

    act: Act
    violation: Violation | None
    band: Band | None
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]

    @property
    def statutory(self) -> Span | None:
        """The range of the statute in yuan."""
        return self.band.statutory if self.band else None

    @property
    def span(self) -> Span | None:
        """The band the amount is chosen from."""
        return self.band.span if self.band else None

    @property
    def deviates(self) -> bool:
        """Whether the amount lies outside the band."""
        return self.span is not None and self.act.amount not in self.span


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """All acts weighed and merged; totals by target in the order of the acts."""

    acts: tuple[Weighed, ...]
    totals: Mapping[str, Decimal]
    bands: Mapping[str, Span]
    statutory: Mapping[str, Span]
    lines: tuple[Line, ...]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Every fault of every act."""
        return tuple(fault for each in self.acts for fault in each.faults)

    @property
    def deviates(self) -> bool:
        """Whether any amount lies outside its band."""
        return any(each.deviates for each in self.acts)

    @property
    def trace(self) -> tuple[Line, ...]:
        """Every line, act by act, then the merging."""
        return (*(line for each in self.acts for line in each.lines), *self.lines)


def weigh(acts: Iterable[Act], *, on: date, place: str = "", among: tuple[Table, ...] | None = None) -> Sheet:
    """Weigh acts on a day at a place. `among` replaces the delivered tables (what-if)."""
    found = tuple(_act(each, on, place, among) for each in acts)
    totals: dict[str, Decimal] = {}
    spans: dict[str, Span] = {}
    ranges: dict[str, Span] = {}
    told: list[Line] = []
    for target in dict.fromkeys(each.act.target for each in found):
        counted = _counted([e for e in found if e.act.target == target], told)
        totals[target] = sum((e.act.amount for e in counted), ZERO)
        known = [e.span for e in counted if e.span]
        limits = [e.statutory for e in counted if e.statutory]
        if (band := money.total(known)) and (limit := money.total(limits)):
            spans[target], ranges[target] = band, limit
        if len(counted) > 1:
            parts = "＋".join(yuan(e.act.amount) for e in counted)
            told.append(
                line(
                    "merge",
                    f"{TARGETS[target]}数个违法行为分别裁量、合并处罚：{parts}＝{yuan(totals[target])}。",
                    APL.art(5, 2),
                )
            )
    return Sheet(acts=found, totals=totals, bands=spans, statutory=ranges, lines=tuple(told))


def _counted(found: list[Weighed], told: list[Line]) -> list[Weighed]:
    """Leave of one act under several rules the one with the higher fine."""
    kept: list[Weighed] = []
    groups: dict[str, list[Weighed]] = {}
    for each in found:
        groups.setdefault(each.act.same_act or f"#{each.act.no}", []).append(each)
    for group in groups.values():
        ranked = sorted(group, key=lambda e: money.weight(e.statutory) if e.statutory else (ZERO, ZERO))
        kept.append(ranked[-1])
        if len(group) > 1:
            law = ranked[-1].violation
            by = str(law.penalty) if law else ""
            told.append(
                line(
                    "merge",
                    f"同一个违法行为触犯{len(group)}个规定，按罚款数额高的{by}处罚，不重复罚款。",
                    APL.art(29),
                )
            )
    return kept


def _act(act: Act, on: date, place: str, among: tuple[Table, ...] | None) -> Weighed:
    day = act.conduct_on or on
    told: list[Line] = []
    violation = get(act.violation, day) or get(act.violation, on)
    if violation is None:
        return _stopped(act, None, told, "unknown", f"目录中没有{act.violation}，不能计算")
    told.append(
        line("law", f"{violation.conduct}。", violation.duty, violation.penalty, **_origin(violation))
    )
    told.extend(_time_bar(act, on, place))
    violation = _later(act, violation, on, told)
    stage = next((s for s in violation.stages if s.code == act.stage), None)
    who = TARGETS.get(act.target, act.target)
    if stage is None or act.target not in stage.fines:
        return _stopped(act, violation, told, "no_fine", f"该情形对{who}没有规定罚款")
    statutory = bands.statutory_span(violation, act.target, act.stage, act.bases)
    fine = stage.fines[act.target]
    if statutory is None:
        return _stopped(act, violation, told, "no_base", f"{fine}，需要填写计算罚款的数额")
    order = f"{stage.order}，" if stage.order else ""
    told.append(
        line("stage", f"{stage.label}：{order}对{who}处{fine}罚款。", violation.penalty, **_origin(violation))
    )
    if fine.base != "yuan":
        told.append(line("range", f"按填写的数额计算，法定幅度为{statutory}。", violation.penalty))
    _special_law(violation, on, told)
    outcome = factors.weigh(act.uses, on=on, person=act.target in _PERSONS)
    told.extend(outcome.lines)
    measured = Measured(
        violation=violation,
        target=act.target,
        stage=act.stage,
        statutory=statutory,
        stated=act.stated,
        bases=act.bases,
        on=on,
        place=place,
        among=among,
    )
    band = bands.divide(measured, level=outcome.level, grade=act.grade)
    told.extend(band.lines)
    faults = tuple(_faults(act, violation, band))
    told.append(_chosen(act, band))
    return Weighed(act=act, violation=violation, band=band, lines=tuple(told), faults=faults)


def _later(act: Act, violation: Violation, on: date, told: list[Line]) -> Violation:
    """Compare the text of the act's day with a later one and take the lighter (APL 37)."""
    if act.conduct_on is None or violation.covers(on):
        return violation
    newer = get(act.later or act.violation, on)
    if newer is None:
        told.append(
            line(
                "later_law",
                "行为时的文本已经失效，没有填写新文本的对应条目，应当比较新旧规定。",
                APL.art(37),
                warning=True,
            )
        )
        return violation
    old = bands.statutory_span(violation, act.target, act.stage, act.bases)
    new = bands.statutory_span(newer, act.target, act.stage, act.bases)
    lighter = old is None or (new is not None and money.weight(new) < money.weight(old))
    word = "新规定较轻，适用新规定" if lighter else "新规定不较轻，适用行为时的规定"
    before, after = old or "无罚款", new or "无罚款"
    told.append(
        line(
            "later_law",
            f"行为时{violation.penalty}为{before}，新规定{newer.penalty}为{after}：{word}。",
            APL.art(37),
        )
    )
    return newer if lighter else violation


def _time_bar(act: Act, on: date, place: str) -> Iterable[Line]:
    """Warn when the years of article 36 have run since the act ended; the day of discovery decides."""
    if act.conduct_on is None:
        return
    for code, more in (
        ("time_bar.years_with_harm", ""),
        ("time_bar.years", "；涉及公民生命健康安全且有危害后果的为五年"),
    ):
        try:
            term = parameter(code, on=on, place=place)
        except (KeyError, LookupError):
            continue
        if term.value is not None and on >= _years_later(act.conduct_on, int(term.value)):
            text = f"行为终了至今已满{int(term.value)}年，未在期限内发现的不再给予处罚{more}。"
            yield line("time_bar", text, APL.art(36, 1), source=term.source, warning=True)
            return


def _years_later(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _special_law(violation: Violation, on: date, told: list[Line]) -> None:
    special = [row for row in violations(on) if violation.code in row.instead_of]
    if special:
        names = "、".join(str(row.penalty) for row in special[:3])
        told.append(line("law", f"所属行业适用特别规定的，先适用{names}。", APL.art(29), warning=True))


def _faults(act: Act, violation: Violation, band: Band) -> Iterable[Fault]:
    if band.span is None:
        if act.amount:
            yield Fault(
                code="no_penalty", act=act.no, text="有不予处罚的情节，不得罚款", cites=(str(APL.art(33)),)
            )
        return
    reduced = band.level == "reduced"
    limit = Span(ZERO if reduced else band.statutory.low, band.statutory.high)
    if act.amount not in limit:
        how = "；低于法定下限须有法定减轻情节" if act.amount < limit.low else ""
        yield Fault(
            code="outside_statute",
            act=act.no,
            text=f"{yuan(act.amount)}不在法定幅度{band.statutory}内{how}",
            cites=(str(violation.penalty), str(APL.art(32)) if how else str(APL.art(5, 2))),
        )
    elif act.amount not in band.span and not act.deviation:
        yield Fault(
            code="outside_band",
            act=act.no,
            text=f"{yuan(act.amount)}不在裁量幅度{band.span}内，没有写明理由",
            cites=(str(APL.art(34)), str(APL.art(57, 2))),
        )


def _chosen(act: Act, band: Band) -> Line:
    if band.span is None:
        return line("amount", "不予处罚，不确定罚款数额。", APL.art(33))
    inside = act.amount in band.span
    word = (
        f"在{LEVELS[band.level]}幅度{band.span}内" if inside else f"不在{LEVELS[band.level]}幅度{band.span}内"
    )
    why = f"理由：{act.reason.rstrip('。')}" if act.reason else "没有写明理由"
    more = "" if inside else f"；偏离理由：{act.deviation.rstrip('。') or '没有写明'}，须经集体讨论"
    return line("amount", f"选定{yuan(act.amount)}，{word}。{why}{more}。", APL.art(34), warning=not inside)


def _stopped(act: Act, violation: Violation | None, told: list[Line], *why: str) -> Weighed:
    code, text = why
    cites = (str(violation.penalty),) if violation else (str(APL.art(4)),)
    told.append(Line(topic="range", text=f"{text}。", cites=cites, warning=True))
    fault = Fault(code=code, act=act.no, text=text, cites=cites)
    return Weighed(act=act, violation=violation, band=None, lines=tuple(told), faults=(fault,))


def _origin(violation: Violation) -> dict[str, str]:
    return {"source": violation.source, "confidence": str(violation.confidence)}


def read_measure(code: str, value: str) -> Decimal | bool:
    """Read what was stated about a measure. Raises ValueError for an unknown one or no number."""
    asked = MEASURES.get(code)
    if asked is None:
        raise ValueError(f"没有“{code}”这一裁量事实")
    words = value.strip()
    if asked.kind == "yes":
        return words.lower() in {"是", "true", "yes", "1"}
    try:
        found = Decimal(words)
    except ArithmeticError:
        raise ValueError(f"“{asked.label}”应当是数字") from None
    if not found.is_finite() or found < 0:
        raise ValueError(f"“{asked.label}”应当是不小于零的数字")
    return found
