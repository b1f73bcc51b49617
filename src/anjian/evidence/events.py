"""What happens to evidence; every event joins the chain of its case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from anjian.audit.events import Event, event
from anjian.evidence.kinds import CUSTODY_ACTS, KINDS


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemEvent(Event):
    """Base of events about one item: its id and its number in the case."""

    item_id: UUID
    no: str

    def topics(self) -> tuple[str, ...]:
        """Tell the case's page and the item's own."""
        return (f"case:{self.stream_id}", f"evidence:{self.item_id}")

    def live(self) -> dict[str, Any]:
        """Name the item, so that a page refetches one card only."""
        return {"item": str(self.item_id), "no": self.no}


@event("evidence.item.registered", label="登记证据")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRegistered(ItemEvent):
    """An item of evidence was registered with the identity of its file."""

    kind: str
    title: str
    purpose: str
    source: str
    form: str
    collectors: tuple[UUID, ...]
    collected_at: str
    place: str
    filename: str
    sha256: str
    sm3: str
    size: int
    after_freeze: bool
    although_same: str = ""

    def sentence(self) -> str:
        """Name number, title and kind."""
        return f"登记证据{self.no}：{self.title}（{KINDS[self.kind]}）"


@event("evidence.item.corrected", label="更正证据说明")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceCorrected(ItemEvent):
    """An item's description was corrected; the earlier wording stays on the record."""

    changes: dict[str, str]
    reason: str

    def sentence(self) -> str:
        """Name the item and the reason."""
        return f"更正证据{self.no}的说明：{self.reason}"


@event("evidence.file.added", label="证据增加文件")
@dataclass(frozen=True, slots=True, kw_only=True)
class FileAdded(ItemEvent):
    """A further file of an item was kept: a part of it, or a copy made from one."""

    filename: str
    title: str
    role: str
    sha256: str
    size: int
    of_sha256: str = ""
    failure: str = ""

    def sentence(self) -> str:
        """Name the file, and whether it is an original."""
        if self.failure:
            return f"证据{self.no}的文件{self.filename}没有做成：{self.failure}"
        kind = "派生副本" if self.role == "derived" else "原件"
        return f"证据{self.no}增加{kind}：{self.title}（{self.filename}）"


@event("evidence.custody.recorded", label="记录证据保管")
@dataclass(frozen=True, slots=True, kw_only=True)
class CustodyRecorded(ItemEvent):
    """An act in an item's custody."""

    act: str
    from_holder: str
    to_holder: str
    reason: str
    seal_no: str
    custody_hash: str

    def sentence(self) -> str:
        """Name the act and the hands."""
        return f"证据{self.no}{CUSTODY_ACTS[self.act]}：{self.from_holder} → {self.to_holder}"


@event("evidence.fact.stated", label="确定待证事实")
@dataclass(frozen=True, slots=True, kw_only=True)
class FactStated(Event):
    """A fact to be proved was stated, restated, or (empty text) withdrawn."""

    fact_no: str
    text: str
    reason: str

    def sentence(self) -> str:
        """Name the fact."""
        return (
            f"待证事实{self.fact_no}：{self.text}"
            if self.text
            else f"撤回待证事实{self.fact_no}：{self.reason}"
        )


@event("evidence.proof.linked", label="标明证明关系")
@dataclass(frozen=True, slots=True, kw_only=True)
class ProofLinked(ItemEvent):
    """An item was said to prove a fact, or (``stands`` false) no longer to."""

    fact_no: str
    stands: bool
    note: str

    def sentence(self) -> str:
        """Name both."""
        return f"证据{self.no}{'用于证明' if self.stands else '不再用于证明'}待证事实{self.fact_no}"


@event("evidence.item.examined", label="审查证据")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceExamined(ItemEvent):
    """An item was examined for authenticity, lawfulness and relevance."""

    authentic: bool
    lawful: bool
    relevant: bool
    opinion: str
    reasons: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    def sentence(self) -> str:
        """Name the finding."""
        found = [("真实性", self.authentic), ("合法性", self.lawful), ("关联性", self.relevant)]
        missing = "、".join(name for name, held in found if not held)
        return f"审查证据{self.no}：{f'{missing}不予认可' if missing else '真实、合法、关联，予以认可'}"


@event("evidence.copy.derived", label="生成证据缩略图")
@dataclass(frozen=True, slots=True, kw_only=True)
class CopyDerived(ItemEvent):
    """A thumbnail was made from an original, or could not be."""

    of_sha256: str
    sha256: str
    failure: str

    def sentence(self) -> str:
        """Say what came of it."""
        return f"证据{self.no}{'无法生成缩略图' if self.failure else '已生成缩略图，原件未改动'}"


