"""Penalties on the spot, and what follows a fine: papers, instalments, add-on, daily fine, correction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anjian.cases.actions import OpenCase
from anjian.documents import actions as documents
from anjian.documents import queries as papers_of
from anjian.documents.commands import DraftInstrument
from tests.action.faults.fault import case_of, take
from tests.factories import inputs as i

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from anjian.config.demo.play import Play

DAILY, ADD_ON, CORRECTION, ORDER = "continued_daily_fine", "add_on_fine", "correction", "correction_order"
ADDRESS = "云州市临江区码头路1号"


def spot(party_kind: str = "unit") -> Callable[[Play], None]:
    """Open a file of its own for a penalty on the spot."""

    def move(p: Play) -> None:
        here = case_of(p)
        unit = party_kind == "unit"
        p.said["story"] = {"fine": 1000}
        p.open(
            OpenCase(
                title=f"{here.party_name}未设置安全警示标志案",
                source="inspection",
                party_kind=party_kind,
                party_name=here.party_name if unit else "周某",
                violation="WSL-99-1",
                place_code=here.place_code,
                enterprise_id=here.enterprise_id if unit else None,
                unit_id=p.place.units[p.crew.unit],
                procedure="summary_penalty",
            )
        )

    return move


def telling(p: Play, fine: int = 1000, **changes: Any) -> dict[str, Any]:
    """What is told on the spot."""
    return {
        "handlers": i.both(p),
        "no_conflict": True,
        "certificates_shown": True,
        "found_at": p.now,
        "conduct_on": p.today,
        "spot_place": ADDRESS,
        "told_to": "赵喆",
        "facts": "有较大危险因素的场所没有设置明显的安全警示标志。",
        "facts_certain": True,
        "evidence_note": "现场检查记录、照片两张。",
        "warning": fine == 0,
        "fine_amount": fine,
        "rights_told": True,
    } | changes


def deciding(p: Play, fine: int = 1000, **changes: Any) -> dict[str, Any]:
    """What is decided on the spot."""
    return {"warning": fine == 0, "fine_amount": fine, "pay_by": "bank", "officers": i.both(p)} | changes


def told(fine: int = 1000, kind: str = "unit") -> Callable[[Play], None]:
    """Told of the penalty and the rights."""

    def move(p: Play) -> None:
        spot(kind)(p)
        take(p, "tell_summary", **telling(p, fine))

    return move


def heard(fine: int = 1000, kind: str = "unit") -> Callable[[Play], None]:
    """The party has nothing to say."""

    def move(p: Play) -> None:
        told(fine, kind)(p)
        take(p, "hear_summary", attitude="none", outcome="keep")

    return move


def decided(fine: int = 1000, kind: str = "unit", **changes: Any) -> Callable[[Play], None]:
    """The form is drafted."""

    def move(p: Play) -> None:
        heard(fine, kind)(p)
        take(p, "decide_summary", **deciding(p, fine, **changes))

    return move


def handing(p: Play, **changes: Any) -> dict[str, Any]:
    """Handed over and signed for."""
    return {
        "served_on": p.today,
        "place": ADDRESS,
        "officers": i.both(p),
        "receiver": "赵喆",
        "method": "direct",
        "remedy_told": True,
    } | changes


def handed(fine: int = 1000, kind: str = "unit", **changes: Any) -> Callable[[Play], None]:
    """The signed form is with the party."""

    def move(p: Play) -> None:
        decided(fine, kind, **changes)(p)
        p.papers("D24", "D25")
        take(p, "deliver_summary", **handing(p))

    return move


def spot_no(p: Play) -> str:
    """The number of the form."""
    return number(p, "D24", "D25")


def number(p: Play, *codes: str) -> str:
    """The number of the latest paper of these kinds."""
    rows = papers_of.list_of(p.place.org_id, case_of(p).id, withdrawn=False)
    return str([row.no for row in rows if row.code in codes and row.no][-1])


def recorded(fine: int = 1000, kind: str = "unit") -> Callable[[Play], None]:
    """The bureau has it on record."""

    def move(p: Play) -> None:
        handed(fine, kind)(p)
        record(p)

    return move


def record(p: Play) -> None:
    """The head of the unit receives the report."""
    take(
        p,
        "record_summary",
        by="unit_head",
        recorded_on=p.today,
        decision_no=spot_no(p),
        opinion="予以备案。",
    )


# After the fine of an ordinary case


def overdue(p: Play, days: int = 16) -> None:
    """Nobody paid."""
    p.wait(days=days)


def plan(p: Play, *days: int, amount: int = 10_000) -> tuple[dict[str, Any], ...]:
    """Instalments so many days from today."""
    return tuple({"due_on": p.today + timedelta(days=d), "amount": amount} for d in days)


def asked_to_defer(*days: int, amount: int = 10_000) -> Callable[[Play], None]:
    """The handlers submit the party's request."""

    def move(p: Play) -> None:
        rows = plan(p, *days, amount=amount)
        p.said["due"] = [row["due_on"] for row in rows]
        p.said["plan"] = [{"due_on": r["due_on"].isoformat(), "amount": str(r["amount"])} for r in rows]
        take(p, "request_deferral", requested_by_party=True, reason="经营困难，申请分期。", plan=rows)
        p.papers("D41")

    return move


