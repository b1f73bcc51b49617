"""A document in other shapes: redrawn while one types, as Word file, and several on one print."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjian.audit.actions import record_access
from anjian.cases import access as cases
from anjian.documents import batch, looks, queries, word_copy
from anjian.documents.batch import Printing, TooManyPagesError
from anjian.documents.validation import validate
from anjian.kit import clock
from anjian.web.components import crumbs
from anjian.web.documents.views import found, typed
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest

_MOST_COPIES = 20


@require_POST
@officer_required
def preview(request: HttpRequest, case_no: str, instrument_id: UUID) -> HttpResponse:
    """Draw what is being typed, unsaved: the pages as pictures, and what the form still lacks by field."""
    actor = actor_of(request)
    _case, detail = found(actor, case_no, instrument_id)
    form = FieldForm(detail.kind.fields, request.POST, draft=True, today=clock.now().date())
    form.is_valid()
    fields = typed(detail, form)
    pages = looks.preview(actor.org_id, detail.row.code, fields)
    places = {control.spec.code: control.first_id for control in form.controls}
    typed_wrong = {c.spec.code: c.error for c in form.controls if c.error}
    lacking = {**validate(detail.kind, fields), **typed_wrong}
    return JsonResponse(
        {
            "pages": [base64.b64encode(page).decode() for page in pages],
            "problems": [
                {"place": places[code], "label": _(detail.kind.field(code).label), "message": message}
                for code, message in lacking.items()
                if code in places
            ],
        }
    )


@officer_required
def docx(request: HttpRequest, case_no: str, instrument_id: UUID) -> HttpResponse:
    """Return the document as an editable Word file; the reading is put on record."""
    actor = actor_of(request)
    _case, detail = found(actor, case_no, instrument_id)
    record_access(
        by=actor,
        at=clock.now(),
        what="documents.file",
        subject_id=instrument_id,
        detail=f"{case_no} {detail.row.title} DOCX"[:500],
    )
    response = HttpResponse(looks.docx_of(actor.org_id, instrument_id), content_type=word_copy.MIME)
    response["Content-Disposition"] = f'attachment; filename="{detail.row.code}.docx"'
    return response


@officer_required
def printing(request: HttpRequest, case_no: str) -> HttpResponse:
    """Choose documents of a case and how many of each, and get them as one file for the printer."""
    actor = actor_of(request)
    case = cases.case_for(actor, case_no)
    rows = batch.printable(queries.list_of(actor.org_id, case.id))
    notice = ""
    if request.method == "POST":
        wanted = [Printing(row, _copies(request, row.id)) for row in rows if _chosen(request, row.id)]
        wanted = [one for one in wanted if one.copies]
        if not wanted:
            notice = _("请至少选择一份文书。")
        else:
            try:
                made = batch.merged(actor.org_id, wanted, both_sides=request.POST.get("sides") == "both")
            except TooManyPagesError as problem:
                notice = _("一次最多打印 %(n)s 页，请分几次打印。") % {"n": problem}
            else:
                record_access(
                    by=actor,
                    at=clock.now(),
                    what="documents.print",
                    subject_id=case.id,
                    detail=f"{case_no} {'、'.join(f'{o.row.title}×{o.copies}' for o in wanted)}"[:500],
                )
                response = HttpResponse(made, content_type="application/pdf")
                response["Content-Disposition"] = f'inline; filename="{case_no}.pdf"'
                return response
    context: dict[str, Any] = {
        "case": case,
        "rows": [
            {
                "item": row,
                "copies": _copies(request, row.id) if request.method == "POST" else batch.usual_copies(row),
                "chosen": _chosen(request, row.id)
                if request.method == "POST"
                else row.status in {"issued", "served"},
            }
            for row in rows
        ],
        "most": _MOST_COPIES,
        "notice": notice,
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            _("打印文书"),
        ),
    }
    return render(request, "documents/printing.html", context, status=422 if notice else 200)


def _chosen(request: HttpRequest, instrument_id: UUID) -> bool:
    return str(instrument_id) in request.POST.getlist("id")


def _copies(request: HttpRequest, instrument_id: UUID) -> int:
    typed = request.POST.get(f"copies-{instrument_id}", "")
    return min(int(typed), _MOST_COPIES) if typed.isdigit() else 1