@event("evidence.frozen", label="固定证据")
@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFrozen(Event):
    """The evidence of a case was closed (decided, archived), or opened again (lifted)."""

    stage: str
    items: int
    reason: str
    listing_sha256: str = ""

    def sentence(self) -> str:
        """Say to what effect."""
        said = {
            "decided": f"作出决定，证据固定为{self.items}项，此后取得的不得用于证明本决定",
            "archived": "归档，证据不得再增减",
            "lifted": "解除证据固定",
        }[self.stage]
        return f"{said}{f'：{self.reason}' if self.reason else ''}"


@event("evidence.thing.registered", label="登记物证")
@dataclass(frozen=True, slots=True, kw_only=True)
class ThingRegistered(ItemEvent):
    """What is known of an object itself: quantity, features, packaging, and of what it is a part."""

    quantity: str
    unit: str
    part: str
    parent_no: str
    seal_no: str

    def sentence(self) -> str:
        """Name quantity and origin."""
        origin = f"，取自证据{self.parent_no}" if self.parent_no else ""
        return f"证据{self.no}为物品{self.quantity}{self.unit}{origin}"


@event("evidence.seal.mismatch", label="封条不符")
@dataclass(frozen=True, slots=True, kw_only=True)
class SealMismatch(ItemEvent):
    """A seal was opened that is not the one put on."""

    expected: str
    found: str

    def sentence(self) -> str:
        """Name both seals."""
        return f"证据{self.no}启封时封条不符：应为{self.expected}，实为{self.found}"


@event("evidence.handover.proposed", label="提出保管交接")
@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverProposed(Event):
    """One of two signed a custody act; it waits for the second."""

    handover_id: UUID
    act: str
    nos: tuple[str, ...]
    to_name: str

    def sentence(self) -> str:
        """Name items and receiver."""
        return f"证据{'、'.join(self.nos)}{CUSTODY_ACTS[self.act]}，待{self.to_name}确认"


@event("evidence.handover.answered", label="确认保管交接")
@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverAnswered(Event):
    """The second signer accepted a custody act or refused it."""

    handover_id: UUID
    act: str
    nos: tuple[str, ...]
    accepted: bool
    how: str
    reason: str

    def sentence(self) -> str:
        """Say to what effect."""
        done = "已确认" if self.accepted else f"未接收：{self.reason}"
        return f"证据{'、'.join(self.nos)}{CUSTODY_ACTS[self.act]}{done}"


@event("evidence.measure.tied", label="标明所属措施")
@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTied(ItemEvent):
    """An item is held under a measure of the case."""

    measure: str
    proceeding_id: UUID
    listed_as: str

    def sentence(self) -> str:
        """Name the list entry."""
        return f"证据{self.no}对应清单所列“{self.listed_as}”"


@event("evidence.exculpatory.answered", label="回应有利证据")
@dataclass(frozen=True, slots=True, kw_only=True)
class ExculpatoryAnswered(ItemEvent):
    """It was said what becomes of an item that speaks for the party."""

    adopted: bool
    text: str

    def sentence(self) -> str:
        """Say to what effect."""
        return f"对有利于当事人的证据{self.no}{'予以采纳' if self.adopted else '说明不采纳的理由'}"


@event("evidence.place.set_up", label="设置保管处所")
@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSetUp(Event):
    """A place for evidence was set up, changed or closed; ``stream_id`` is the organisation."""

    code: str
    name: str
    kind: str
    roles: tuple[str, ...]
    officers: tuple[UUID, ...]
    closed: bool

    def topics(self) -> tuple[str, ...]:
        """Tell the pages of the places."""
        return (f"org:{self.stream_id}",)

    def sentence(self) -> str:
        """Name the place."""
        return f"{'停用' if self.closed else '设置'}保管处所{self.code} {self.name}"


@event("evidence.place.counted", label="盘点保管处所")
@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCounted(Event):
    """A place was counted; ``stream_id`` is the organisation."""

    place_code: str
    expected: int
    missing: int
    strange: int
    unknown: int

    def topics(self) -> tuple[str, ...]:
        """Tell the pages of the places."""
        return (f"org:{self.stream_id}",)

    def sentence(self) -> str:
        """Give the figures."""
        return (
            f"盘点{self.place_code}：应有{self.expected}件，缺{self.missing}件，"
            f"多出{self.strange}件，不识别{self.unknown}件"
        )


@event("evidence.file.read", label="读取文件自带信息")
@dataclass(frozen=True, slots=True, kw_only=True)
class FileRead(Event):
    """The worker read what an item's file says of itself."""

    item_id: UUID
    no: str
    sha256: str
    taken_at: str
    marks: tuple[str, ...]
    failure: str = ""

    def sentence(self) -> str:
        """Name the item."""
        return f"读取{self.no}文件自带的信息"
