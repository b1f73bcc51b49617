"""The discretion page of a case: weigh acts, see the band move, compare, and put the sheet on record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.cases import access, actions, queries
from anjian.discretion import figures
from anjian.discretion.closure import count
from anjian.discretion.leniency import FirmFile, judge
from anjian.discretion.lines import Penalty
from anjian.discretion.lines import judge as judge_lines
from anjian.discretion.money import ZERO
from anjian.discretion.telling import inputs_of, summary
from anjian.discretion.weighing import Sheet, weigh
from anjian.documents.steps_pdf import Part, steps_pdf
from anjian.kit import clock
from anjian.kit.errors import Conflict, NotFound, Refused
from anjian.law.parameters import Confidence
from anjian.law.violations import TARGETS, get
from anjian.procedures import engine
from anjian.procedures.definitions.guards.weighing import sheet_of
from anjian.web.cases import weighing_form
from anjian.web.components import crumbs
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.http import HttpRequest, QueryDict

    from anjian.cases.access import Case
    from anjian.discretion.trace import Line
    from anjian.discretion.weighing import Act, Weighed
    from anjian.kit.actor import Actor

ANSWERS = ("", "yes", "no")
FIRM_QUESTIONS = ("major_hazard", "corrected", "rechecked", "blacklisted", "undertaking")


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the page is drawn from: the case, the day and place that govern, and the acts."""

    case: Case
    picture: queries.Picture
    on: date
    place: str
    acts: tuple[Act, ...]
    sheet: Sheet


