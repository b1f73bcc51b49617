"""What happens in interviews. Every event joins its case's chain; words stay in the record, not on the wire.

Live pages receive ids only and fetch what they may see: ``case:`` hears that something moved,
``interview:<case>`` feeds the console, ``room:<session>`` one room, ``display:<session>`` the
screen that faces the person. The board of contradictions has its own in :mod:`board_events`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.audit.events import Event, event

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSession(Event):
    """Something in one session."""

    session_id: UUID
    person: str

    def topics(self) -> tuple[str, ...]:
        """Reach the case page, the console and this room."""
        return (f"case:{self.stream_id}", f"interview:{self.stream_id}", f"room:{self.session_id}")

    def live(self) -> dict[str, Any]:
        """Name the session."""
        return {"session": str(self.session_id)}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfSessionFacing(OfSession):
    """Something in one session that changes what the screen facing the person shows."""

    def topics(self) -> tuple[str, ...]:
        """Reach case page, console, room and display."""
        return (
            f"case:{self.stream_id}",
            f"interview:{self.stream_id}",
            f"room:{self.session_id}",
            f"display:{self.session_id}",
        )


@event("interviews.room.set_up", label="设置询问室")
@dataclass(frozen=True, slots=True, kw_only=True)
class RoomSetUp(Event):
    """A room was set up."""

    name: str
    kind: str

    def topics(self) -> tuple[str, ...]:
        """Nobody watches the room register live."""
        return ()


@event("interviews.session.prepared", label="安排询问")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPrepared(OfSession):
    """An interview was arranged: person, room, two officers."""

    room: str
    no: int
    officers: tuple[UUID, ...]

    def sentence(self) -> str:
        """Say whom and where."""
        return f"安排{self.person}第{self.no}次询问（{self.room}）"


@event("interviews.session.cancelled", label="取消询问")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCancelled(OfSession):
    """A prepared interview does not take place."""

    reason: str

    def sentence(self) -> str:
        """Say whose and why."""
        return f"取消对{self.person}的询问：{self.reason}"


@event("interviews.officer.came", label="询问人员到场")
@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerCame(OfSession):
    """An officer signed in to the room with a valid certificate."""

    officer_id: UUID
    officer: str
    certificate_no: str

    def sentence(self) -> str:
        """Say who came."""
        return f"{self.officer}到场（{self.person}询问）"


@event("interviews.officer.left", label="询问人员离场")
@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLeft(OfSession):
    """An officer signed out; a running interview pauses."""

    officer_id: UUID
    officer: str
    note: str

    def sentence(self) -> str:
        """Say who left."""
        return f"{self.officer}离场（{self.person}询问）"


@event("interviews.identity.recorded", label="登记被询问人身份")
@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityRecorded(OfSession):
    """The identity block was filled in or changed; the digest binds what it said."""

    digest: str
    complete: bool


@event("interviews.rights.told", label="告知权利义务")
@dataclass(frozen=True, slots=True, kw_only=True)
class RightsTold(OfSession):
    """One line of the script was read out and answered."""

    code: str
    script: str
    answer: str

    def sentence(self) -> str:
        """Say to whom."""
        return f"向{self.person}告知权利义务"


@event("interviews.session.moved", label="询问进程")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionMoved(OfSessionFacing):
    """The interview began, paused with a reason, went on, was read back, confirmed or returned."""

    kind: str
    note: str

    def sentence(self) -> str:
        """Say what happened to whom."""
        word = {
            "begun": "开始询问",
            "paused": "暂停询问",
            "resumed": "继续询问",
            "read_back": "开始核对笔录",
            "confirmed": "确认笔录无误",
            "returned": "再次核对笔录",
        }[self.kind]
        return f"{self.person}：{word}{f'（{self.note}）' if self.note else ''}"

    def topics(self) -> tuple[str, ...]:
        """Reach the display only where what it shows changes: the record to read comes or goes."""
        all_of_them = OfSessionFacing.topics(self)
        return all_of_them if self.kind in {"read_back", "confirmed", "returned"} else OfSession.topics(self)


@event("interviews.session.long", label="询问时长提醒")
@dataclass(frozen=True, slots=True, kw_only=True)
class LengthTold(OfSession):
    """The interview has passed the warning or the limit of its length."""

    minutes: int

    def sentence(self) -> str:
        """Say whose and how long."""
        return f"{self.person}的询问已满{self.minutes // 60}小时"


@event("interviews.segment.committed", label="记录问答")
@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentCommitted(OfSession):
    """A question and answer entered the record; the digest binds both."""

    segment_id: UUID
    no: int
    digest: str
    prompt_id: UUID | None

    def sentence(self) -> str:
        """Say which number of whose record."""
        return f"{self.person}笔录第{self.no}问"

    def live(self) -> dict[str, Any]:
        """Name the segment, so that a page asks for no more than it lacks."""
        return {"session": str(self.session_id), "segment": str(self.segment_id), "no": self.no}


@event("interviews.segment.corrected", label="更正笔录")
@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentCorrected(OfSession):
    """A segment got a new version; the former one stays."""

    segment_id: UUID
    corrects_id: UUID
    no: int
    version: int
    digest: str
    reason: str
    initialled: bool

    def sentence(self) -> str:
        """Say which number and why."""
        return f"{self.person}笔录第{self.no}问更正：{self.reason}"

    def live(self) -> dict[str, Any]:
        """Name the new version and its number."""
        return {"session": str(self.session_id), "segment": str(self.segment_id), "no": self.no}


@event("interviews.record.frozen", label="冻结笔录")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFrozen(OfSessionFacing):
    """The record was laid out in pages for reading; each page's hash is kept."""

    version: int
    pages: tuple[str, ...]

    def sentence(self) -> str:
        """Say how many pages."""
        return f"{self.person}笔录第{self.version}稿，共{len(self.pages)}页"


