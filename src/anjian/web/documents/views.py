"""Views of the document screens."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjian.audit.actions import record_access
from anjian.cases import access as cases
from anjian.cases import queries as case_queries
from anjian.credentials import moment
from anjian.credentials.queries import signatures_on
from anjian.documents import access, actions, inbox, queries, rules
from anjian.documents.commands import (
    ApproveInstrument,
    IssueInstrument,
    ReturnInstrument,
    ReviseInstrument,
    SignInstrument,
    SubmitInstrument,
    WithdrawInstrument,
)
from anjian.documents.sealed import seal_of
from anjian.kit import clock
from anjian.kit.errors import AnjianError, Conflict, Invalid, NotFound, Refused
from anjian.people.actions import ROLES
from anjian.web.components import crumbs
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required, see_other
from anjian.web.law.links import cited_in

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from anjian.cases.access import Case
    from anjian.documents.queries import Detail
    from anjian.kit.actor import Actor

_PNG = "data:image/png;base64,"


def found(actor: Actor, case_no: str, instrument_id: UUID) -> tuple[Case, Detail]:
    """Return the case and the document of it. Raises NotFound for what is none of the officer's business."""
    case = cases.case_for(actor, case_no)
    instrument = access.instrument_for(actor, instrument_id)
    if instrument.case_id != case.id:
        raise NotFound
    return case, queries.one(actor.org_id, instrument_id)


def typed(detail: Detail, form: FieldForm) -> dict[str, Any]:
    """Return the particulars as the form stands: what was cleared there is gone, the rest is kept."""
    asked = {control.spec.code for control in form.controls}
    return {**{k: v for k, v in detail.fields.items() if k not in asked}, **form.json_inputs}


@officer_required
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Show the documents that wait for this officer's approval."""
    actor = actor_of(request)
    rows = inbox.waiting_for(actor, limit=100)
    known = case_queries.lines(actor, [row.case_id for row in rows if row.case_id])
    context = {
        "rows": [{"item": row, "case": known[row.case_id]} for row in rows if row.case_id in known],
        "crumbs": crumbs(_("文书")),
        "topic": f"org:{actor.org_id}",
    }
    return render(request, "documents/inbox.html", context)


def slot_views(detail: Detail, actor: Actor) -> list[dict[str, Any]]:
    """Return the signature places: who signed, or who still has to and whether this officer can."""
    given = {m.slot: m for m in detail.marks if m.kind == "signature" and m.version == detail.row.version}
    views = [{"slot": slot, "label": rules.slot_label(slot), "mark": mark} for slot, mark in given.items()]
    for slot in detail.signatures_left:
        code, _colon, name = slot.partition(":")
        views.append(
            {
                "slot": code,
                "label": rules.slot_label(code),
                "mark": None,
                "name": name,
                "self": code in {"officer", "officer2", "reviewer", "chair", "agency_head", "keeper"}
                or name == actor.name,
            }
        )
    return views


@officer_required
def page(request: HttpRequest, case_no: str, instrument_id: UUID) -> HttpResponse:
    """Show one document: its pages, what it still needs, its versions and marks."""
    return _draw(request, case_no, instrument_id)


def _draw(
    request: HttpRequest,
    case_no: str,
    instrument_id: UUID,
    *,
    refusals: tuple[Any, ...] = (),
    notice: str = "",
    fields: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    case, detail = found(actor, case_no, instrument_id)
    row = detail.row
    pages = queries.pages_of(actor.org_id, row.id)
    labels = {f.code: _(f.label) for f in detail.kind.fields}
    missing = [
        {
            "label": labels.get(code, code),
            "message": message,
            "place": f"id-f-{code}" if code in labels else "",
        }
        for code, message in (fields or {}).items()
    ]
    context = {
        "case": case,
        "item": row,
        "detail": detail,
        "pages": range(1, pages + 1),
        "slots": slot_views(detail, actor),
        "open": row.status in {"draft", "submitted", "approved"},
        "can_approve": bool(
            row.status == "submitted"
            and detail.approvals_left[:1]
            and detail.approvals_left[0] in actor.roles
        ),
        "approval_role": detail.approvals_left[0] if detail.approvals_left else "",
        "approvals_left": [_(ROLES[r]) for r in detail.approvals_left],
        "needs_approval": bool(detail.kind.approvals),
        # Goes into the document, which is Chinese whatever the screen speaks.
        "usual_opinion": "同意。",
        "approvals": [m for m in detail.marks if m.kind in {"approval", "return"}],
        "refusals": refusals,
        "notice": notice,
        "missing": missing,
        "cited": cited_in(dict(detail.fields)),
        "cited_on": row.issued_on or clock.today(),
        "seal": seal_of(actor.org_id, instrument_id),
        "signed_with": signatures_on(actor.org_id, instrument_id),
        "topic": f"case:{case.id}",
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")), (case.no, reverse("cases:page", args=[case.no])), _(row.title)
        ),
    }
    return render(request, "documents/page.html", context, status=status)


