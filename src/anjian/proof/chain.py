"""Hash chain of a stream of events: each entry answers for all that stand before it.

An entry's hash covers the hash of its predecessor and the RFC 8785 bytes of its own
body, behind a label that no other hash of the platform uses. Whoever changes, drops,
inserts or swaps an entry changes every later hash, so the first entry that does not
fit is named. A chain cut off at its end still fits in itself: the expected head and
count (kept in a signed manifest or a signed daily head) tell the cut.

>>> from dataclasses import replace
>>> first = link("case-1", 1, GENESIS, {"act": "立案"})
>>> second = link("case-1", 2, first.hash, {"act": "询问"})
>>> verify_stream([first, second])
>>> broken = verify_stream([first, replace(second, body={"act": "讯问"})])
>>> broken.seq, broken.code
(2, 'event_altered')
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anjian.kit.canonical import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


GENESIS = "0" * 64
"""What stands before the first entry of every stream."""

_LABEL = b"anjian/chain-entry/1\x00"


def entry_hash(prev: str, body: Mapping[str, Any]) -> str:
    """Return the hash (SHA-256, 64 lower-case hex digits) that binds a body to its predecessor.

    Raises ValueError when ``prev`` is not a hash, TypeError when the body holds what
    cannot be recorded (floats, unknown types).
    """
    before = bytes.fromhex(prev)
    if len(before) != 32:
        message = "the preceding hash must have 64 hex digits"
        raise ValueError(message)
    digest = hashlib.sha256(_LABEL)
    digest.update(before)
    digest.update(canonical_bytes(body))
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of a stream, as recorded and as exported."""

    stream: str
    seq: int
    prev: str
    hash: str
    body: Mapping[str, Any]

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> Link:
        """Read an exported entry: its body (with ``stream_id`` and ``seq``), ``prev_hash`` and ``hash``.

        Raises KeyError or TypeError when the record is no such entry.
        """
        body = {name: value for name, value in record.items() if name not in {"prev_hash", "hash"}}
        return cls(str(body["stream_id"]), int(body["seq"]), record["prev_hash"], record["hash"], body)

    def to_record(self) -> dict[str, Any]:
        """Return the flat form in which the entry is exported."""
        return {**self.body, "prev_hash": self.prev, "hash": self.hash}


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where a chain does not hold, with a code and a Chinese sentence."""

    stream: str
    seq: int
    code: str
    message: str


def link(stream: str, seq: int, prev: str, body: Mapping[str, Any]) -> Link:
    """Return the entry that continues a stream after the hash ``prev``; ``seq`` starts at 1."""
    return Link(stream, seq, prev, entry_hash(prev, body), body)


class StreamCheck:
    """Walks one stream entry by entry and remembers only its head: any length, flat memory."""

    def __init__(self, stream: str) -> None:
        """Begin before the first entry."""
        self.stream = stream
        self.count = 0
        self.head = GENESIS

    def feed(self, entry: Link) -> Break | None:
        """Check the next entry; None when it fits, otherwise what is wrong with it."""
        expected = self.count + 1
        if entry.seq != expected:
            return Break(
                self.stream, expected, "event_missing_or_reordered",
                f"事件记录第{expected}条缺失或次序被改动（此处为第{entry.seq}条）",
            )  # fmt: skip
        if entry.prev != self.head:
            return Break(self.stream, expected, "event_chain_broken", f"事件记录第{expected}条与前一条不衔接")
        if entry_hash(entry.prev, entry.body) != entry.hash:
            return Break(self.stream, expected, "event_altered", f"事件记录第{expected}条内容与其哈希不符")
        self.count, self.head = expected, entry.hash
        return None


def verify_stream(
    entries: Iterable[Link], *, head: str | None = None, count: int | None = None
) -> Break | None:
    """Check a whole stream in order; None when it holds, otherwise the first broken entry.

    With ``head`` or ``count`` (from a signed manifest) entries cut off at the end are
    found as well.
    """
    check: StreamCheck | None = None
    for entry in entries:
        check = check or StreamCheck(entry.stream)
        if entry.stream != check.stream:
            return Break(check.stream, check.count + 1, "event_foreign", "混入了其他卷宗的事件记录")
        broken = check.feed(entry)
        if broken is not None:
            return broken
    seen, last = (check.count, check.head) if check else (0, GENESIS)
    stream = check.stream if check else ""
    if (count is not None and seen != count) or (head is not None and last != head):
        return Break(stream, seen + 1, "event_cut_off", f"事件记录自第{seen + 1}条起缺失或多出")
    return None
