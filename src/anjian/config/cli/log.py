"""`./anjian log`: checkpoints, keys and proofs of an installation; checking a proof needs nothing of it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

SUMMARY = "存证日志: 检查点、证明、公钥、静态副本、核对证明 / the tamper-evident log"

_EPILOG = """examples:
  ./anjian log checkpoint
  ./anjian log key
  ./anjian log proof evidence 01920f3e-…  > item.tlog-proof
  ./anjian log tiles --output /srv/www
  ./anjian log verify item.tlog-proof --key VKEY --file original.mp4
  ./anjian log verify item.tlog-proof --key VKEY --digest SHA256 --witness VKEY
"""


def run(arguments: Sequence[str]) -> int:
    """Answer from the log; status 1 when a proof does not hold or is not there, 2 for wrong use."""
    chosen = _parser().parse_args(arguments)
    if chosen.what == "verify":
        return _verify(chosen)
    from anjian.config.beside import run_beside

    inside = {
        "checkpoint": ["checkpoint"],
        "key": ["key"],
        "proof": ["proof", getattr(chosen, "kind", ""), getattr(chosen, "id", "")],
        "tiles": ["tiles", str(getattr(chosen, "output", ""))],
    }[chosen.what]
    if chosen.org:
        inside += ["--org", chosen.org]
    if getattr(chosen, "json", False):
        inside += ["--json"]
    try:
        return run_beside(chosen.data, inside)
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./anjian log",
        description=SUMMARY,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(dest="what", required=True)
    place = argparse.ArgumentParser(add_help=False)
    place.add_argument("--data", type=Path, default=Path("var"), metavar="DIR")
    place.add_argument("--org", metavar="ID", help="只取一个机关的日志")
    head = acts.add_parser("checkpoint", parents=[place], help="最近的检查点")
    head.add_argument("--json", action="store_true")
    acts.add_parser("key", parents=[place], help="日志的公钥 (vkey)")
    proof = acts.add_parser("proof", parents=[place], help="一项的证明 (tlog-proof)")
    proof.add_argument("kind", help="event, evidence, file, custody, document, certificate, tombstone")
    proof.add_argument("id")
    tiles = acts.add_parser("tiles", parents=[place], help="写出全部公开文件，供任何网站发布")
    tiles.add_argument("--output", type=Path, required=True, metavar="DIR")
    verify = acts.add_parser("verify", help="核对一份证明，不需要数据库")
    verify.add_argument("proof", type=Path, metavar="FILE")
    verify.add_argument("--key", required=True, metavar="VKEY", help="日志的公钥")
    what = verify.add_mutually_exclusive_group(required=True)
    what.add_argument("--digest", metavar="SHA256", help="原件的摘要")
    what.add_argument("--file", type=Path, help="原件")
    verify.add_argument("--witness", action="append", default=[], metavar="VKEY", help="必须签名的见证单位")
    return parser


def _verify(chosen: argparse.Namespace) -> int:
    import hashlib

    from anjian.proof.tlog import note
    from anjian.proof.tlog.checkpoint import read
    from anjian.proof.tlog.entry import entry_of
    from anjian.proof.tlog.note import BadNote, Verifier
    from anjian.proof.tlog.proof_text import Extra, ProofText

    try:
        proof = ProofText.parse(chosen.proof.read_text(encoding="utf-8"))
        extra = Extra.parse(proof.extra)
        if chosen.file:
            with chosen.file.open("rb") as stream:
                digest = hashlib.file_digest(stream, "sha256").digest()
        else:
            digest = bytes.fromhex(chosen.digest)
        # The digest is taken from the thing itself, never from the proof.
        entry = entry_of(kind=extra.kind, digest=digest, salt=bytes.fromhex(extra.salt))
        head = proof.proves(entry, Verifier.parse(chosen.key))
        wanted = [Verifier.parse(vkey) for vkey in chosen.witness]
        signed = [one for one, _ in note.verified(read(proof.checkpoint)[1], wanted)]
        lacking = [one.name for one in wanted if one not in signed]
        if lacking:
            raise BadNote(f"没有见证单位的签名：{'、'.join(lacking)}")
    except (OSError, ValueError) as problem:
        print(f"证明不成立：{problem}")
        return 1
    print(f"证明成立：{extra.kind} 在日志 {head.origin} 第{proof.index}条（共{head.size}条）")
    for one in signed:
        print(f"  见证：{one.name}")
    return 0
