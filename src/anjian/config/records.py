"""What `./anjian check` and `./anjian log` do inside an installation: a program with its database."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from uuid import UUID


def main(arguments: Sequence[str]) -> int:
    """Do one thing; status 0 done and well, 1 something does not hold or is not there."""
    import django

    django.setup()
    parser = argparse.ArgumentParser(prog="anjian.config.records")
    acts = parser.add_subparsers(required=True)
    for name, act in (("check", _check), ("checkpoint", _checkpoint), ("key", _key)):
        taken = acts.add_parser(name)
        taken.set_defaults(act=act)
    proof = acts.add_parser("proof")
    proof.add_argument("kind")
    proof.add_argument("id", type=UUID)
    proof.set_defaults(act=_proof)
    tiles = acts.add_parser("tiles")
    tiles.add_argument("output", type=Path)
    tiles.set_defaults(act=_tiles)
    for each in acts.choices.values():
        each.add_argument("--org", type=UUID)
        each.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    status: int = chosen.act(chosen)
    return status


def _bureaux(chosen: argparse.Namespace) -> list[tuple[UUID, str]]:
    """The organisations asked for (id and name): the one named, or all that have a log."""
    from anjian.audit.reading import rows
    from anjian.transparency.queries import logs

    names: dict[UUID, str] = dict(rows("SELECT id, name FROM people_organisation", []))
    wanted = [chosen.org] if chosen.org else logs()
    return [(org_id, names.get(org_id, str(org_id))) for org_id in wanted]


def _check(chosen: argparse.Namespace) -> int:
    from anjian.kit import clock
    from anjian.kit.errors import Conflict
    from anjian.transparency.actions import ask_for_check, run_check
    from anjian.transparency.checking import PARTS

    failed, told = 0, []
    for org_id, name in _bureaux(chosen):
        try:
            check_id = ask_for_check(org_id, asked_by="命令行", at=clock.now())
        except Conflict as running:
            print(f"{name}：{running}", file=sys.stderr)
            failed += 1
            continue
        done = run_check(org_id, check_id, at=clock.now())
        failed += bool(done.findings)
        told.append({"org": str(org_id), "name": name, "counts": done.counts, "findings": done.findings})
        if chosen.json:
            continue
        read = "，".join(f"{part.name}{done.counts.get(part.code, 0)}" for part in PARTS)
        outcome = f"发现{len(done.findings)}处问题" if done.findings else "全部相符"
        print(f"{name}：{outcome}（{read}）")
        for one in done.findings:
            called = f"（{one['called']}）" if one["called"] else ""
            print(f"  [{one['code']}] {one['item']}{called}：{one['message']}")
    if chosen.json:
        print(json.dumps({"ok": not failed, "organisations": told}, ensure_ascii=False, indent=1))
    return 1 if failed else 0


def _checkpoint(chosen: argparse.Namespace) -> int:
    from anjian.transparency import queries

    for org_id, name in _bureaux(chosen):
        signed = queries.checkpoint(org_id)
        if signed is None:
            print(f"{name}：还没有检查点")
        elif chosen.json:
            stamp = asdict(signed.stamp) | {"token": signed.token.hex()} if signed.stamp else None
            said = asdict(signed) | {"org": org_id, "name": name, "token": signed.token.hex(), "stamp": stamp}
            print(json.dumps(said, ensure_ascii=False, default=str))
        else:
            print(f"{name}（{signed.at.isoformat()}）\n{signed.text}")
    return 0


def _key(chosen: argparse.Namespace) -> int:
    from anjian.transparency import queries

    for org_id, name in _bureaux(chosen):
        print(f"{name}  {queries.log_key(org_id)}")
    return 0


def _proof(chosen: argparse.Namespace) -> int:
    from anjian.transparency import queries

    for org_id, _name in _bureaux(chosen):
        proof = queries.proof_of(org_id, chosen.kind, chosen.id)
        if proof is not None:
            print(proof.text, end="")
            return 0
    print("存证日志的检查点中没有这一项", file=sys.stderr)
    return 1


def _tiles(chosen: argparse.Namespace) -> int:
    """Write the whole public side of each log as files that any web server can hand out."""
    from anjian.proof.tlog.tiles import WIDTH, join, join_entries, tile_names, tile_path, width_of
    from anjian.transparency import queries, reading

    for org_id, name in _bureaux(chosen):
        signed = queries.checkpoint(org_id)
        if signed is None:
            continue
        folder, count = chosen.output / "log" / str(org_id), 0
        for tile in tile_names(signed.size):
            held = reading.published(org_id, signed.size, tile.level, tile.index, tile.width)
            _write(folder / tile_path(tile.level, tile.index, tile.width), join(held or ()))
            count += 1
        for index in range(-(-signed.size // WIDTH)):
            width = width_of(signed.size, 0, index)
            held = reading.published(org_id, signed.size, -1, index, width)
            _write(folder / tile_path("entries", index, width), join_entries(held or ()))
            count += 1
        _write(folder / "stamp.tsr", signed.token)
        _write(folder / "key", f"{queries.log_key(org_id)}\n".encode())
        # Last, so that whoever reads meanwhile finds everything the checkpoint speaks of.
        _write(folder / "checkpoint", signed.text.encode())
        print(f"{name}：{signed.size}条，{count}个文件，{folder}")
    return 0


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.new")
    staged.write_bytes(data)
    staged.replace(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
