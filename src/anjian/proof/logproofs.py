"""Whether the proofs in a bundle lead every item to the one checkpoint of the log that came with it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from anjian.kit.canonical import canonical_bytes
from anjian.proof.authenticity import Broken
from anjian.proof.tlog import checkpoint, note
from anjian.proof.tlog.entry import entry_of
from anjian.proof.tlog.note import BadNote, Verifier
from anjian.proof.tlog.tree import check_inclusion, leaf_hash

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anjian.proof.authenticity import Vouchers
    from anjian.proof.contents import Contents
    from anjian.proof.tlog.checkpoint import Checkpoint

_PROOF = {"kind", "subject", "digest", "salt", "index", "hashes"}
Told = tuple[str, str, str]


def check_log(contents: Contents, vouchers: Vouchers) -> Iterator[Told]:
    """Yield (code, item, Chinese sentence) for everything about the log that does not hold."""
    log, known = contents.manifest.log, contents.known
    if log is None:
        if known.logs or known.witnesses:
            yield "log_checkpoint_broken", "manifest.json", "卷宗没有日志证明"
        return
    try:
        raw = contents.beside(log["checkpoint"])
        if raw is None:
            yield "reference_missing", "manifest.json", f"清单中没有所指的文件 {log['checkpoint']}"
            return
        if not raw and log["checkpoint"] in contents.altered:
            return
        head, signed = checkpoint.read(raw)
        key = Verifier.parse(log["key"])
        witnesses = [Verifier.parse(text) for text in log["witnesses"]]
        missing = Counter((str(one["kind"]), str(one["digest"])) for one in log["without"])
        if (head.origin, head.size, head.root.hex()) != (log["origin"], log["size"], log["root"]):
            raise BadNote("与清单所列的检查点不符")  # noqa: TRY301
        if checkpoint.opened(raw, key) != head:
            raise BadNote("签名不符")  # noqa: TRY301
    except (BadNote, KeyError, TypeError, ValueError) as error:
        yield "log_checkpoint_broken", str(log.get("checkpoint")), f"日志检查点不成立：{error}"
        return
    yield from _vouched(contents, vouchers, signed, key, witnesses)
    proven: dict[tuple[str, str], set[int]] = {}
    yield from _proofs(contents, head, str(log.get("proofs")), proven)
    contents.proofs = sum(map(len, proven.values()))
    for named, items in contents.due.items():
        # Two items of the same content have an entry each.
        for item in items[len(proven.get(named, ())) + missing[named] :]:
            yield "log_proof_missing", item, f"没有日志证明（{named[0]} {named[1]}）"


def _vouched(
    contents: Contents, vouchers: Vouchers, signed: note.Note, key: Verifier, witnesses: list[Verifier]
) -> Iterator[Told]:
    known, log = contents.known, contents.manifest.log or {}
    path = str(log["checkpoint"])
    if known.logs and key not in known.logs:
        yield "log_key_unknown", path, f"日志密钥 {key} 不是所给的密钥"
    for witness in witnesses:
        if not note.verified(signed, (witness,)):
            yield "log_checkpoint_broken", path, f"清单所列的见证人 {witness.name} 没有有效联署"
    for witness in known.witnesses:
        if not note.verified(signed, (witness,)):
            yield "witness_missing", path, f"没有见证人 {witness.name} 的有效联署"
    name = contents.rows[path].about.get("text_timestamp")
    if name is None:
        return
    token = contents.beside(name)
    if token is None:
        yield "reference_missing", path, f"清单中没有所指的文件 {name}"
    elif token:
        try:
            vouchers.check_stamp(token, hashlib.sha256(signed.text.encode()).digest())
        except Broken as broken:
            yield "timestamp_broken", path, f"检查点的时间戳不成立：{broken}"


def _proofs(
    contents: Contents, head: Checkpoint, path: str, proven: dict[tuple[str, str], set[int]]
) -> Iterator[Told]:
    if path not in contents.rows or path not in contents.source.names:
        yield "reference_missing", "manifest.json", f"清单中没有所指的文件 {path}"
        return
    for number, line in enumerate(contents.source.lines(path), 1):
        item = f"{path} 第{number}行"
        try:
            proof: dict[str, Any] = json.loads(line)
            if set(proof) != _PROOF or canonical_bytes(proof) + b"\n" != line:
                raise ValueError("不合格式")  # noqa: TRY301
            named = (str(proof["kind"]), str(proof["digest"]))
            entry = entry_of(kind=named[0], digest=bytes.fromhex(named[1]), salt=bytes.fromhex(proof["salt"]))
            holds = check_inclusion(
                index=proof["index"],
                size=head.size,
                leaf=leaf_hash(entry),
                proof=[bytes.fromhex(one) for one in proof["hashes"]],
                root=head.root,
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            yield "log_proof_broken", item, f"日志证明无法读取：{error}"
            continue
        if not holds:
            yield "log_proof_broken", item, "日志证明不成立，推不出检查点的根"
        elif named not in contents.due:
            yield "log_proof_stray", item, f"该证明不属于卷宗中的任何一项（{named[0]} {named[1]}）"
        else:
            proven.setdefault(named, set()).add(int(proof["index"]))
