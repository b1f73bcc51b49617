"""Takes a spoken stretch of an interview and answers with the machine's draft; keeps neither."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anjian.interviews import access, dictation
from anjian.kit.errors import Invalid
from anjian.web.http import actor_of, officer_required

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_POST
@officer_required
def listen(request: HttpRequest, session_id: UUID) -> JsonResponse:
    """Write a WAV down for the officers of the room; the text is a draft until they type or accept it."""
    session = access.room_session(actor_of(request), session_id)
    wav = request.read(dictation.LARGEST + 1)
    if len(wav) > dictation.LARGEST:
        raise Invalid({"sound": _("一次最多听写%(s)d秒，请分段。") % {"s": dictation.LONGEST_S}})
    heard = dictation.draft(session, wav)
    return JsonResponse({"text": heard.text, "engine": heard.engine})
