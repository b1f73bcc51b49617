"""Changes to interviews: each one frozen command, one locked check, one set of typed events."""

from __future__ import annotations

from anjian.interviews.actions.board import (
    JUDGE_JOB,
    SettleContradiction,
    note_opinion,
    settle_contradiction,
)
from anjian.interviews.actions.breaks import BeginBreak, begin_break, end_break, tell_breaks
from anjian.interviews.actions.companions import CompanionComes, companion_comes, companion_leaves
from anjian.interviews.actions.length import tell_length
from anjian.interviews.actions.looking import LookAtPage, look_at_page
from anjian.interviews.actions.planning import MarkPlan, mark_plan
from anjian.interviews.actions.prompts import (
    ReceivePrompt,
    ReleaseExhibit,
    SendPrompt,
    clear_exhibit,
    receive_prompt,
    release_exhibit,
    send_prompt,
)
from anjian.interviews.actions.questioning import (
    CommitSegment,
    CorrectSegment,
    begin_questions,
    commit_segment,
    correct_segment,
    pause,
    resume,
)
from anjian.interviews.actions.reading import (
    RefuseSignature,
    SignPage,
    close_session,
    confirm_record,
    refuse_signature,
    return_to_reading,
    sign_page,
    start_read_back,
)
from anjian.interviews.actions.sessions import (
    PrepareSession,
    RecordIdentity,
    SetUpRoom,
    TellRights,
    cancel_session,
    enter_room,
    leave_room,
    prepare_parallel,
    prepare_session,
    record_identity,
    set_up_room,
    tell_rights,
)
from anjian.interviews.actions.sources import AddReading, add_reading
from anjian.interviews.actions.statements import TakeStatement, take_statement
from anjian.interviews.actions.transcripts import KeepTranscript, keep_transcript
from anjian.interviews.actions.warming import warm
from anjian.interviews.models import BREAKS, SOURCE_KINDS

__all__ = [
    "BREAKS",
    "JUDGE_JOB",
    "SOURCE_KINDS",
    "AddReading",
    "BeginBreak",
    "CommitSegment",
    "CompanionComes",
    "CorrectSegment",
    "KeepTranscript",
    "LookAtPage",
    "MarkPlan",
    "PrepareSession",
    "ReceivePrompt",
    "RecordIdentity",
    "RefuseSignature",
    "ReleaseExhibit",
    "SendPrompt",
    "SetUpRoom",
    "SettleContradiction",
    "SignPage",
    "TakeStatement",
    "TellRights",
    "add_reading",
    "begin_break",
    "begin_questions",
    "cancel_session",
    "clear_exhibit",
    "close_session",
    "commit_segment",
    "companion_comes",
    "companion_leaves",
    "confirm_record",
    "correct_segment",
    "end_break",
    "enter_room",
    "keep_transcript",
    "leave_room",
    "look_at_page",
    "mark_plan",
    "note_opinion",
    "pause",
    "prepare_parallel",
    "prepare_session",
    "receive_prompt",
    "record_identity",
    "refuse_signature",
    "release_exhibit",
    "resume",
    "return_to_reading",
    "send_prompt",
    "set_up_room",
    "settle_contradiction",
    "sign_page",
    "start_read_back",
    "take_statement",
    "tell_breaks",
    "tell_length",
    "tell_rights",
    "warm",
]
