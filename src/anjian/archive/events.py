"""What happens in the archive, as typed events; each joins the chain of its case."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from anjian.audit.events import Event, event


@event("journeys.file.assembled", label="组卷")
@dataclass(frozen=True, slots=True, kw_only=True)
class FileAssembled(Event):
    """Cover, index and note were filled from the papers of the case."""

    case_no: str
    documents: int
    pages: int

    def sentence(self) -> str:
        """Say how large the file is."""
        return f"组卷：{self.documents}件，共{self.pages}页"


@event("archive.lacks.accepted", label="注明案卷缺项")
@dataclass(frozen=True, slots=True, kw_only=True)
class LacksWereAccepted(Event):
    """The archivist gave a reason for lacks that cannot be cured."""

    case_no: str
    lacks: tuple[str, ...]
    reason: str

    def sentence(self) -> str:
        """Say how many lacks and why."""
        return f"注明案卷缺项{len(self.lacks)}项：{self.reason}"


@event("archive.file.locked", label="案卷归档锁定")
@dataclass(frozen=True, slots=True, kw_only=True)
class FileLocked(Event):
    """The file was locked: pages, volumes, term, and the digest over its list of papers."""

    case_no: str
    file_no: str
    documents: int
    pages: int
    volumes: int
    retention: str
    retention_rule: str
    sha256: str

    def sentence(self) -> str:
        """Say what was locked for how long."""
        return f"案卷锁定：{self.documents}件{self.pages}页，分{self.volumes}卷，保管期限{self.retention}"


@event("archive.volume.bound", label="案卷成册")
@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeBound(Event):
    """A volume was bound as PDF/A."""

    file_no: str
    volume: str
    pages: int
    sha256: str

    def sentence(self) -> str:
        """Name the volume."""
        return f"{self.volume}成册，共{self.pages}页"


@event("archive.volume.sealed", label="案卷加盖电子印章")
@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeSealed(Event):
    """A bound volume was sealed with the bureau's seal; ``local`` says who stands behind the time."""

    file_no: str
    volume: str
    sha256: str
    authority: str
    local: bool

    def sentence(self) -> str:
        """Name the volume and, where it is so, the local authority."""
        return f"{self.volume}加盖电子印章" + ("（本地测试机构）" if self.local else "")


@event("archive.volume.placed", label="案卷上架")
@dataclass(frozen=True, slots=True, kw_only=True)
class VolumePlaced(Event):
    """A volume was put in its place."""

    file_no: str
    volume: str
    place: str

    def sentence(self) -> str:
        """Say where it stands."""
        return f"{self.volume}存放于{self.place}"


@event("archive.volume.noted", label="登记案卷状况")
@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeNoted(Event):
    """A missing sheet or the condition of a volume was noted."""

    file_no: str
    volume: str
    note: str
    pages: str

    def sentence(self) -> str:
        """Say what was noted."""
        return f"{self.volume}{self.note}{self.pages}"


@event("archive.scan.changed", label="整理扫描件")
@dataclass(frozen=True, slots=True, kw_only=True)
class ScanChanged(Event):
    """Paper was scanned, put in order, or bound. ``deed``: added, ordered, bound, failed."""

    scan_id: UUID
    title: str
    deed: str
    pages: int = 0
    sha256: str = ""

    def sentence(self) -> str:
        """Say what was done."""
        words = {"added": "上传", "ordered": "整理", "bound": "合成", "failed": "未能处理", "dropped": "放弃"}
        return f"{words[self.deed]}扫描件“{self.title}”" + (f"，共{self.pages}页" if self.pages else "")


@event("archive.supplement.changed", label="补充归档")
@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementChanged(Event):
    """Material to be added after the lock was proposed, approved or refused."""

    file_no: str
    no: str
    title: str
    deed: str
    reason: str = ""

    def sentence(self) -> str:
        """Say what was decided."""
        words = {"asked": "申请补充材料", "approved": "同意补充材料", "refused": "不同意补充材料"}
        return f"{words[self.deed]}{self.no}《{self.title}》"


@event("archive.loan.changed", label="案卷借阅")
@dataclass(frozen=True, slots=True, kw_only=True)
class LoanChanged(Event):
    """A loan was asked for, decided, handed over, returned or ended."""

    file_no: str
    loan_id: UUID
    form: str
    reader: str
    deed: str
    detail: str = ""

    def sentence(self) -> str:
        """Say who and what."""
        words = {
            "asked": "申请借阅案卷",
            "approved": "获准借阅案卷",
            "refused": "未获准借阅案卷",
            "out": "借出案卷",
            "returned": "归还案卷",
            "ended": "案卷阅览结束",
        }
        return f"{self.reader}{words[self.deed]}" + (f"：{self.detail}" if self.detail else "")


@event("archive.hold.changed", label="案卷保全")
@dataclass(frozen=True, slots=True, kw_only=True)
class HoldChanged(Event):
    """A hold was laid on a file or lifted."""

    file_no: str
    kind: str
    body: str
    deed: str
    reason: str

    def sentence(self) -> str:
        """Say who asked and why."""
        return f"{'设定' if self.deed == 'laid' else '解除'}保全（{self.kind}，{self.body}）：{self.reason}"


@event("archive.destruction.changed", label="案卷销毁清册")
@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionChanged(Event):
    """A destruction list went on: proposed, appraised, approved, executed, dropped."""

    list_no: str
    deed: str
    files: int
    opinion: str = ""

    def sentence(self) -> str:
        """Say how far it went."""
        words = {
            "proposed": "提出",
            "appraise": "鉴定",
            "office": "审批",
            "head": "批准",
            "supervise": "监销",
            "executed": "执行",
            "drop": "撤销",
        }
        return f"{words[self.deed]}销毁清册{self.list_no}（{self.files}卷）"


@event("archive.file.destroyed", label="案卷电子文件销毁")
@dataclass(frozen=True, slots=True, kw_only=True)
class FileDestroyed(Event):
    """The bytes of a file were destroyed; tombstones remain."""

    file_no: str
    list_no: str
    blobs: int
    bytes: int
    kept: int

    def sentence(self) -> str:
        """Say how much."""
        return f"依销毁清册{self.list_no}销毁电子文件{self.blobs}个，另有{self.kept}个因仍被使用而保留"
