"""Checking a bundle without the platform: no database, no Django, no network.

A bundle passes only if its seal holds, every listed file is there once, in its place and
with its bytes, nothing else is there, every event follows from the one before, and every
byte of the container is the one that follows from the manifest. Whatever does not hold
is named. Whether the sealing key is the agency's own must be told by the one who asks
(``--key``); otherwise the report says that this was not checked.
"""

from __future__ import annotations

import argparse
import json
import logging
import sys
import zlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anjian.kit.hashing import sha256_hex, sm3_hex
from anjian.proof.container import FolderSource, Source, ZipSource
from anjian.proof.contents import Contents, Finding, Known, check_seal_form
from anjian.proof.manifest import EVENTS, MANIFEST, SEAL, Malformed, Manifest, parse
from anjian.proof.recording import BrokenPart, check_export
from anjian.proof.signing import BrokenSeal, Seal, open_seal
from anjian.proof.tlog.note import Verifier
from anjian.proof.zipform import Unreadable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from anjian.proof.manifest import File


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Outcome of a check; ``ok`` only when nothing at all was found."""

    path: str
    findings: tuple[Finding, ...]
    title: str = ""
    org: str = ""
    created_at: str = ""
    key_id: str = ""
    key_compared: bool = False
    manifest_sha256: str = ""
    files: int = 0
    events: int = 0
    payload_bytes: int = 0
    signatures: int = 0
    sealed: int = 0
    proofs: int = 0
    not_in_log: int = 0

    @property
    def ok(self) -> bool:
        """Whether the bundle is whole, unchanged and sealed."""
        return not self.findings


def verify(
    path: Path,
    *,
    trusted: Collection[str] = (),
    expect: str | None = None,
    deep: bool = False,
    known: Known = Known(),  # noqa: B008  frozen
) -> Report:
    """Check a bundle (ZIP or folder) and report; it never raises over what is wrong with the bundle.

    ``trusted`` are fingerprints of keys that may have sealed it, ``expect`` the SHA-256 of
    the manifest noted elsewhere, ``deep`` re-computes SM3 beside SHA-256 (about four times
    the work, and no change of a byte escapes without it). ``known`` are keys of logs and
    witnesses and root certificates the bundle must fit.
    """
    try:
        with FolderSource(path) if path.is_dir() else ZipSource(path) as source:
            return _check(path, source, trusted=trusted, expect=expect, deep=deep, known=known)
    except (OSError, Unreadable) as error:
        finding = Finding("unreadable", path.name, f"无法读取卷宗：{error}")
        return Report(path=str(path), findings=(finding,))


def _check(
    path: Path, source: Source, *, trusted: Collection[str], expect: str | None, deep: bool, known: Known
) -> Report:
    absent = [name for name in (MANIFEST, SEAL) if name not in source.names]
    if absent:
        findings = tuple(Finding("file_missing", name, "卷宗中缺少该文件") for name in absent)
        return Report(path=str(path), findings=findings)
    parts: dict[str, bytes] = {}
    for name in (MANIFEST, SEAL):
        try:
            parts[name] = source.read(name)
        except Unreadable:
            return Report(path=str(path), findings=(Finding("file_unreadable", name, "该文件无法读取"),))
    raw, raw_seal = parts[MANIFEST], parts[SEAL]
    findings_of_seal, seal = _seal_findings(raw, raw_seal, deep=deep)
    found = list(findings_of_seal)
    manifest_sha256 = sha256_hex(raw)
    if expect is not None and manifest_sha256 != expect.lower():
        found.append(Finding("manifest_not_expected", MANIFEST, "清单的 SHA-256 与所给的封存号不符"))
    if any(finding.item == MANIFEST for finding in found):
        # A list that cannot be believed says nothing about the other files.
        return Report(path=str(path), findings=tuple(found), manifest_sha256=manifest_sha256)
    try:
        manifest = parse(raw)
    except Malformed as error:
        found.append(Finding("manifest_malformed", MANIFEST, f"清单不合格式：{error}"))
        return Report(path=str(path), findings=tuple(found), manifest_sha256=manifest_sha256)
    found += _key_findings(manifest, seal, trusted)
    trailer = [(name, len(data), zlib.crc32(data)) for name, data in ((MANIFEST, raw), (SEAL, raw_seal))]
    complaints, altered = _byte_findings(manifest, source, trailer, deep=deep)
    found += complaints
    contents = Contents(manifest, source, altered, known)
    if not source.shift:
        found += contents.findings(raw, seal)
    return Report(
        path=str(path),
        findings=tuple(found),
        title=manifest.title,
        org=str(manifest.signer.get("org", "")),
        created_at=manifest.created_at,
        key_id=seal.key_id if seal else "",
        key_compared=bool(trusted),
        manifest_sha256=manifest_sha256,
        files=len(manifest.files),
        events=sum(stream.count for stream in manifest.streams if stream.file == EVENTS),
        payload_bytes=sum(row.size for row in manifest.files),
        signatures=contents.signatures,
        sealed=contents.sealed,
        proofs=contents.proofs,
        not_in_log=len((manifest.log or {}).get("without", ())),
    )


def _seal_findings(raw: bytes, raw_seal: bytes, *, deep: bool) -> tuple[list[Finding], Seal | None]:
    try:
        seal = open_seal(raw_seal)
    except BrokenSeal:
        return [Finding("seal_broken", SEAL, "封存签名无效或已被改动")], None
    if seal.manifest_sha256 != sha256_hex(raw) or (deep and seal.manifest_sm3 != sm3_hex(raw)):
        message = "清单已被改动，与封存签名不符；其余各项无从核对"
        return [Finding("manifest_altered", MANIFEST, message)], seal
    return [], seal


def _key_findings(manifest: Manifest, seal: Seal | None, trusted: Collection[str]) -> Iterator[Finding]:
    if seal is None:
        return
    signer = manifest.signer
    if (signer.get("public_key"), signer.get("key_id")) != (seal.public_key, seal.key_id):
        yield Finding("signer_mismatch", SEAL, "签名所用密钥不是清单所载的封存密钥")
    if trusted and seal.key_id not in {key.lower() for key in trusted}:
        yield Finding("signer_unknown", SEAL, f"封存密钥 {seal.key_id} 不在所给的可信密钥之内")
    if not check_seal_form(manifest, seal):
        yield Finding("seal_broken", SEAL, "封存签名与清单不是同一版本的格式")
    day = manifest.created_at[:10]
    if day < str(signer.get("valid_from") or "") or day > str(signer.get("valid_to") or "9999-12-31"):
        yield Finding("key_not_valid", SEAL, f"封存时间 {day} 不在密钥有效期内")


def _byte_findings(
    manifest: Manifest, source: Source, trailer: Sequence[tuple[str, int, int]], *, deep: bool
) -> tuple[list[Finding], set[str]]:
    found = list(_name_findings([row.path for row in manifest.files], source))
    rows = [(row.path, row.size, int(row.crc32, 16)) for row in manifest.files]
    # Only a container with the right names in the right order can have the right bytes throughout.
    placed = not found and source.settle([*rows, *trailer])
    changed = list(_changed(manifest.files, source, deep=deep))
    if placed and source.shift:
        del changed[1:]
    found += [Finding("file_altered", name, "内容与清单所列的哈希或大小不符") for name in changed]
    if placed:
        stop_at = changed[0] if source.shift and changed else None
        found += [Finding("container_altered", *fault) for fault in source.strict_faults(stop_at)]
    return found, set(changed)


def _name_findings(listed: Sequence[str], source: Source) -> Iterator[Finding]:
    wanted = dict.fromkeys([*listed, MANIFEST, SEAL])
    seen: set[str] = set()
    for name in source.names:
        if name in seen:
            yield Finding("file_duplicate", name, "同名文件出现两次")
        elif name not in wanted:
            yield Finding("file_added", name, "清单中没有该文件")
        seen.add(name)
    for name in wanted:
        if name not in seen:
            yield Finding("file_missing", name, "卷宗中缺少该文件")
    kept = [name for name in source.names if name in wanted]
    expected = [name for name in wanted if name in seen]
    if source.ordered and len(kept) == len(expected):
        moved = next((got for got, want in zip(kept, expected, strict=True) if got != want), None)
        if moved is not None:
            yield Finding("file_reordered", moved, "文件次序与清单不符")
    for item in source.strangers:
        yield Finding("file_added", item, "卷宗中有清单以外的文件夹或特殊文件")


def _changed(files: Sequence[File], source: Source, *, deep: bool) -> Iterator[str]:
    there = set(source.names)
    present = [row for row in files if row.path in there]
    identities = source.identities([(row.path, row.size) for row in present], deep=deep)
    for row, identity in zip(present, identities, strict=True):
        wanted = (row.size, row.sha256, row.sm3 if deep else None)
        if identity != wanted:
            yield row.path


def main(argv: Sequence[str] | None = None) -> int:
    """Run ``verify BUNDLE``; exit status 0 passed, 1 failed, 2 wrong use."""
    parser = argparse.ArgumentParser(prog="anjian verify", description="核验封存的案卷（ZIP 或文件夹）。")
    parser.add_argument("bundle", type=Path, help="卷宗 ZIP 文件或文件夹, 或录音录像的完整性证明 (.json)")
    parser.add_argument(
        "--key", action="append", default=[], metavar="FINGERPRINT", help="可信的封存密钥指纹"
    )
    parser.add_argument("--expect", metavar="SHA256", help="另行记下的封存号（清单的 SHA-256）")
    parser.add_argument("--log", action="append", default=[], metavar="VKEY", help="可信的日志密钥")
    parser.add_argument("--witness", action="append", default=[], metavar="VKEY", help="必须联署的见证人")
    parser.add_argument("--roots", action="append", type=Path, default=[], metavar="PEM", help="可信的根证书")
    parser.add_argument("--deep", action="store_true", help="同时重算国密 SM3")
    parser.add_argument("--json", action="store_true", help="以 JSON 输出")
    chosen = parser.parse_args(argv)
    if chosen.bundle.suffix == ".json" and chosen.bundle.is_file():
        return _recording(chosen.bundle, trusted=chosen.key, as_data=chosen.json)
    for library in ("pyhanko", "pyhanko_certvalidator"):
        # What it finds becomes a finding; its own words on the way would stand between the lines.
        logging.getLogger(library).setLevel(logging.CRITICAL)
    try:
        known = Known(
            logs=tuple(map(Verifier.parse, chosen.log)),
            witnesses=tuple(map(Verifier.parse, chosen.witness)),
            roots=tuple(path.read_text(encoding="ascii") for path in chosen.roots),
        )
    except (OSError, ValueError) as error:
        parser.error(str(error))
    report = verify(chosen.bundle, trusted=chosen.key, expect=chosen.expect, deep=chosen.deep, known=known)
    if chosen.json:
        print(json.dumps(as_json(report), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_sentences(report)))
    return 0 if report.ok else 1


def _recording(path: Path, *, trusted: Collection[str], as_data: bool) -> int:
    """Check an exported recording against its completeness certificate."""
    try:
        certified, faults = check_export(path)
    except BrokenPart as broken:
        certified, faults = None, [str(broken)]
    if certified and trusted and certified.key_id not in {key.lower() for key in trusted}:
        faults.append(f"封存密钥 {certified.key_id} 不在所给的可信密钥之内")
    if as_data:
        said = certified.statement if certified else None
        print(
            json.dumps({"ok": not faults, "faults": faults, "statement": said}, ensure_ascii=False, indent=2)
        )
    elif certified is None or faults:
        print("\n".join([f"核验不通过：{len(faults)}处问题（{path}）", *(f"  {fault}" for fault in faults)]))
    else:
        said = certified.statement
        gaps = sum(len(stream["gaps"]) for stream in said["streams"])
        print(f"核验通过：录音录像{len(said['parts'])}段，证明书所载中断{gaps}处")
        print(f"  出具单位：{said['signer']['org']}；出具时间：{said['made_at']}")
        print(f"  密钥指纹：{certified.key_id}")
        if not trusted:
            print("  提示：没有给出 --key，未核对该密钥是否为出具单位所公布。")
    return 1 if faults else 0


def _sentences(report: Report) -> Iterator[str]:
    if report.ok:
        yield f"核验通过：{report.title}"
        yield f"  文件{report.files}个，共{report.payload_bytes:,}字节；事件{report.events}条，链完整"
        if report.proofs or report.signatures or report.sealed:
            yield f"  签章文书{report.sealed}份，签名{report.signatures}个，日志证明{report.proofs}项，均成立"
        if report.not_in_log:
            yield f"  提示：有{report.not_in_log}项不在日志之中，清单已列明。"
        yield f"  封存单位：{report.org}；封存时间：{report.created_at}"
        yield f"  密钥指纹：{report.key_id}"
        yield f"  封存号：{report.manifest_sha256}"
        if not report.key_compared:
            yield "  提示：没有给出 --key，未核对该密钥是否为封存单位所公布。"
        return
    yield f"核验不通过：{len(report.findings)}处问题（{report.path}）"
    for finding in report.findings:
        yield f"  [{finding.code}] {finding.item}：{finding.message}"


def as_json(report: Report) -> dict[str, Any]:
    """Return the report as plain data, for pages and interfaces."""
    return {"ok": report.ok, **asdict(report)}


if __name__ == "__main__":
    sys.exit(main())
