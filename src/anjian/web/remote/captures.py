"""Captured web pages: ordering one, looking at it, taking it again and comparing."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anjian.audit import queries as audit
from anjian.cases import access as cases
from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.errors import Invalid, NotFound, Refused
from anjian.remote import access, actions, queries
from anjian.web.components import crumbs
from anjian.web.forms_from_fields import FieldForm
from anjian.web.http import actor_of, officer_required, see_other
from anjian.web.remote import forms
from anjian.web.remote.officer import officers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http.response import HttpResponseBase

    from anjian.remote.access import CaptureRow

TYPES = {
    "page.png": "image/png",
    "page.pdf": "application/pdf",
    "headers.json": "application/json",
    "certificates.pem": "application/x-pem-file",
    "page.warc.gz": "application/gzip",
}
MOST_LINES = 3000


@require_http_methods(["GET", "POST"])
@officer_required
def order(request: HttpRequest, case_no: str) -> HttpResponse:
    """Order that a web page be fixed."""
    actor, now = actor_of(request), clock.now()
    case = cases.case_for(actor, case_no)
    form = FieldForm(
        forms.capture(),
        request.POST if request.method == "POST" else None,
        initial={"place": actor.org_name, "second_id": str(case.co_officer_id or "")},
        officers=officers(actor),
        today=now.date(),
    )
    refusals: tuple[Any, ...] = ()
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            command = actions.OrderCapture(case_no=case.no, **form.inputs)
            made = actions.order_capture(command, by=actor, at=now, key=request.POST.get("key"))
            return see_other(request, reverse("remote:capture", args=[made]))
        except Invalid as problem:
            form.add_errors(problem.fields)
        except Refused as problem:
            refusals, status = problem.refusals, problem.status
    context = {
        "case": case,
        "form": form,
        "refusals": refusals,
        "back": reverse("remote:case", args=[case.no]),
        "breadcrumbs": _path(case.no, _("网页取证")),
    }
    return render(
        request, "remote/order.html", context, status=422 if form.errors or form.general else status
    )


def _path(case_no: str, last: str) -> Any:
    return crumbs(
        (_("案件"), reverse("cases:list")),
        (case_no, reverse("cases:page", args=[case_no])),
        (_("远程取证"), reverse("remote:case", args=[case_no])),
        last,
    )


@require_GET
@officer_required
def page(request: HttpRequest, capture_id: UUID) -> HttpResponse:
    """Show a capture: picture, where it came from, every part, every hash."""
    last_event = audit.newest_outbox_id()
    found = access.capture_for(actor_of(request), capture_id)
    context = {
        "capture": found,
        "log": found.log,
        "files": [(name, said) for name, said in found.log.get("files", {}).items()],
        "skew": None if found.log.get("skew_ms") is None else f"{found.log['skew_ms'] / 1000:+.1f}",
        "earlier": queries.earlier_of(found),
        "last_event": last_event,
        "topic": f"case:{found.case_id}",
        "breadcrumbs": _path(found.case_no, _("网页取证第%(no)s号") % {"no": found.no}),
    }
    return render(request, "remote/capture.html", context)


@require_GET
@officer_required
def file(request: HttpRequest, capture_id: UUID, filename: str) -> HttpResponseBase:
    """Hand out a file of a capture; only the picture is shown in the page."""
    found = access.capture_for(actor_of(request), capture_id)
    said = found.log.get("files", {}).get(filename)
    if said is None or filename not in TYPES:
        raise NotFound
    return FileResponse(
        store().open(said["sha256"]),
        as_attachment=filename != "page.png",
        filename=f"capture-{found.no}-{filename}",
        content_type=TYPES[filename],
    )


@require_POST
@officer_required
def again(request: HttpRequest, capture_id: UUID) -> HttpResponse:
    """Take the same address once more."""
    actor = actor_of(request)
    found = access.capture_for(actor, capture_id)
    command = actions.OrderCapture(
        case_no=found.case_no,
        url=found.url,
        purpose=found.purpose,
        place=found.place,
        second_id=found.second_id if actor.id != found.second_id else found.lead_id,
        again_of=found.id,
    )
    made = actions.order_capture(command, by=actor, at=clock.now(), key=request.POST.get("key"))
    return see_other(request, reverse("remote:capture", args=[made]))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the two texts: ``same``, ``gone`` or ``new``; ``skip`` stands for what is left out."""

    kind: str
    text: str


@require_GET
@officer_required
def compare(request: HttpRequest, capture_id: UUID, other: UUID) -> HttpResponse:
    """Set two captures of one address side by side: words line by line, and both pictures."""
    actor = actor_of(request)
    after, before = access.capture_for(actor, capture_id), access.capture_for(actor, other)
    if (before.case_id, before.url) != (after.case_id, after.url) or {before.state, after.state} != {"done"}:
        raise NotFound
    lines = list(differences(before, after))
    context = {
        "before": before,
        "after": after,
        "lines": lines,
        "changed": sum(one.kind in {"gone", "new"} for one in lines),
        "breadcrumbs": _path(after.case_no, _("前后对比")),
    }
    return render(request, "remote/compare.html", context)


def differences(before: CaptureRow, after: CaptureRow) -> Iterator[Line]:
    """Yield what changed in the words of a page, with two lines around each change."""
    old, new = (one.text.splitlines()[:MOST_LINES] for one in (before, after))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for number, group in enumerate(matcher.get_grouped_opcodes(2)):
        if number:
            yield Line("skip", "")
        for tag, from_old, to_old, from_new, to_new in group:
            if tag == "equal":
                yield from (Line("same", text) for text in old[from_old:to_old])
                continue
            yield from (Line("gone", text) for text in old[from_old:to_old])
            yield from (Line("new", text) for text in new[from_new:to_new])
