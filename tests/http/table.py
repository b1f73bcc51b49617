"""Every address of the house and who may use it: the permission table.

A cell is what an officer gets: ``ok`` (the page, or an answer to what was posted), ``refused`` (409 or
403, with reasons: the person may know of the thing, but not do this) or, for everybody not named,
404: for them it does not exist. Nobody gets anything without signing in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PEOPLE = {
    "handler": "王虎",
    "recused": "赵敏",
    "unit_head": "刘建军",
    "reviewer": "方知",
    "leader": "陈立",
    "head": "郑国安",
    "manager": "何清",
    "chair": "高明",
    "archivist": "杜安",
    "in_room": "孙晓",
    "other_room": "钱进",
    "other_unit": "石磊",
    "admin": "沈维",
    "discipline": "苏慎",
}
EVERYBODY = frozenset({*PEOPLE, "outsider"})
OF_CASE = frozenset({"handler", "unit_head", "reviewer", "leader", "head", "manager", "chair", "archivist"})
WATCH = frozenset({"handler", "unit_head", "leader", "head", "manager"})
HANDLE = frozenset({"handler", "unit_head", "manager"})
EXAMINE = HANDLE | {"reviewer", "chair"}
DIRECT = frozenset({"handler", "manager"})
ROOM = frozenset({"in_room"})
SEATED = frozenset({"handler", "unit_head"})
NONE: frozenset[str] = frozenset()
REPORTER = frozenset({"handler"})
DISCIPLINE = frozenset({"discipline"})
CHECKERS = frozenset({"admin", "archivist", "manager"})
OF_RECORDS = CHECKERS | {"reviewer", "chair", "leader", "head", "discipline"}
WRITERS = frozenset({"unit_head", "reviewer", "leader", "head", "manager", "chair"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A named address, how it is asked, and who gets what."""

    ok: frozenset[str]
    refused: frozenset[str] = frozenset()
    method: str = "get"
    args: tuple[str, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)


def _case(ok: frozenset[str] = OF_CASE, *more: str, **traits: Any) -> Address:
    return Address(ok=ok, args=("no", *more), **traits)


def _console(ok: frozenset[str] = DIRECT, **traits: Any) -> Address:
    return Address(ok=ok, args=("case_id",), **traits)


def _room(*more: str, method: str = "post", ok: frozenset[str] = ROOM, **traits: Any) -> Address:
    return Address(ok=ok, args=("session_id", *more), method=method, **traits)


def _distant(ok: frozenset[str], *more: str, refused: frozenset[str] | None = None, **traits: Any) -> Address:
    others = OF_CASE - SEATED if refused is None else refused
    plain = {"method": "post", "refused": others if ok != OF_CASE else NONE}
    return Address(ok=ok, args=("remote_session", *more), **(plain | traits))


