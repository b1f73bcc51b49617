"""The main story: an oil depot, hot work without a permit, from the lead to the archived file."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from anjian.cases.actions import OpenCase
from anjian.config.demo import keeping, talk
from anjian.config.demo.weighed import sheet_for
from anjian.kit.clock import LOCAL_ZONE
from anjian.law import violations
from anjian.law.crimes import crimes_of

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.config.demo.play import Play

STOPS = (
    "lead",
    "pre_filing",
    "filed",
    "investigating",
    "reported",
    "case_review",
    "legal_review",
    "notice_due",
    "notice_served",
    "review_of_defence",
    "collective_discussion",
    "decision_due",
    "decided",
    "served",
    "executing",
    "performed",
    "closed",
    "archived",
)


def play(  # one argument per thing a story can differ in
    p: Play,
    *,
    stop: str,
    title: str,
    firm_id: UUID | None,
    party_name: str,
    party_head: str,
    place_code: str,
    violation: str,
    facts: tuple[str, ...],
    fine: int,
    legal_review: bool,
    discussion: bool,
    source: str = "inspection",
    defence: str = "",
    party_kind: str = "unit",
    interviews: bool = False,
) -> dict[str, Any]:
    """Play a case up to (and into) the state ``stop``; returns what :func:`go_on` needs to play on."""
    found = p.today
    p.said.update(head=party_head, party_head=party_head)
    p.open(
        OpenCase(
            title=title,
            source=source,
            party_kind=party_kind,
            party_name=party_name,
            violation=violation,
            place_code=place_code,
            enterprise_id=firm_id,
            unit_id=p.place.units.get(p.crew.unit),
        )
    )
    told = {
        "found": found,
        "facts": facts,
        "fine": fine,
        "legal_review": legal_review,
        "discussion": discussion,
        "source": source,
        "defence": defence,
        "party_head": party_head,
        "interviews": interviews,
    }
    go_on(p, told, stop=stop)
    return told


def go_on(p: Play, told: dict[str, Any], *, stop: str) -> None:
    """Play on from the state in which the case stands up to (and into) the state ``stop``."""
    for code, move in _MOVES:
        if _reached(p, stop):
            return
        if not _reached(p, code):
            move(p, told)


def _reached(p: Play, stop: str) -> bool:
    order = {code: index for index, code in enumerate(STOPS)}
    return order.get(p.case().state, 0) >= order[stop]


def _lead(p: Play, s: dict[str, Any]) -> None:
    p.step(
        "accept_lead",
        lead_source=s["source"],
        source_no="云应急检记〔2026〕12号",
        found_on=s["found"],
        conduct_on=s["found"] - timedelta(days=1),
        harm_to_life=False,
        summary="；".join(s["facts"]) + "。",
        handlers=(p.id_of("lead"), p.id_of("co")),
        no_conflict=True,
    )


def _file(p: Play, s: dict[str, Any]) -> None:
    p.said["facts"] = "；".join(s["facts"]) + "。"
    p.papers("D10")
    p.step("file", "leader", opinion="同意立案。")


def _investigate(p: Play, s: dict[str, Any]) -> None:
    p.step(
        "start_investigation",
        told_at=p.now,
        told_to=s["party_head"],
        certificates_shown=True,
        recusal_told=True,
        officers=(p.id_of("lead"), p.id_of("co")),
    )


def _gather(p: Play, s: dict[str, Any]) -> None:
    numbers = []
    for index, text in enumerate(s["facts"], start=1):
        p.fact(text)
        numbers.append(f"F-{index}")
    p.item(
        "documentary",
        "现场检查记录",
        f"现场检查记录\n{'；'.join(s['facts'])}\n{p.no}".encode(),
        "inspection-record.txt",
        proves=tuple(numbers),
        record="现场检查记录",
    )
    p.item(
        "audiovisual",
        "现场照片",
        picture(p.rng.randint(0, 255)),
        "site.png",
        proves=tuple(numbers),
        record="现场检查记录",
        media_type="image/png",
    )
    p.wait(days=1)


def picture(seed: int) -> bytes:
    """Return a small picture; every case has its own."""
    import io

    from PIL import Image, ImageDraw

    image = Image.new("RGB", (640, 420), (120 + seed % 80, 124, 128))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 300, 640, 420), fill=(86, 84, 80))
    for n in range(3):
        left = 40 + n * 200
        draw.rectangle((left, 140, left + 150, 310), fill=(188, 190 - seed % 40, 186))
        draw.ellipse((left, 115, left + 150, 165), fill=(206, 206, 200))
    draw.rectangle((430, 250, 470, 310), fill=(200, 120 + seed % 60, 40))
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def _report(p: Play, s: dict[str, Any]) -> None:
    _gather(p, s)
    if s["interviews"]:
        keeping.take_things(p)
        talk.hold(p, finish=True)
        p.wait(days=1)
    # A case of a unit carries its discretion sheet; the figures of persons are weighed by hand.
    case = p.case()
    weighed = sheet_for(case.violation, s["fine"], on=p.now.date(), place=case.place_code[:6])
    if weighed and case.party_kind == "unit":
        p.step("weigh", **weighed)
    p.step(
        "report",
        criminal_suspicion="no",
        criminal_reason="经逐项排查未发现涉嫌犯罪。",
        crimes_screened=_screened(case.violation, on=case.conduct_on or p.today),
        exculpatory="当事人发现问题后当日停止作业并整改。",
        single_source_reason="书证与现场照片相互印证。",
        warning=False,
        fine_amount=s["fine"],
        stop_business=False,
        licence=False,
        major_violation=s["discussion"],
        major_public_interest=s["legal_review"],
        complex=False,
        statutory_review=False,
        outside_scale=False,
    )


def _screened(violation: str, *, on: date) -> tuple[dict[str, Any], ...]:
    """The crimes that the article borders on, each answered (行政执法机关移送涉嫌犯罪案件的规定 art. 3)."""
    row = violations.get(violation, on)
    asked = crimes_of(row.crime) if row and row.crime else ()
    finding = "问题当场整改，没有人员伤亡，不具有发生重大伤亡事故的现实危险。"
    return tuple({"crime": c.code, "suspected": False, "finding": finding} for c in asked)


def _review(p: Play, _s: dict[str, Any]) -> None:
    p.papers("D26")
    p.step("submit_review")


def _legal(p: Play, s: dict[str, Any]) -> None:
    p.papers("D27")
    if not s["legal_review"]:
        return
    p.step("request_legal_review", "unit_head", note="请予审核。")
    p.step("accept_legal_review", "reviewer", child="legal_review")
    p.papers("D28", result="同意")
    p.step(
        "pass_legal_review",
        "reviewer",
        child="legal_review",
        **dict.fromkeys(
            (
                "subject_ok",
                "facts_ok",
                "evidence_ok",
                "law_ok",
                "procedure_ok",
                "power_ok",
                "form_ok",
                "crime_ok",
            ),
            True,
        ),
        opinion="同意。",
    )
    p.wait(days=1)


def _prepare(p: Play, s: dict[str, Any]) -> None:
    p.step("prepare_notice", warning=False, fine_amount=s["fine"], stop_business=False, licence=False)


def _service(p: Play, s: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": "direct",
        "served_on": p.today,
        "receiver": s["party_head"],
        "place": "当事人住所地",
        "officers": (p.id_of("lead"), p.id_of("co")),
    }


def _notify(p: Play, s: dict[str, Any]) -> None:
    p.papers("D29", "D31")
    p.step("serve_notice", **_service(p, s))


def _hear(p: Play, s: dict[str, Any]) -> None:
    if s["defence"]:
        p.wait(days=1)
        p.step(
            "receive_defence",
            received_on=p.today,
            manner="written",
            speaker=s["party_head"],
            points=({"point": s["defence"]},),
            final=True,
            hearing_waived=True,
            officers=(p.id_of("lead"), p.id_of("co")),
        )
        p.wait(working_days=6)
        replies: tuple[dict[str, str], ...] = (
            {"point": s["defence"], "adopted": "no", "reply": "已在裁量时考虑整改情况，不再减少。"},
        )
    else:
        p.wait(working_days=6)
        p.step("lapse_defence")
        replies = ()
    p.step(
        "review_defence",
        conclusion="维持告知内容。",
        replies=replies,
        warning=False,
        fine_amount=s["fine"],
        stop_business=False,
        licence=False,
    )


def _discuss(p: Play, s: dict[str, Any]) -> None:
    if s["discussion"]:
        p.step("open_discussion", "unit_head", subject="案件事实、证据、当事人意见和处罚建议。")
        names = p.place.with_role("agency_head") + p.place.with_role("agency_leader")
        p.step(
            "hold_discussion",
            "head",
            child="collective_discussion",
            held_at=p.now,
            place="局会议室",
            chair=p.id_of("head"),
            reporter=p.crew.lead,
            recorder="会议记录员",
            attendees=tuple(
                {
                    "officer": p.place.officers[n],
                    "vote": "agree",
                    "view": "事实清楚，证据确凿，同意处罚建议。",
                }
                for n in names
            ),
            conflicts_asked=True,
            handlers_left=True,
            outcome="penalise",
            fine_amount=s["fine"],
            conclusion="一致同意给予罚款处罚。",
        )
        p.papers("D35")
        p.step("conclude_discussion", "head", child="collective_discussion")
    p.step("submit_decision", warning=False, fine_amount=s["fine"], stop_business=False, licence=False)


def _decide(p: Play, s: dict[str, Any]) -> None:
    p.papers("D35a")
    p.papers("D36", "D37", upto="approved")
    p.step("decide", "head", fine_amount=s["fine"], opinion="同意。")


def _serve(p: Play, s: dict[str, Any]) -> None:
    p.papers("D36", "D37")
    p.step("serve_decision", **_service(p, s))


def _execute(p: Play, _s: dict[str, Any]) -> None:
    p.step("begin_execution")


def _pay(p: Play, s: dict[str, Any]) -> None:
    p.wait(days=5)
    p.step(
        "record_payment",
        paid_on=p.today,
        paid_amount=s["fine"],
        channel="bank",
        receipt_no=f"YZ{p.rng.randint(10**7, 10**8 - 1)}",
    )
    p.step("perform", performed_on=p.today, others_performed=True)


def _close(p: Play, _s: dict[str, Any]) -> None:
    keeping.bring_back(p)
    p.step("request_closing", result="罚款已缴清，隐患已复查整改。")
    p.papers("D51")
    p.step("close", "leader", opinion="同意结案。")


def _archive(p: Play, _s: dict[str, Any]) -> None:
    from anjian.journeys.actions import AssembleFile, assemble_file

    p.wait(days=2)
    assemble_file(AssembleFile(case_no=p.no), by=p.who("archivist"), at=p.now)
    p.papers("D52", "D53", "D54")
    p.step("archive", "archivist", shelf="A-03-12", retention="30")


_MOVES = (
    ("pre_filing", _lead),
    ("filed", _file),
    ("investigating", _investigate),
    ("reported", _report),
    ("case_review", _review),
    ("legal_review", _legal),
    ("notice_due", _prepare),
    ("notice_served", _notify),
    ("review_of_defence", _hear),
    ("decision_due", _discuss),
    ("decided", _decide),
    ("served", _serve),
    ("executing", _execute),
    ("performed", _pay),
    ("closed", _close),
    ("archived", _archive),
)


def morning(day: date, hour: int = 9) -> datetime:
    """Return the opening of the office on a day."""
    return datetime.combine(day, time(hour, 5), LOCAL_ZONE)
