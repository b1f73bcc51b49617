"""Loans: what I asked for, what waits or is out; asking, deciding, handing over, returning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.archive import access, actions, roles
from anjian.archive.queries import files as reads
from anjian.archive.words import CONDITIONS, LOAN_FORMS
from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound
from anjian.web.archive import shared
from anjian.web.forms_from_fields import Choice, FieldForm, Spec
from anjian.web.http import actor_of, officer_required, see_other

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, QueryDict


@require_GET
@officer_required
def listing(request: HttpRequest) -> HttpResponse:
    """Show the officer's own loans and, for who keeps or decides, those of everybody that still run."""
    actor, today = actor_of(request), clock.today()
    keeper = roles.may(actor, "keep")
    decides = roles.may(actor, "approve_loan") or roles.may(actor, "approve_side")
    running = reads.open_loans(actor.org_id) if keeper or roles.may(actor, "approve_side") else []
    if not running and decides:
        running = reads.open_loans_known(actor)
    context = {
        "tabs": shared.tabs(actor, "loans"),
        "crumbs": shared.path(_("借阅")),
        "keeper": keeper,
        "running": [
            {
                "row": row,
                "no": no,
                "late": row.form == "paper" and row.due_on is not None and row.due_on < today,
                "may_decide": row.state == "asked"
                and row.reader_id != actor.id
                and roles.may(actor, "approve_side" if row.with_side else "approve_loan"),
            }
            for row, no in running
        ],
        "mine": [
            {
                "row": row,
                "no": no,
                "late": row.state == "out" and row.due_on is not None and row.due_on < today,
                "reads": row.form == "digital"
                and row.state == "out"
                and row.due_on is not None
                and row.due_on >= today,
                "volumes": reads.volumes_of(actor.org_id, [row.file_id])
                if row.form == "digital" and row.state == "out"
                else [],
            }
            for row, no in reads.loans_of(actor)
        ],
        "conditions": CONDITIONS,
        "may_ask": roles.may(actor, "ask_loan"),
    }
    return render(request, "archive/loans.html", context)


def _form(data: QueryDict | None = None, *, file_no: str = "", may_side: bool = True) -> FieldForm:
    forms = tuple(Choice(code, _(label)) for code, label in LOAN_FORMS)
    fields = [
        Spec(
            code="file_no",
            label=_("案卷号"),
            max_length=24,
            default=file_no,
            help=_("案件编号，即案卷首页上的案卷号。"),
        ),
        Spec(code="form", label=_("借阅方式"), type="choice", choices=forms, default="digital"),
        Spec(
            code="days",
            label=_("期限（日）"),
            type="int",
            minimum=1,
            maximum=roles.loan_days("most"),
            default=roles.loan_days("digital"),
        ),
        Spec(code="purpose", label=_("借阅目的"), type="longtext", min_length=4),
    ]
    if may_side:
        fields.append(
            Spec(
                code="with_side",
                label=_("包括副卷"),
                type="bool",
                required=False,
                help=_("副卷只供本案人员查阅，由机关主要负责人审批。"),
            )
        )
    return FieldForm(fields, data, prefix="l")


@officer_required
def ask(request: HttpRequest) -> HttpResponse:
    """Ask to borrow a file by its number."""
    actor = actor_of(request)
    if not roles.may(actor, "ask_loan"):
        raise NotFound
    form = _form(request.POST if request.method == "POST" else None, file_no=request.GET.get("file", "")[:24])
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask_loan(
                actions.AskLoan(**form.inputs), by=actor, at=clock.now(), key=request.POST.get("key")
            )
        except NotFound:
            form.add_errors({"file_no": _("没有找到这个案卷号。")})
        except Invalid as problem:
            form.add_errors(problem.fields)
        else:
            messages.success(request, _("借阅申请已提交，等待审批。"))
            return see_other(request, reverse("archive:loans"))
    context = {
        "title": _("申请借阅"),
        "form": form,
        "back": reverse("archive:loans"),
        "submit_label": _("提交申请"),
        "crumbs": shared.path((_("借阅"), reverse("archive:loans")), _("申请借阅")),
    }
    return render(request, "archive/form.html", context, status=422 if form.bound else 200)


@require_POST
@officer_required
def act(request: HttpRequest, loan_id: UUID) -> HttpResponse:
    """Grant, refuse, hand over, take back."""
    actor, now, key = actor_of(request), clock.now(), request.POST.get("key")
    row = access.loan_for(actor, loan_id)
    what = request.POST.get("what", "")
    if what in {"approve", "refuse"}:
        actions.decide_loan(
            row.id,
            approve=what == "approve",
            opinion=request.POST.get("opinion", ""),
            by=actor,
            at=now,
            key=key,
        )
        messages.success(request, _("已同意借阅。") if what == "approve" else _("已记录不同意借阅。"))
    elif what == "hand":
        actions.hand_over(row.id, by=actor, at=now, key=key)
        messages.success(request, _("已登记交付。"))
    elif what == "back":
        given = actions.TakeBack(
            loan_id=row.id,
            condition=request.POST.get("condition", ""),
            note=request.POST.get("note", ""),
        )
        actions.take_back(given, by=actor, at=now, key=key)
        messages.success(request, _("已登记归还。"))
    else:
        raise NotFound
    return see_other(request, reverse("archive:loans"))
