"""Dictation 听写: what is spoken becomes a draft beside the field, never the record itself.

The engine stands on the agency's own network (``ANJIAN_SPEECH_URL``). It is told the names of the case,
because engines misspell exactly those. It is asked outside any transaction, and a slow engine never holds
up the pages: only ``AT_ONCE`` sounds are worked on at a time.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext as _

from anjian.interviews.queries import people_of
from anjian.kit.errors import AnjianError, Invalid
from anjian.speech.engines import engine_for
from anjian.speech.guards import require_speech, sober
from anjian.speech.model import RATE, Heard, SpeechRefused, SpeechUnavailable, samples_of

if TYPE_CHECKING:
    from anjian.interviews.models import Session

LONGEST_S = 60
"""Seconds of speech taken at once; an answer is spoken in stretches."""
LARGEST = LONGEST_S * RATE * 2 + 1024
"""Bytes of such a sound."""
DEADLINE_S = 12.0
AT_ONCE = 3
_free = threading.BoundedSemaphore(AT_ONCE)


class SpeechDown(AnjianError):
    """The engine cannot be used now (503); the person types, nothing is lost."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code="speech_unavailable", status=503)


def available() -> bool:
    """Whether this installation has a speech engine."""
    return bool(settings.SPEECH_URL)


def draft(session: Session, wav: bytes) -> Heard:
    """Return what the engine heard in a WAV of one person. Raises Invalid for the sound, SpeechDown."""
    if len(wav) > LARGEST:
        raise Invalid({"sound": _("一次最多听写%(s)d秒，请分段。") % {"s": LONGEST_S}})
    try:
        require_speech(samples_of(wav), rate=RATE)
    except SpeechRefused as problem:
        raise Invalid({"sound": str(problem)}) from problem
    engine = engine_for(settings.SPEECH_URL, key=settings.SPEECH_KEY, model=settings.SPEECH_MODEL)
    if engine is None:
        raise SpeechDown(_("没有设置语音识别服务，请直接打字；管理员可以设置 ANJIAN_SPEECH_URL。"))
    words = words_of(session)
    if not _free.acquire(timeout=2):
        raise SpeechDown(_("语音识别服务正忙，请稍后再说一次，或者直接打字。"))
    try:
        return sober(engine.transcribe(wav, words=words, deadline_s=DEADLINE_S), words)
    except SpeechUnavailable as problem:
        raise SpeechDown(str(problem)) from problem
    finally:
        _free.release()


def words_of(session: Session) -> tuple[str, ...]:
    """Return the names an engine should know: the people questioned in the case, the firm."""
    names = [name for _pid, name, _post in people_of(session.org_id, session.case_id)]
    return tuple(dict.fromkeys(word for word in (*names, session.employer) if word))