@event("interviews.page.signed", label="笔录签名")
@dataclass(frozen=True, slots=True, kw_only=True)
class PageSigned(OfSession):
    """A page was signed by hand; image and page are bound by hash."""

    page_no: int
    page_sha256: str
    slot: str
    signer: str
    image_sha256: str

    def sentence(self) -> str:
        """Say who signed which page."""
        return f"{self.signer}在{self.person}笔录第{self.page_no}页签名"


@event("interviews.page.refused", label="拒绝签名")
@dataclass(frozen=True, slots=True, kw_only=True)
class PageRefused(OfSession):
    """The person refused to sign pages; the reason is noted and both officers sign."""

    pages: tuple[int, ...]
    reason: str

    def sentence(self) -> str:
        """Say who refused and why."""
        return f"{self.person}拒绝在笔录上签名：{self.reason}"


@event("interviews.session.closed", label="询问结束")
@dataclass(frozen=True, slots=True, kw_only=True)
class SessionClosed(OfSessionFacing):
    """The interview ended with a complete, signed (or reasonedly unsigned) record."""

    segments: int
    pages: tuple[str, ...]
    refused: bool

    def sentence(self) -> str:
        """Say whose."""
        return f"{self.person}询问结束，笔录{len(self.pages)}页"


@event("interviews.prompt.sent", label="推送提示")
@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSent(Event):
    """A prompt went to rooms: full text, sender and rooms are kept for ever."""

    prompt_id: UUID
    no: int
    channel: str
    text: str
    sessions: tuple[UUID, ...]
    override_reason: str
    contradiction_id: UUID | None

    def sentence(self) -> str:
        """Say what was sent."""
        return f"推送提示{self.no}：{self.text}"

    def topics(self) -> tuple[str, ...]:
        """Reach the console, the rooms chosen and, for that channel only, their displays."""
        rooms = tuple(f"room:{s}" for s in self.sessions)
        displays = tuple(f"display:{s}" for s in self.sessions) if self.channel == "display" else ()
        return (f"case:{self.stream_id}", f"interview:{self.stream_id}", *rooms, *displays)

    def live(self) -> dict[str, Any]:
        """Name the prompt."""
        return {"prompt": str(self.prompt_id), "sessions": [str(s) for s in self.sessions]}


@event("interviews.prompt.received", label="提示回执")
@dataclass(frozen=True, slots=True, kw_only=True)
class PromptReceived(OfSessionFacing):
    """A room showed, acknowledged, asked or answered a prompt."""

    prompt_id: UUID
    no: int
    status: str
    segment_id: UUID | None

    def sentence(self) -> str:
        """Say which prompt and what became of it."""
        word = {
            "shown": "已显示",
            "acknowledged": "已确认",
            "asked": "已提问",
            "answered": "已回答",
            "withdrawn": "已撤下",
        }[self.status]
        return f"提示{self.no}{word}（{self.person}）"

    def live(self) -> dict[str, Any]:
        """Name prompt and status."""
        return {"session": str(self.session_id), "prompt": str(self.prompt_id), "status": self.status}


@event("interviews.exhibit.released", label="示证")
@dataclass(frozen=True, slots=True, kw_only=True)
class ExhibitReleased(OfSessionFacing):
    """An exhibit was put on the screen facing the person, or taken off."""

    exhibit_id: UUID
    title: str
    sha256: str
    shown: bool

    def sentence(self) -> str:
        """Say what was shown to whom."""
        return f"向{self.person}{'出示' if self.shown else '收起'}《{self.title}》"
