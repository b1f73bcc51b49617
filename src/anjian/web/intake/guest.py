"""The giver's side of a one-time link: a code, the files, a receipt. No account, and nothing of the case.

The page tells what is asked for and by whom; it never names the case, its party or its facts.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from anjian.evidence.kinds import media_type_of
from anjian.evidence.store import UPLOAD_LIMIT, store
from anjian.intake import access, actions, queries
from anjian.intake.actions.links import TRIES
from anjian.intake.commands import Given, HandIn
from anjian.intake.words import words_match
from anjian.kit import clock
from anjian.kit.errors import Conflict, Invalid, NotFound
from anjian.people import queries as people
from anjian.people.keys import signer_for
from anjian.web.evidence import pending, receiving
from anjian.web.forms_from_fields import Choice, FieldForm, Spec
from anjian.web.http import see_other

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from anjian.intake.access import IntakeLink

_OPENED = "intake.opened"


@require_safe
@never_cache
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the code form, the files to hand in, the receipt, or why the link is over."""
    link = access.link_by_token(token)
    if not _is_open_here(request, link):
        state = queries.state_of(link, at=clock.now())
        return _shown(request, link, token, {"phase": "code" if state in {"open", "used"} else "over"})
    return _at_work(request, link, token)


def _at_work(
    request: HttpRequest, link: IntakeLink, token: str, form: FieldForm | None = None, status: int = 200
) -> HttpResponse:
    handed = queries.submission_of_link(link)
    if handed is not None:
        return _shown(
            request, link, token, {"phase": "receipt", "row": handed, "files": handed.receipt["files"]}
        )
    if queries.state_of(link, at=clock.now()) != "open":
        return _shown(request, link, token, {"phase": "over"})
    waiting = pending.waiting(request, access.guest_of(link), link.id)
    ticket = pending.ticket(
        access.guest_of(link),
        link.id,
        limit=min(link.bytes_limit, UPLOAD_LIMIT),
        total=link.bytes_limit,
        files=link.files_limit,
    )
    context = {
        "phase": "files",
        "waiting": waiting,
        "ticket": ticket,
        "form": form or FieldForm(_fields(link, waiting)),
    }
    return _shown(request, link, token, context, status=status)


def _fields(link: IntakeLink, waiting: list[pending.Pending]) -> tuple[Spec, ...]:
    wishes = (Choice("", _("其他材料")), *(Choice(ask, ask) for ask in link.asks))
    answers = tuple(
        Spec(
            code=f"answers{number}",
            label=_("“%(file)s”是哪一项材料") % {"file": item.filename},
            type="choice",
            choices=wishes,
            required=False,
            default=words_match(item.filename, link.asks),
        )
        for number, item in enumerate(waiting)
    )
    return (
        *answers,
        Spec(code="giver", label=_("提交人"), max_length=120, default=link.giver),
        Spec(code="contact", label=_("联系电话"), max_length=40, required=False),
        Spec(
            code="statement",
            label=_("对材料的说明"),
            type="longtext",
            required=False,
            max_length=2000,
            help=_("例如材料从哪里来、是不是原件。"),
        ),
    )