@officer_required
def edit(request: HttpRequest, case_no: str, instrument_id: UUID) -> HttpResponse:
    """Write the next version; a colleague's version in between is shown, the typing is kept."""
    actor, now = actor_of(request), clock.now()
    case, detail = found(actor, case_no, instrument_id)
    form = FieldForm(
        detail.kind.fields,
        request.POST if request.method == "POST" else None,
        initial={**detail.fields, **queries.known_since(actor.org_id, detail)},
        draft=True,
        today=now.date(),
    )
    notice, status, refusals = "", 200, ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise(
                ReviseInstrument(
                    instrument_id=instrument_id,
                    expected_version=int(request.POST.get("version") or detail.row.version),
                    fields=typed(detail, form),
                    reason=request.POST.get("reason", ""),
                ),
                by=actor,
                at=now,
                key=request.POST.get("key"),
            )
            return see_other(request, reverse("documents:page", args=[case.no, instrument_id]))
        except Invalid as problem:
            form.add_errors(problem.fields)
            status = problem.status
        except Refused as problem:
            refusals, status = problem.refusals, problem.status  # type: ignore[assignment]
        except Conflict as problem:
            notice, status = problem.message, problem.status
    elif request.method == "POST" and not form.row_action:
        status = 422
    context = {
        "case": case,
        "item": detail.row,
        "form": form,
        "version": detail.row.version,
        "notice": notice,
        "refusals": refusals,
        "draft_key": f"{instrument_id}:{detail.row.version}",
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            (_(detail.row.title), reverse("documents:page", args=[case.no, instrument_id])),
            _("填写"),
        ),
    }
    return render(request, "documents/edit.html", context, status=status)


def _png(request: HttpRequest) -> bytes | None:
    raw = request.POST.get("signature", "")
    if not raw.startswith(_PNG):
        return None
    try:
        return base64.b64decode(raw.removeprefix(_PNG), validate=True)
    except (ValueError, binascii.Error):
        return None


@require_POST
@officer_required
def act(request: HttpRequest, case_no: str, instrument_id: UUID) -> HttpResponse:
    """Submit, approve, return, sign, issue or withdraw; a refusal is shown on the page itself."""
    actor, now, post = actor_of(request), clock.now(), request.POST
    found(actor, case_no, instrument_id)
    common: dict[str, Any] = {"by": actor, "at": now, "key": post.get("key")}
    version = int(post.get("version") or 0)
    verb = post.get("verb", "")
    try:
        if verb == "submit":
            actions.submit(SubmitInstrument(instrument_id=instrument_id, expected_version=version), **common)
        elif verb == "approve":
            actions.approve(
                ApproveInstrument(
                    instrument_id=instrument_id,
                    expected_version=version,
                    role=post.get("role", ""),
                    opinion=post.get("opinion", ""),
                    png=_png(request),
                ),
                **common,
            )
        elif verb == "return":
            actions.return_(
                ReturnInstrument(
                    instrument_id=instrument_id,
                    expected_version=version,
                    role=post.get("role", ""),
                    opinion=post.get("opinion", ""),
                ),
                **common,
            )
        elif verb == "sign":
            actions.sign(
                SignInstrument(
                    instrument_id=instrument_id,
                    expected_version=version,
                    slot=post.get("slot", ""),
                    signer_name=post.get("signer_name", ""),
                    png=_png(request),
                    refused=bool(post.get("refused")),
                    reason=post.get("reason", ""),
                    moment=moment.read(post["moment"]) if "moment" in post else None,
                ),
                **common,
            )
        elif verb == "issue":
            actions.issue(IssueInstrument(instrument_id=instrument_id, expected_version=version), **common)
        elif verb == "withdraw":
            actions.withdraw(
                WithdrawInstrument(instrument_id=instrument_id, reason=post.get("reason", "")), **common
            )
        else:
            return HttpResponse(status=400)
    except NotFound:
        raise
    except AnjianError as problem:
        if problem.code == "already_done":
            return see_other(request, reverse("documents:page", args=[case_no, instrument_id]))
        return _draw(
            request,
            case_no,
            instrument_id,
            refusals=problem.refusals if isinstance(problem, Refused) else (),
            notice="" if isinstance(problem, Refused) else problem.message,
            fields=problem.fields if isinstance(problem, Invalid) else None,
            status=problem.status,
        )
    messages.success(request, _("已办理。"))
    if post.get("onward") == "spot":
        return see_other(request, reverse("cases:spot", args=[case_no]))
    return see_other(request, reverse("documents:page", args=[case_no, instrument_id]))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 1


@officer_required
def picture(request: HttpRequest, case_no: str, instrument_id: UUID) -> HttpResponse:
    """Return one page as a picture."""
    actor = actor_of(request)
    found(actor, case_no, instrument_id)
    try:
        drawn = queries.png_of(actor.org_id, instrument_id, page=_number(request.GET.get("page")), ppi=110)
    except IndexError:
        raise NotFound from None
    response = HttpResponse(drawn, content_type="image/png")
    response["Cache-Control"] = "private, max-age=60"
    return response


@officer_required
def pdf(request: HttpRequest, case_no: str, instrument_id: UUID) -> HttpResponse:
    """Return the document as PDF."""
    actor = actor_of(request)
    _case, detail = found(actor, case_no, instrument_id)
    record_access(
        by=actor,
        at=clock.now(),
        what="documents.file",
        subject_id=instrument_id,
        detail=f"{case_no} {detail.row.title}"[:500],
    )
    response = HttpResponse(queries.pdf_of(actor.org_id, instrument_id), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{detail.row.code}.pdf"'
    return response
