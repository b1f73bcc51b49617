"""Messages between the room's browser and the consoles that watch it: who may speak to whom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.interviews import access
from anjian.interviews.queries.recording import subject_of
from anjian.kit.errors import Invalid
from anjian.recordings.actions import signals
from anjian.recordings.signals import TO_ALL

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor
    from anjian.recordings.actions.signals import SendSignal

ROOM = "room"
_PEER = re.compile(r"(room|view)\.[0-9a-f-]{8,36}")


def send_signal(session_id: UUID, cmd: SendSignal, *, by: Actor, at: datetime) -> UUID:
    """Pass a message on. Raises NotFound to who may not speak for its sender, Invalid for nonsense.

    A console speaks to the room only; consoles never to each other. The topics are those that the
    pages of room and console listen to anyway: a browser allows six connections to one address.
    """
    session = access.peer_session(by, session_id, cmd.sender)
    known = {ROOM, TO_ALL}
    if not _PEER.fullmatch(cmd.sender) or not (cmd.recipient in known or _PEER.fullmatch(cmd.recipient)):
        raise Invalid({"to": _("没有这样的收件方。")})
    if cmd.sender.startswith("room.") == (cmd.recipient == ROOM or cmd.recipient.startswith("room.")):
        raise Invalid({"to": _("连接消息只在询问室和指挥台之间传递。")})
    topics = (f"signal:{session.id}", f"room:{session.id}", f"interview:{session.case_id}")
    return signals.send_signal(subject_of(session), cmd, topics=topics, by=by, at=at)
