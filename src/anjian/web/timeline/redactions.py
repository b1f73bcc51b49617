"""Copies with hidden parts 遮盖副本: the desk, orders, progress, the copies, and links for outsiders."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core import signing
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from anjian.audit import queries as audit
from anjian.audit.actions import record_access
from anjian.cases import access as cases
from anjian.evidence import queries as evidence
from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.kit.errors import Invalid, NotFound
from anjian.recordings import overview
from anjian.recordings.actions import redactions
from anjian.recordings.hiding.recipe import KINDS, SOUNDS
from anjian.web.components import crumbs
from anjian.web.http import actor_of, officer_required, see_other, wants_json
from anjian.web.interviews.recording import body_of
from anjian.web.timeline.words import desk_words

if TYPE_CHECKING:
    from django.http import HttpRequest

    from anjian.cases.access import Case
    from anjian.evidence.records import Item
    from anjian.recordings.overview import RedactionView

SALT = "anjian.redaction.handout"


def _item(request: HttpRequest, case_no: str, no: str) -> tuple[Case, Item]:
    actor = actor_of(request)
    case = cases.case_for(actor, case_no)
    item = evidence.item_of(actor.org_id, case.id, no)
    if item is None:
        raise NotFound
    return case, item


def _sources(case: Case, item: Item) -> list[dict[str, str]]:
    """Return what of the item can be covered: pictures, films, sound; of a recording its playable copies."""
    found = []
    if _family(item.media_type):
        url = reverse("evidence:file", args=[case.no, item.no])
        found.append({"name": "", "title": item.filename, "family": _family(item.media_type), "url": url})
    files = evidence.files_of(case.org_id, [item.id])
    playable = {file.of_sha256 for file in files if file.recipe.get("do") == "remux" and file.sha256}
    for file in files:
        remuxed = file.recipe.get("do") == "remux"
        if not file.sha256 or not _family(file.media_type) or file.sha256 in playable:
            continue
        if file.role == "original" or remuxed:
            url = reverse("evidence:further", args=[case.no, item.no, file.filename])
            family = _family(file.media_type)
            found.append({"name": file.filename, "title": file.title, "family": family, "url": url})
    return found


def _family(media_type: str) -> str:
    family = media_type.partition("/")[0]
    return family if family in {"image", "video", "audio"} else ""


@officer_required
def desk(request: HttpRequest, case_no: str, no: str) -> HttpResponse:
    """Draw the desk: the picture or film, its boxes and stretches, the copies so far; take an order."""
    actor, last_event = actor_of(request), audit.newest_outbox_id()
    case, item = _item(request, case_no, no)
    sources = _sources(case, item)
    if request.method == "POST":
        asked = body_of(request)
        command = redactions.OrderRedaction(
            case_id=case.id,
            no=item.no,
            filename=str(asked.get("filename", "")),
            recipe=_recipe(asked.get("recipe")),
            purpose=str(asked.get("purpose", "")),
            recipient=str(asked.get("recipient", "")),
        )
        key = str(asked.get("key", "")) or None
        made = redactions.order_redaction(command, by=actor, at=clock.now(), key=key)
        if wants_json(request):
            return JsonResponse({"id": str(made)}, status=201)
        return see_other(request, reverse("timeline:redactions", args=[case.no, item.no]))
    wanted = request.GET.get("file", "")
    chosen = next((s for s in sources if s["name"] == wanted), sources[0] if sources else None)
    copies = overview.redactions_of(actor.org_id, item.id)
    context = {
        "case": case,
        "item": item,
        "sources": sources,
        "chosen": chosen,
        "copies": copies,
        "going": any(copy.goes_on for copy in copies),
        "links": _links(request, actor.org_id, case, item),
        "props": {
            "file": chosen["name"] if chosen else "",
            "family": chosen["family"] if chosen else "",
            "order": reverse("timeline:redactions", args=[case.no, item.no]),
            "kinds": {code: _(label) for code, label in KINDS.items()},
            "sounds": {code: _(label) for code, label in SOUNDS.items()},
            "words": desk_words(),
        },
        "topic": f"case:{case.id}",
        "last_event": last_event,
        "crumbs": crumbs(
            (_("案件"), reverse("cases:list")),
            (case.no, reverse("cases:page", args=[case.no])),
            (item.no, reverse("evidence:item", args=[case.no, item.no])),
            _("遮盖副本"),
        ),
    }
    return render(request, "timeline/redactions.html", context)


def _recipe(said: Any) -> dict[str, Any]:
    try:
        found = json.loads(said) if isinstance(said, str) else said
    except ValueError as problem:
        raise Invalid({"recipe": _("没有可以识别的遮盖内容。")}) from problem
    if not isinstance(found, dict):
        raise Invalid({"recipe": _("没有可以识别的遮盖内容。")})
    return found


def _links(request: HttpRequest, org_id: UUID, case: Case, item: Item) -> dict[UUID, str]:
    """Return, right after a link was made, its address: it is shown once and not kept."""
    token = request.GET.get("link", "")
    opened = _opened(token)
    if opened is None or opened[0] != org_id:
        return {}
    found = overview.handed_out(org_id, opened[1], at=clock.now())
    if found is None or found[0] != case.id or found[1].item_id != item.id:
        return {}
    return {found[1].id: request.build_absolute_uri(reverse("timeline:handed_out", args=[token]))}


@require_GET
@officer_required
def state(request: HttpRequest, case_no: str, no: str) -> HttpResponse:
    """Tell how far the copies of an item are, for a page that waits."""
    _case, item = _item(request, case_no, no)
    return JsonResponse(
        {
            "copies": [
                {"id": str(copy.id), "state": copy.state, "percent": copy.percent, "failure": copy.failure}
                for copy in overview.redactions_of(actor_of(request).org_id, item.id)
            ]
        }
    )


def _copy(
    request: HttpRequest, case_no: str, no: str, redaction_id: UUID
) -> tuple[Case, Item, RedactionView]:
    case, item = _item(request, case_no, no)
    found = overview.redaction_of(case.org_id, case.id, redaction_id)
    if found.item_id != item.id:
        raise NotFound
    return case, item, found


@require_POST
@officer_required
def cancel(request: HttpRequest, case_no: str, no: str, redaction_id: UUID) -> HttpResponse:
    """Stop the making of a copy."""
    case, item, found = _copy(request, case_no, no, redaction_id)
    redactions.cancel_redaction(case.id, found.id, by=actor_of(request), at=clock.now())
    return see_other(request, reverse("timeline:redactions", args=[case.no, item.no]))


@require_POST
@officer_required
def check(request: HttpRequest, case_no: str, no: str, redaction_id: UUID) -> HttpResponse:
    """Have a copy made once more and compared."""
    case, item, found = _copy(request, case_no, no, redaction_id)
    redactions.order_check(case.id, found.id, by=actor_of(request))
    return see_other(request, reverse("timeline:redactions", args=[case.no, item.no]))


@require_POST
@officer_required
def hand_out(request: HttpRequest, case_no: str, no: str, redaction_id: UUID) -> HttpResponse:
    """Make a link to the copy for somebody outside; it is shown once."""
    actor = actor_of(request)
    case, item, found = _copy(request, case_no, no, redaction_id)
    days = request.POST.get("days", "")
    made = redactions.hand_out(
        case.id,
        found.id,
        recipient=request.POST.get("recipient", ""),
        days=int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
        by=actor,
        at=clock.now(),
    )
    token = signing.dumps([str(actor.org_id), str(made)], salt=SALT)
    return see_other(request, reverse("timeline:redactions", args=[case.no, item.no]) + f"?link={token}")


@require_GET
@officer_required
def copy(request: HttpRequest, case_no: str, no: str, redaction_id: UUID) -> HttpResponse | FileResponse:
    """Hand out the copy; the original is asked for elsewhere."""
    _case, item, found = _copy(request, case_no, no, redaction_id)
    if found.state != "done":
        raise NotFound
    record_access(
        by=actor_of(request), at=clock.now(), what="recordings.redaction", subject_id=found.id, detail=item.no
    )
    return _file(found, f"{case_no}-{item.no}-{found.copy_name}")


@require_GET
def handed_out(request: HttpRequest, token: str) -> HttpResponse | FileResponse:
    """Hand the copy, and only the copy, to whoever holds a link that still lasts; nobody signs in here."""
    now, opened = clock.now(), _opened(token)
    found = overview.handed_out(opened[0], opened[1], at=now) if opened else None
    if opened is None or found is None:
        raise Http404(_("链接已失效。请向提供副本的执法机关索取新的链接。"))
    _case_id, view = found
    record_access(
        by=system_actor(opened[0], "外部链接"),
        at=now,
        what="recordings.redaction.outside",
        subject_id=view.id,
        detail=request.META.get("REMOTE_ADDR", "")[:60],
    )
    return _file(view, view.copy_name)


def _opened(token: str) -> tuple[UUID, UUID] | None:
    try:
        org, handout = signing.loads(token, salt=SALT)
        return UUID(org), UUID(handout)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _file(found: RedactionView, name: str) -> FileResponse:
    answer = FileResponse(store().open(found.sha256), content_type=found.media_type)
    answer["Content-Length"] = str(found.size)
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