@officer_required
def sheet_page(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show the sheet as it stands or as it is typed; a submission takes the step `weigh`."""
    actor, now = actor_of(request), clock.now()
    case = access.case_for(actor, case_no)
    picture = queries.picture_of(case, actor, now=now)
    on, place = now.date(), weighing_form.typed_place(case)
    problems: dict[str, str] = {}
    if request.method == "POST":
        acts, problems = weighing_form.read(request.POST, on=on, party_kind=case.party_kind)
    else:
        acts = weighing_form.first_acts(case, picture)
    desk = _Desk(case, picture, on, place, acts, weigh(acts, on=on, place=place))
    option = next(
        (
            o
            for o in engine.options(picture.procedure, state=case.state, facts=picture.facts)
            if o.step == "weigh"
        ),
        None,
    )
    refusals: tuple[Any, ...] = option.refusals if option else ()
    notice, status = "", 200
    if request.POST.get("do") == "submit" and not problems:
        try:
            _submit(request, actor, desk)
            return see_other(request, reverse("cases:trace", args=[case.no]))
        except Refused as problem:
            refusals, status = problem.refusals, problem.status
        except Conflict as problem:
            if problem.code == "already_done":
                return see_other(request, reverse("cases:trace", args=[case.no]))
            notice, status = problem.message, problem.status
    elif problems:
        status = 422
    context = {
        **_context(actor, desk, request.POST),
        "problems": problems,
        "refusals": refusals,
        "notice": notice,
        "may_submit": option is not None and option.allowed,
        "seen": case.step_count,
        "crumbs": _crumbs(case),
    }
    return render(request, "cases/discretion.html", context, status=status)


@officer_required
def trace_page(request: HttpRequest, case_no: str) -> HttpResponse:
    """Show the calculation of the sheet that stands, step by step, for reading and printing."""
    actor, now = actor_of(request), clock.now()
    case = access.case_for(actor, case_no)
    picture = queries.picture_of(case, actor, now=now)
    taken = picture.facts.last("weigh")
    acts = weighing_form.first_acts(case, picture) if taken else ()
    place = taken.get("place", "") if taken else ""
    sheet = weigh(acts, on=taken.on, place=place) if taken else None
    context = {
        "case": case,
        "taken": taken,
        "sheet": sheet,
        "acts": [_act_view(each) for each in sheet.acts] if sheet else [],
        "merged": [_line(each) for each in sheet.lines] if sheet else [],
        "totals": [(_(TARGETS[t]), v) for t, v in sheet.totals.items()] if sheet else [],
        "words": taken.get("discretion", "") if taken else "",
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            (_("裁量"), reverse("cases:discretion", args=[case.no])),
            _("计算过程"),
        ),
    }
    return render(request, "cases/discretion_trace.html", context)


@officer_required
def trace_pdf(request: HttpRequest, case_no: str) -> HttpResponse:
    """Return the calculation of the sheet that stands as a PDF."""
    actor, now = actor_of(request), clock.now()
    case = access.case_for(actor, case_no)
    taken = queries.picture_of(case, actor, now=now).facts.last("weigh")
    if taken is None:
        raise NotFound
    sheet = sheet_of(taken)
    parts = [
        Part(
            f"行为{each.act.no}：{each.violation.conduct if each.violation else ''}", _paper_rows(each.lines)
        )
        for each in sheet.acts
    ]
    if sheet.lines:
        parts.append(Part("合并", _paper_rows(sheet.lines)))
    made = steps_pdf(
        "裁量计算过程",
        f"{case.no}　{case.party_name}　{taken.on.isoformat()}　{taken.actor_name}",
        parts,
        words=(f"裁量说明：{taken.get('discretion', '')}",),
        at=taken.at,
    )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'inline; filename="discretion.pdf"'
    return response


def _paper_rows(lines: Iterable[Line]) -> list[tuple[str, str, str]]:
    return [
        (each.label, each.text, "\n".join(filter(None, ("、".join(each.cites), each.source, _sure(each)))))
        for each in lines
    ]


def _submit(request: HttpRequest, actor: Actor, desk: _Desk) -> None:
    person = desk.case.party_kind != "unit"
    words = request.POST.get("discretion", "").strip()
    inputs = inputs_of(desk.acts, desk.sheet, place=desk.place, person=person, words=words)
    actions.take_step(
        actions.TakeStep(
            case_no=desk.case.no,
            step="weigh",
            inputs=inputs,
            seen=int(request.POST.get("seen") or desk.case.step_count),
        ),
        by=actor,
        at=clock.now(),
        key=request.POST.get("key"),
    )


def _context(actor: Actor, desk: _Desk, posted: QueryDict) -> dict[str, Any]:
    case, sheet = desk.case, desk.sheet
    main = desk.acts[0]
    past = queries.comparable(actor, main.violation, case.party_kind, without=case.id)
    fines = [each.fine_yuan for each in past]
    return {
        "case": case,
        "forms": [
            {**weighing_form.fields(act, on=desk.on, place=desk.place), "view": _act_view(each)}
            for act, each in zip(desk.acts, sheet.acts, strict=True)
        ],
        "n_acts": len(desk.acts),
        "rows": weighing_form.by_code(desk.on),
        "sheet": sheet,
        "merged": [_line(each) for each in sheet.lines],
        "totals": [(_(TARGETS[t]), v, sheet.bands.get(t)) for t, v in sheet.totals.items()],
        "words": summary(sheet),
        "lines": [_line(each) for each in _procedure(desk)],
        "past": past[:20],
        "n_past": len(past),
        "bars": figures.spread(fines),
        "median": figures.middle(fines),
        "lowest": min(fines, default=None),
        "highest": max(fines, default=None),
        **_firm(desk, posted),
    }


def _procedure(desk: _Desk) -> tuple[Line, ...]:
    unit = desk.case.party_kind == "unit"
    fine = sum((v for t, v in desk.sheet.totals.items() if (t == "unit") == unit), start=ZERO)
    return judge_lines(Penalty(fine=fine, person=not unit), on=desk.on, place=desk.place).trace


def _firm(desk: _Desk, posted: QueryDict) -> dict[str, Any]:
    """Leniency and the closure counter, from the file of the party and what was answered here."""
    case, main = desk.case, desk.acts[0]
    others = queries.same_party_cases(case.org_id, case)
    fined = [row["decided_on"] for row in others if row["decided_on"] and row["fine_yuan"]]
    same = sum(1 for row in others if row["decided_on"] and row["violation"] == main.violation)
    told = {code: _yes(posted.get(f"firm.{code}", "")) for code in FIRM_QUESTIONS}
    years = posted.get("firm.years", "")
    row = get(main.violation, desk.on)
    firm = FirmFile(
        industries=row.applies_to if row else (),
        same_before=same,
        penalties_before=len(fined),
        years_since_fatality=float(years) if years.isdigit() else None,
        harm=posted.get("firm.harm") or None,
        major_hazard=told["major_hazard"],
        corrected=told["corrected"],
        rechecked=told["rechecked"],
        blacklisted=told["blacklisted"],
        undertaking=told["undertaking"],
    )
    judged = judge(main.violation, firm, on=desk.on, place=desk.place)
    return {
        "leniency": judged,
        "closure": count(fined, on=desk.on, major_hazard=bool(firm.major_hazard)),
        "same_before": same,
        "firm_harm": posted.get("firm.harm", ""),
        "firm_years": years,
        "firm_answers": [
            (code, label, posted.get(f"firm.{code}", ""))
            for code, label in zip(
                FIRM_QUESTIONS,
                (
                    _("属于重大事故隐患"),
                    _("已经改正"),
                    _("复查合格"),
                    _("在严重失信名单内"),
                    _("已签承诺书并受教育"),
                ),
                strict=True,
            )
        ],
    }


def _act_view(each: Weighed) -> dict[str, Any]:
    scale = figures.scale(each.statutory, each.span, each.act.amount) if each.statutory else None
    return {
        "act": each.act,
        "conduct": each.violation.conduct if each.violation else "",
        "penalty": str(each.violation.penalty) if each.violation else "",
        "statutory": each.statutory,
        "span": each.span,
        "grade": each.band.grade if each.band else "",
        "scale": scale,
        "faults": each.faults,
        "deviates": each.deviates,
        "lines": [_line(line) for line in each.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    return {"line": line, "sure": _sure(line)}


def _sure(line: Line) -> str:
    """How far a figure that nobody read in a text can be relied on; empty when it was read."""
    return "" if line.sure else Confidence(line.confidence).label


def _yes(word: str) -> bool | None:
    return {"yes": True, "no": False}.get(word)


def _crumbs(case: Case) -> Any:
    return crumbs(
        (_("案件"), reverse("cases:list")), (case.no, reverse("cases:page", args=[case.no])), _("裁量")
    )
