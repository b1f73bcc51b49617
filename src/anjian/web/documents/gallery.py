"""Every document form with sample data: how it looks, what it asks for, who approves, signs and seals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.documents import kinds, queries, rules, samples, word_copy
from anjian.kit.errors import NotFound
from anjian.people.actions import ROLES
from anjian.web.components import crumbs
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest

    from anjian.documents.kinds import DocumentKind

_SMALL, _LARGE = 45, 110
_WEEK = "private, max-age=86400"
SEALS = {"公": gettext_noop("局章"), "专": gettext_noop("执法专用章"), "": gettext_noop("不盖章")}
TYPES = {
    "text": gettext_noop("文字"),
    "longtext": gettext_noop("长文字"),
    "date": gettext_noop("日期"),
    "datetime": gettext_noop("时间"),
    "yuan": gettext_noop("金额"),
    "int": gettext_noop("整数"),
    "choice": gettext_noop("选择"),
    "bool": gettext_noop("是否"),
    "person": gettext_noop("人员信息"),
    "table": gettext_noop("表格"),
}


def _kind(code: str) -> DocumentKind:
    try:
        return kinds.get(code)
    except KeyError:
        raise NotFound from None


@officer_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every form as a small picture, narrowed by words of its name, code or stage."""
    words = request.GET.get("q", "").strip()
    found = [
        kind
        for kind in kinds.all_kinds()
        if not words or words.lower() in f"{kind.code} {kind.name} {kind.stage} {kind.word}".lower()
    ]
    context = {
        "kinds": found,
        "all": len(kinds.all_kinds()),
        "search": words,
        "crumbs": crumbs((_("文书"), reverse("documents:list")), _("文书式样")),
    }
    return render(request, "documents/gallery.html", context)


@officer_required
def form(request: HttpRequest, code: str) -> HttpResponse:
    """Show one form: its pages, particulars, approvals, signatures, seal, copies and place in order."""
    kind = _kind(code)
    issuer = queries.issuer_of(actor_of(request).org_id)
    context = {
        "kind": kind,
        "pages": range(1, len(samples.pictures(code, issuer, ppi=_LARGE)) + 1),
        "fields": [{"field": f, "type": _(TYPES[f.type])} for f in kind.fields],
        "traits": _traits(kind),
        "follows": ["、".join(f"《{kinds.get(c).name}》" for c in codes) for codes in kind.follows],
        "crumbs": crumbs(
            (_("文书"), reverse("documents:list")),
            (_("文书式样"), reverse("documents:gallery")),
            _(kind.name),
        ),
    }
    return render(request, "documents/form.html", context)


def _traits(kind: DocumentKind) -> list[tuple[str, str]]:
    found = [
        (_("依据"), "、".join(kind.basis)),
        (_("文号用字"), kind.word if kind.numbered else _("不编号")),
        (_("审批"), " → ".join(_(ROLES[r]) for r in kind.approvals) or _("无须审批")),
        (_("签名"), "、".join(rules.slot_label(s) for s in kind.signatures) or "—"),
        (_("印章"), _(SEALS[kind.seal])),
        (_("送达"), _("须送达当事人") if kind.served else _("不送达")),
        (_("份数"), "；".join(kind.copies) or _("一份")),
        (_("归入"), kind.volume),
    ]
    if kind.paper_original:
        found.append((_("纸质原件"), _("须另存纸质签字原件（《电子签名法》第三条）")))
    return [(label, value) for label, value in found if value]


@officer_required
def form_picture(request: HttpRequest, code: str, page: int) -> HttpResponse:
    """Return a page of the sample as picture; `size=s` for the small one."""
    _kind(code)
    issuer = queries.issuer_of(actor_of(request).org_id)
    ppi = _SMALL if request.GET.get("size") == "s" else _LARGE
    pages = samples.pictures(code, issuer, ppi=ppi)
    if not 1 <= page <= len(pages):
        raise NotFound
    response = HttpResponse(pages[page - 1], content_type="image/png")
    response["Cache-Control"] = _WEEK
    return response


@officer_required
def form_file(request: HttpRequest, code: str, suffix: str) -> HttpResponse:
    """Return the sample as PDF or Word file, for filling in by hand."""
    _kind(code)
    issuer = queries.issuer_of(actor_of(request).org_id)
    made: dict[str, Any] = {
        "pdf": (samples.pdf, "application/pdf"),
        "docx": (samples.docx, word_copy.MIME),
    }
    if suffix not in made:
        raise NotFound
    draw, mime = made[suffix]
    response = HttpResponse(draw(code, issuer), content_type=mime)
    response["Content-Disposition"] = f'attachment; filename="{code}.{suffix}"'
    return response
