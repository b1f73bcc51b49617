"""Writes of remote: each action is one transaction."""

from __future__ import annotations

from anjian.remote.actions.captures import OrderCapture, keep_capture, keep_failure, order_capture
from anjian.remote.actions.closing import certify_session, close_session, end_session
from anjian.remote.actions.guest import (
    agree_point,
    confirm_item,
    consent,
    enter_by_code,
    leave_page,
    note_device,
    note_position,
    note_seen,
    refuse_session,
)
from anjian.remote.actions.items import TakeItem, may_take, take_item
from anjian.remote.actions.opening import (
    Invitation,
    OpenSession,
    invite_again,
    open_session,
    present,
    revoke_link,
)
from anjian.remote.actions.record import (
    SignPage,
    confirm_record,
    correct_record,
    go_back,
    read_record,
    see_page,
    sign_page,
    write_line,
)
from anjian.remote.actions.work import (
    Identify,
    guest_actor,
    identify,
    open_part,
    send_signal,
    set_recording,
    tell,
)

__all__ = [
    "Identify",
    "Invitation",
    "OpenSession",
    "OrderCapture",
    "SignPage",
    "TakeItem",
    "agree_point",
    "certify_session",
    "close_session",
    "confirm_item",
    "confirm_record",
    "consent",
    "correct_record",
    "end_session",
    "enter_by_code",
    "go_back",
    "guest_actor",
    "identify",
    "invite_again",
    "keep_capture",
    "keep_failure",
    "leave_page",
    "may_take",
    "note_device",
    "note_position",
    "note_seen",
    "open_part",
    "open_session",
    "order_capture",
    "present",
    "read_record",
    "refuse_session",
    "revoke_link",
    "see_page",
    "send_signal",
    "set_recording",
    "sign_page",
    "take_item",
    "tell",
    "write_line",
]