TABLE: dict[str, Address] = {
    "transparency:integrity": Address(ok=OF_RECORDS),
    "transparency:run_check": Address(ok=CHECKERS, refused=OF_RECORDS - CHECKERS, method="post"),
    "transparency:check": Address(ok=OF_RECORDS, args=("check_id",)),
    "transparency:proof": Address(ok=OF_CASE, args=("log_kind", "log_subject")),
    "transparency:proof_file": Address(ok=OF_CASE, args=("log_kind", "log_subject")),
    "home": Address(ok=EVERYBODY),
    "workbench": Address(ok=EVERYBODY),
    "help:index": Address(ok=EVERYBODY),
    "help:components": Address(ok=EVERYBODY),
    "violations:catalogue": Address(ok=EVERYBODY),
    "violations:row": Address(ok=EVERYBODY, args=("violation",)),
    "law:find": Address(ok=EVERYBODY),
    "law:texts": Address(ok=EVERYBODY),
    "law:import": Address(ok=EVERYBODY),
    "law:cite": Address(ok=EVERYBODY, args=("citation",)),
    "law:text": Address(ok=EVERYBODY - {"outsider"}, args=("law_text",)),
    "law:compare": Address(ok=EVERYBODY - {"outsider"}, args=("law_text", "law_text")),
    # cases
    "cases:list": Address(ok=EVERYBODY),
    "cases:new": Address(ok=EVERYBODY),
    "cases:page": _case(),
    "cases:step": _case(OF_CASE, "step"),
    "cases:flow": _case(),
    "cases:spot": _case(),
    "cases:validity": _case(),
    "cases:discretion": _case(),
    "cases:trace": _case(),
    "cases:trace_pdf": _case(NONE),
    "cases:whatif": Address(ok=EVERYBODY),
    "cases:unit_validity": Address(ok=EVERYBODY),
    "cases:books": Address(ok=EVERYBODY),
    "cases:case_books": _case(),
    "cases:service": _case(),
    "cases:record": _case(),
    "cases:assemble": _case(frozenset(), method="post", refused=OF_CASE),
    "cases:bundle": _case(frozenset(), refused=OF_CASE),
    # documents
    "documents:list": Address(ok=EVERYBODY),
    "documents:page": _case(OF_CASE, "document"),
    "documents:edit": _case(OF_CASE, "document"),
    "documents:act": _case(frozenset(), "document", method="post", data={"verb": "submit"}, refused=OF_CASE),
    "documents:picture": _case(OF_CASE, "document"),
    "documents:pdf": _case(OF_CASE, "document"),
    "documents:docx": _case(OF_CASE, "document"),
    "documents:preview": _case(OF_CASE, "document", method="post"),
    "documents:print": _case(),
    "documents:gallery": Address(ok=EVERYBODY),
    "documents:form": Address(ok=EVERYBODY, args=("form",)),
    "documents:form_picture": Address(ok=EVERYBODY, args=("form", "first_page")),
    "documents:form_file": Address(ok=EVERYBODY, args=("form", "suffix")),
    # ways in
    "intake:case": _case(),
    "intake:close": _case(HANDLE, method="post", refused=OF_CASE - HANDLE),
    "intake:take": _case(HANDLE, method="post", refused=OF_CASE - HANDLE),
    "intake:refuse": _case(HANDLE, method="post", refused=OF_CASE - HANDLE),
    "intake:file": _case(OF_CASE, "handed"),
    "intake:docked": Address(ok=EVERYBODY),
    "intake:docked_file": Address(ok=WATCH, args=("docked",)),
    "intake:docked_media": Address(ok=WATCH, args=("docked",)),
    "intake:docked_take": Address(ok=HANDLE, refused=WATCH - HANDLE, args=("docked",), method="post"),
    "intake:stations": Address(ok=frozenset({"admin"}), refused=EVERYBODY - {"admin"}),
    "intake:station_end": Address(ok=frozenset(), refused=EVERYBODY, args=("station",), method="post"),
    # electronic authentication
    "credentials:list": Address(ok=EVERYBODY),
    "credentials:revoke": Address(
        ok=frozenset({"admin"}),
        refused=EVERYBODY - {"admin"},
        method="post",
        args=("certificate",),
    ),
    "credentials:certificate": Address(ok=EVERYBODY - {"outsider"}, args=("certificate",)),
    # evidence
    "evidence:list": Address(ok=EVERYBODY),
    "evidence:case": _case(),
    "evidence:upload": _case(HANDLE, method="post", refused=OF_CASE - HANDLE),
    "evidence:register": _case(),
    "evidence:item": _case(OF_CASE, "item"),
    "evidence:file": _case(OF_CASE, "item"),
    "evidence:thumbnail": _case(OF_CASE, "item"),
    # This item is one file: nobody finds a further one.
    "evidence:scan": Address(ok=EVERYBODY),
    "evidence:hand_over": Address(ok=EVERYBODY),
    "evidence:handover": Address(ok=frozenset({"handler", "archivist"}), args=("handover_id",)),
    "evidence:places": Address(ok=EVERYBODY),
    "evidence:place": Address(ok=EVERYBODY - {"outsider"}, args=("place_code",)),
    "evidence:proofs": _case(HANDLE, method="post", refused=OF_CASE - HANDLE),
    "evidence:adopt": _case(HANDLE, method="post", refused=OF_CASE - HANDLE, data={"text": "动火作业未审批"}),
    "evidence:answer": _case(
        EXAMINE, "item", method="post", refused=OF_CASE - EXAMINE, data={"text": "已查证，不采纳。"}
    ),
    "evidence:measure": _case(HANDLE, "item", method="post", refused=OF_CASE - HANDLE),
    **{f"evidence:{page}": _case(OF_CASE, "item") for page in ("chain", "examine", "samples")},
    **{f"evidence:{page}": _case() for page in ("thing", "catalogue", "examined", "labels")},
    "evidence:further": _case(NONE, "item", "image"),
    # the whole record on one clock
    "timeline:page": _case(),
    "timeline:data": _case(),
    "timeline:print": _case(),
    "timeline:csv": _case(),
    "timeline:pdf": _case(),
    "timeline:mark": _case(OF_CASE, method="post"),
    "timeline:filming": _case(),
    "timeline:excuse": _case(HANDLE, method="post", refused=OF_CASE - HANDLE),
    "timeline:record": _case(OF_CASE, "occasion"),
    "timeline:parts": _case(frozenset({"handler"}), "occasion", method="post"),
    "timeline:markers": _case(frozenset({"handler"}), "occasion", method="post"),
    "timeline:status": _case(OF_CASE, "occasion"),
    "timeline:index": _case(OF_CASE, "occasion"),
    # Nothing was recorded yet: there is nothing to certify and no part to play.
    "timeline:certify": _case(NONE, "occasion", method="post"),
    "timeline:media": _case(NONE, "occasion", "part"),
    "timeline:clock": _case(OF_CASE, "item"),
    "timeline:redactions": _case(OF_CASE, "item"),
    "timeline:redaction_state": _case(OF_CASE, "item"),
    # Cancelled once it is over; of a copy that was never made nothing can be checked or fetched.
    "timeline:redaction_cancel": _case(
        frozenset({"handler"}), "item", "redaction", method="post", refused=OF_CASE - {"handler"}
    ),
    "timeline:redaction_check": _case(
        NONE, "item", "redaction", method="post", refused=frozenset({"leader", "head", "archivist"})
    ),
    "timeline:redaction_hand_out": _case(
        HANDLE, "item", "redaction", method="post", refused=OF_CASE - HANDLE
    ),
    "timeline:redaction_file": _case(NONE, "item", "redaction"),
    # interviews
    "interviews:list": Address(ok=EVERYBODY),
    "interviews:rooms": Address(ok=frozenset({"manager", "admin"}), method="post"),
    "interviews:console": _console(WATCH),
    "interviews:parts": _console(WATCH),
    "interviews:news": _console(WATCH, data={"after": "0"}),
    "interviews:ledger": _console(WATCH),
    "interviews:earlier": _room(method="get", ok=WATCH, data={"before": "2"}),
    "interviews:analysis": _console(WATCH),
    "interviews:board": Address(ok=WATCH, args=("case_id", "view")),
    "interviews:prepare": _console(refused=WATCH - DIRECT),
    "interviews:sources": _console(WATCH),
    "interviews:send": _console(method="post", refused=WATCH - DIRECT),
    "interviews:settle": Address(
        ok=DIRECT,
        refused=WATCH - DIRECT,
        method="post",
        args=("contradiction_id",),
        data={"state": "verified"},
    ),
    "interviews:room": _room(method="get"),
    "interviews:cancel": _room(ok=NONE, refused=WATCH),
    "interviews:enter": _room(),
    "interviews:colleague": _room(),
    "interviews:leave": _room(),
    "interviews:rights": _room(ok=NONE, refused=ROOM),
    "interviews:identity": _room(),
    "interviews:begin": _room(ok=NONE, refused=ROOM),
    "interviews:commit": _room(),
    "interviews:dictation": _room(),
    "interviews:pause": _room(),
    "interviews:resume": _room(ok=NONE, refused=ROOM),
    "interviews:receipt": _room("prompt_id"),
    "interviews:release": _room(data={"evidence": "E-3"}),
    "interviews:clear": _room(),
    "interviews:read_back": _room(),
    "interviews:correct": _room(data={"no": "1", "answer": "无", "reason": "更正"}),
    "interviews:aloud": _room(data={"page": "1"}, ok=NONE, refused=ROOM),
    "interviews:companion": _room(data={"part": "guardian"}),
    "interviews:companion_leaves": _room(ok=NONE),
    "interviews:begin_break": _room(),
    "interviews:end_break": _room(),
    "interviews:plan": _room(ok=NONE),
    "interviews:statement": _room(),
    "interviews:look": _room("page_no", ok=NONE, refused=ROOM),
    "interviews:confirm": _room(),
    "interviews:return": _room(ok=NONE, refused=ROOM),
    "interviews:sign": _room(data={"page": "1"}),
    "interviews:refuse": _room(),
    "interviews:close": _room(ok=NONE, refused=ROOM),
    "interviews:recording_parts": _room(),
    "interviews:recording_markers": _room(ok=ROOM | WATCH, data={"at_ms": "x"}),
    "interviews:recording_preflight": _room(),
    "interviews:recording_certificate": _room(method="get", ok=ROOM | WATCH),
    "interviews:recording_certificate_make": _room(ok=NONE, refused=ROOM),
    "interviews:recording_certificate_file": _room(method="get", ok=NONE),
    "interviews:recording_index": _room(method="get", ok=ROOM | WATCH),
    # Nothing is recorded in this case's room: nobody finds a part there.
    "interviews:recording_media": _room("session_id", method="get", ok=NONE),
    "interviews:signal": _room(method="get", ok=WATCH, data={"for": "view.0123abcd"}),
    "interviews:playback": _room(method="get", ok=ROOM | WATCH),
    "interviews:media": Address(ok=WATCH, args=("contradiction_id",)),
    "interviews:recording_status": _room(method="get"),
    # Nothing is signed, shown or closed yet: even the room finds nothing there.
    "interviews:image": _room("image", method="get", ok=NONE),
    "interviews:display": _room(method="get"),
    "interviews:exhibit": _room(method="get", ok=NONE),
    "interviews:differences": _room(method="get", ok=ROOM | WATCH),
    "interviews:transcript": _room(ok=ROOM | WATCH),
    "interviews:record": _room(method="get", ok=NONE),
    # registers: an entry of the interference register exists for its reporter (here the handler) alone, as it
    # names the head of discipline; nobody else can tell it from one that was never written.
    "registers:home": Address(ok=EVERYBODY),
    "registers:recusals": Address(ok=EVERYBODY),
    "registers:opinions": Address(ok=EVERYBODY),
    "registers:discussions": Address(ok=EVERYBODY),
    "registers:interference": Address(ok=EVERYBODY),
    "registers:interference_new": Address(ok=EVERYBODY),
    "registers:interference_entry": Address(ok=REPORTER, args=("entry_id",)),
    "registers:interference_correct": Address(ok=REPORTER, args=("entry_id",)),
    "registers:interference_record": Address(ok=REPORTER, args=("entry_id",)),
    "registers:interference_handle": Address(ok=NONE, method="post", args=("entry_id",)),
    "registers:interference_reports": Address(ok=DISCIPLINE),
    "registers:interference_draw": Address(ok=DISCIPLINE, method="post"),
    "registers:interference_report": Address(ok=NONE, args=("entry_id",)),
    "registers:typical": Address(ok=EVERYBODY),
    "registers:typical_new": Address(ok=WRITERS, refused=EVERYBODY - WRITERS),
    "registers:typical_page": Address(ok=OF_CASE, args=("typical_id",)),
    "registers:typical_edit": Address(ok=WRITERS, refused=EVERYBODY - WRITERS, args=("typical_id",)),
    "registers:typical_act": Address(
        ok=NONE, refused=EVERYBODY, method="post", args=("typical_id",), data={"verb": "publish"}
    ),
    "registers:meetings": Address(ok=EVERYBODY),
    "registers:meeting_new": Address(ok=WRITERS, refused=EVERYBODY - WRITERS),
    "registers:meeting": Address(ok=OF_CASE, args=("meeting_id",)),
    "registers:meeting_edit": Address(ok=WRITERS, refused=OF_CASE - WRITERS, args=("meeting_id",)),
    "registers:meeting_add": Address(
        ok=WRITERS,
        refused=OF_CASE - WRITERS,
        method="post",
        args=("meeting_id",),
        data={"what": "conclude"},
    ),
    "registers:meeting_upload": Address(
        ok=WRITERS, refused=OF_CASE - WRITERS, method="post", args=("meeting_id",)
    ),
    "registers:meeting_file": Address(ok=OF_CASE, args=("meeting_id", "file_id")),
    # remote: the two officers of a session act, others of the case look on; a guest comes by the link.
    "remote:case": _case(),
    "remote:new": _case(),
    "remote:order": _case(),
    "remote:session": _distant(OF_CASE, method="get"),
    "remote:do": _distant(SEATED, "present"),
    "remote:link": _distant(SEATED, data={"hours": "24"}),
    "remote:take": _distant(NONE, refused=OF_CASE, method="put"),
    "remote:item": _distant(NONE, "remote_session", refused=NONE, method="get"),
    "remote:signal": _distant(SEATED, method="get", data={"for": "officer.12345678"}),
    "remote:parts": _distant(SEATED),
    "remote:capture": Address(ok=OF_CASE, args=("capture_id",)),
    "remote:capture_again": Address(ok=HANDLE, refused=OF_CASE - HANDLE, method="post", args=("capture_id",)),
    "remote:capture_file": Address(ok=NONE, args=("capture_id", "image")),
    "remote:capture_compare": Address(ok=NONE, args=("capture_id", "capture_id")),
    # Exercises exist in a rehearsal only: see tests/http/training.
    "training:list": Address(ok=NONE),
    "training:begin": Address(ok=NONE, method="post", data={"scenario": "P001", "speed": "5"}),
    "training:run": Address(ok=NONE, args=("case_id",)),
    "training:bar": Address(ok=NONE, args=("case_id",)),
    "training:move": Address(
        ok=NONE, method="post", args=("case_id",), data={"state": "ended", "speed": "5"}
    ),
}

# The door itself, and what holds nothing of anybody: see tests/http/config/test_sign_in.py.
OPEN_TO_ALL = frozenset(
    {
        "health",
        "theme",
        "language",
        # Opened by a secret address and a code, or by a station's key: tests/http/intake.
        "intake:guest",
        "intake:guest_code",
        "intake:guest_upload",
        "intake:guest_send",
        "intake:guest_receipt",
        "intake:receive",
        # The guest of a remote session, by a one-time link, a code told apart, one device: tests/http/remote.
        "remote:guest",
        "remote:guest_panel",
        "remote:guest_do",
        "remote:guest_files",
        "remote:guest_item",
        "remote:guest_signal",
        "remote:guest_parts",
        # The copy with hidden parts, by a signed address that lasts some days: tests/http/timeline.
        "timeline:handed_out",
        # What whoever checks a signature needs: certificates and lists of the authority, nobody's data.
        "credentials:authority",
        "credentials:time_authority",
        "credentials:revoked",
        "credentials:root_revoked",
        # The log is public: tests/http/transparency.
        "transparency:checkpoint",
        "transparency:key",
        "transparency:stamp",
        "transparency:tile",
        "verify:page",
        "verify:document",
    }
)
DOOR = ("account_", "mfa_")