@require_POST
@never_cache
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Try the code; wrong ones are counted and the link locks."""
    link = access.link_by_token(token)
    handed = queries.submission_of_link(link)
    if handed is not None:
        raise Conflict(_("材料已经提交。要再看回执，请使用提交时的同一台设备。"), code="link_used")
    link, came = actions.enter_code(token, request.POST.get("code", ""), at=clock.now())
    if came != "opened":
        said = (
            _("验证码多次错误，链接已经锁定，请联系承办人重新发送。")
            if came == "locked"
            else _("验证码不对，请核对承办人告知的六位数字。连续错%(tries)s次链接会锁定。") % {"tries": TRIES}
        )
        phase = "over" if came == "locked" else "code"
        return _shown(request, link, token, {"phase": phase, "said": said}, status=422)
    request.session[_OPENED] = [*request.session.get(_OPENED, []), str(link.id)][-20:]
    return see_other(request, reverse("intake:guest", args=[token]))


@csrf_exempt
@require_POST
def upload(request: HttpRequest, token: str) -> HttpResponseBase:
    """Take files from a plain form, where scripts do not run; they wait until they are handed in.

    Exempt only so that files stream into the store before the form is read; the check follows.
    """
    link = _opened(request, token)
    access.require_open(link, at=clock.now())
    if "multipart" in (request.content_type or ""):
        receiving.prepare_form(request)
    answer: HttpResponseBase = _take_form(request, link, token)
    return answer


@csrf_protect
def _take_form(request: HttpRequest, link: IntakeLink, token: str) -> HttpResponse:
    if "remove" in request.POST:
        pending.forget(request, access.guest_of(link), link.id, {request.POST["remove"]})
    for item in receiving.take_form(request):
        claim = pending.claim(access.guest_of(link), link.id, item.digest, item.name or "")
        pending.remember(request, link.id, claim)
    return see_other(request, reverse("intake:guest", args=[token]))


@require_POST
@never_cache
def send(request: HttpRequest, token: str) -> HttpResponse:
    """Hand in what was uploaded, all of it, and show the receipt."""
    link = _opened(request, token)
    waiting = pending.waiting(request, access.guest_of(link), link.id)
    form = FieldForm(_fields(link, waiting), request.POST)
    if form.is_valid():
        told: dict[str, Any] = form.inputs
        files = tuple(
            Given(
                digest=item.digest,
                filename=item.filename,
                media_type=_type_of(item),
                answers=str(told.get(f"answers{number}", "")),
            )
            for number, item in enumerate(waiting)
        )
        command = HandIn(
            link_id=link.id,
            giver=told["giver"],
            contact=told.get("contact", ""),
            statement=told.get("statement", ""),
            files=files,
        )
        try:
            actions.hand_in(command, signer=signer_for(link.org_id), at=clock.now())
            pending.forget(request, access.guest_of(link), link.id, {item.digest.sha256 for item in waiting})
            return see_other(request, reverse("intake:guest", args=[token]))
        except Invalid as problem:
            form.general.extend(message for name, message in problem.fields.items() if name == "files")
            form.add_errors({name: said for name, said in problem.fields.items() if name != "files"})
    return _at_work(request, link, token, form, status=422)


def _type_of(item: pending.Pending) -> str:
    with store().open(item.digest.sha256) as stream:
        return media_type_of(stream.read(64), item.filename)


@require_safe
@never_cache
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out the signed receipt as a file that can be checked without this platform."""
    link = _opened(request, token)
    row = queries.submission_of_link(link)
    if row is None:
        raise NotFound
    signer = signer_for(link.org_id)
    body = {
        "receipt": row.receipt,
        "sha256": row.receipt_sha256,
        "signature": {
            "algorithm": "Ed25519",
            "over": "anjian/receipt/1 NUL + RFC 8785 JSON of receipt",
            "value": row.receipt_signature,
            "public_key": signer.public_key.hex(),
            "key_id": signer.key_id,
        },
    }
    response = HttpResponse(json.dumps(body, ensure_ascii=False, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="receipt-{row.receipt_no}.json"'
    return response


def _is_open_here(request: HttpRequest, link: IntakeLink) -> bool:
    return str(link.id) in request.session.get(_OPENED, [])


def _opened(request: HttpRequest, token: str) -> IntakeLink:
    """Return the link whose code was entered in this browser. Raises NotFound for any other."""
    link = access.link_by_token(token)
    if not _is_open_here(request, link):
        raise NotFound
    return link


def _shown(
    request: HttpRequest, link: IntakeLink, token: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    shared = {
        "link": link,
        "token": token,
        "state": queries.state_of(link, at=clock.now()),
        "agency": people.agency(link.org_id),
    }
    response = render(request, "intake/guest.html", shared | context, status=status)
    # The address is the key: it must not travel on to other sites.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