def deferred(*days: int, amount: int = 10_000) -> Callable[[Play], None]:
    """Granted."""

    def move(p: Play) -> None:
        asked_to_defer(*days, amount=amount)(p)
        take(p, "approve_deferral", by="leader", last_due_on=p.said["due"][-1], **i.OPINION)
        p.papers("D42")

    return move


def demanded(p: Play, unpaid: int = 20_000) -> None:
    """The demand is served."""
    take(p, "draft_demand", unpaid_amount=unpaid, add_on_days=0, add_on_amount=0)
    p.papers("D45")
    take(p, "serve_demand", **i.service(p))
    p.papers("D43")


def add_on(p: Play, days: int, **changes: Any) -> dict[str, Any]:
    """Three per cent of twenty thousand for so many days, up to today."""
    return {
        "base_amount": 20_000,
        "from_on": p.today - timedelta(days=days - 1),
        "to_on": p.today,
        "excluded_days": 0,
        "days": days,
        "added_amount": 600 * days,
    } | changes


def add_on_opened(p: Play) -> None:
    """Sixteen days and more after the service."""
    overdue(p)
    take(p, "open_add_on", rate_stated=True, reason="逾期未缴纳罚款。")


def officer_row(p: Play, part: str) -> dict[str, str]:
    """An officer as papers name one."""
    officer = p.who(part)
    certificate = officer.certificate_on(p.today)
    return {"name": officer.name, "cert_no": certificate.no if certificate else "", "id": str(officer.id)}


def ordered(p: Play) -> None:
    """An order to correct is served, to be carried out within ten days."""
    known = {"case": {"officers": [officer_row(p, part) for part in ("lead", "co")]}}
    record = DraftInstrument(code="D13", case_id=case_of(p).id, context=known)
    documents.draft(record, by=p.who("lead"), at=p.now)
    p.papers("D13")
    take(p, "open_order", cause="动火作业无专人管理，责令限期整改。")
    due = p.today + timedelta(days=10)
    hazard = {"item_no": 1, "description": "动火作业无专人管理", "violated": "第四十三条", "due_on": due}
    take(
        p,
        "draft_order",
        child=ORDER,
        found_at=p.now,
        place=ADDRESS,
        hazards=({**hazard, "requirement": "安排专人管理"},),
    )
    p.papers("D04")
    take(p, "serve_order", child=ORDER, first_due_on=due, **i.service(p))
    p.papers("D43")
    p.said["ordered"] = p.today


def refusal(p: Play, **changes: Any) -> dict[str, Any]:
    """Seen after the term, and nothing was corrected."""
    return {
        "order_no": number(p, "D04"),
        "order_on": p.said["ordered"],
        "correct_by": p.said["ordered"] + timedelta(days=10),
        "rechecked_on": p.today,
        "facts": "复查时动火作业现场仍然没有专人管理。",
        "still_uncorrected": True,
        "officers": i.both(p),
    } | changes


def daily_opened(p: Play) -> None:
    """A fined unit that was ordered to correct is seen again."""
    ordered(p)
    p.wait(days=11)
    take(p, "open_daily_fine", reason="复查发现仍未改正。")


def daily_found(p: Play) -> None:
    """It refuses."""
    daily_opened(p)
    take(p, "find_refusal", child=DAILY, **refusal(p))


def daily(p: Play, **changes: Any) -> dict[str, Any]:
    """Two days at the original amount."""
    first: date = p.said["ordered"] + timedelta(days=1)
    return {
        "from_on": first,
        "to_on": first + timedelta(days=1),
        "days": 2,
        "daily_amount": 20_000,
        "fine_amount": 40_000,
        "facts": "复查时动火作业现场仍然没有专人管理。",
        "basis": "《安全生产法》第一百一十二条",
    } | changes


def daily_notified(p: Play) -> None:
    """Its own notice is served."""
    daily_found(p)
    take(p, "prepare_daily_notice", child=DAILY, **daily(p))
    p.papers("D29", "D31", fine_amount="40000")
    take(p, "serve_daily_notice", child=DAILY, **i.service(p))
    p.papers("D43")


def daily_submission(p: Play, **changes: Any) -> dict[str, Any]:
    """What is submitted to the head."""
    told_ = daily(p)
    kept = {k: told_[k] for k in ("from_on", "to_on", "days", "daily_amount", "facts")}
    return {**kept, "order_no": number(p, "D04"), "order_on": p.said["ordered"], "amount": 40_000} | changes


def daily_due(p: Play) -> None:
    """Heard and submitted."""
    daily_notified(p)
    p.wait(working_days=6)
    take(p, "review_daily_defence", child=DAILY, conclusion="维持告知内容。", fine_amount=40_000)
    take(p, "submit_daily", child=DAILY, **daily_submission(p))


def correction_opened(p: Play) -> None:
    """A slip was found in the decision."""
    take(p, "open_clerical_correction", reason="决定书的地址有错别字。")


def correcting(p: Play, **changes: Any) -> dict[str, Any]:
    """One wrong character."""
    row = {"place": "第一页", "kind": "文字笔误", "wrong": "码头路一号院", "right": "码头路1号院"} | changes
    return {
        "paper_no": number(p, "D36"),
        "paper_name": "行政处罚决定书",
        "paper_on": p.today,
        "corrections": (row,),
        "reason": "录入时写错。",
        "no_substance": True,
    }
