"""Fixing web pages: the order of two officers, and keeping what the worker brought back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag
from uuid import UUID

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from anjian.audit.actions import transaction
from anjian.cases import access as cases
from anjian.documents import actions as documents
from anjian.evidence import access as evidence_access
from anjian.evidence import actions as evidence
from anjian.evidence.commands import AddFile, RegisterEvidence
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Conflict, Invalid, NotFound
from anjian.people import queries as people
from anjian.remote import access
from anjian.remote.actions._common import two_officers
from anjian.remote.capture.guard import Forbidden, check_url
from anjian.remote.events import CaptureDone, CaptureOrdered
from anjian.remote.models import Capture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from anjian.kit.actor import Actor
    from anjian.kit.blobs import Digest

AT_ONCE = 5
"""Captures of one case that may wait at once."""
TITLES = {
    "page.png": ("网页画面", "image/png"),
    "page.pdf": ("网页打印件", "application/pdf"),
    "headers.json": ("请求头和响应头", "application/json"),
    "certificates.pem": ("网站证书链", "application/x-pem-file"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCapture:
    """Have a web page fixed for a case; ``again_of`` names the capture it repeats."""

    case_no: str
    url: str
    purpose: str
    place: str
    second_id: UUID
    again_of: UUID | None = None


def order_capture(cmd: OrderCapture, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Order a capture; a job fetches it. Raises Invalid, Refused without two certified officers."""
    problems: dict[str, str] = {}
    try:
        check_url(cmd.url)
    except Forbidden as problem:
        problems["url"] = str(problem)
    if not cmd.purpose.strip():
        problems["purpose"] = _("请写明证明什么。")
    if not cmd.place.strip():
        problems["place"] = _("请写明取证地点。")
    if problems:
        raise Invalid(problems)
    with transaction(by=by, at=at, key=key) as tx:
        case = cases.case_for(by, cmd.case_no, lock=True)
        tx.about("remote.capture", case.id)
        evidence_access.require_role(by, evidence_access.HANDLING_ROLES, _("网页取证"))
        two_officers(by.org_id, (by.id, cmd.second_id), at)
        if cmd.again_of is not None and access.capture_for(by, cmd.again_of).case_id != case.id:
            raise NotFound
        rows = Capture.objects.filter(org_id=by.org_id, case_id=case.id)
        if rows.filter(state="waiting").count() >= AT_ONCE:
            raise Conflict(_("本案还有几次网页取证没有完成，请稍后再试。"), code="too_many")
        row = Capture.objects.create(
            org_id=by.org_id,
            case_id=case.id,
            case_no=case.no,
            no=rows.count() + 1,
            url=urldefrag(cmd.url.strip()).url,
            purpose=cmd.purpose.strip()[:200],
            lead_id=by.id,
            second_id=cmd.second_id,
            place=cmd.place.strip()[:120],
            again_of=cmd.again_of,
            ordered_at=at,
            ordered_by=by.id,
        )
        tx.record(
            CaptureOrdered(
                stream_id=case.id, capture_id=row.id, no=row.no, url=row.url, again_of=row.again_of
            )
        )
        jobs.configure_task("remote.capture", queue="media", lock=f"capture-{case.id}").defer(
            org_id=str(by.org_id), capture_id=str(row.id)
        )
    return row.id


def keep_failure(org_id: UUID, capture_id: UUID, why: str, *, by: Actor, at: datetime) -> None:
    """Keep why a page could not be fixed."""
    with transaction(by=by, at=at) as tx:
        row = Capture.objects.select_for_update().get(org_id=org_id, id=capture_id)
        if row.state != "waiting":
            return
        row.state, row.failure, row.done_at = "failed", why[:300], at
        row.save(update_fields=["state", "failure", "done_at"])
        _tell(tx, row, sha256="")


def _tell(tx: Any, row: Capture, *, sha256: str) -> None:
    tx.record(
        CaptureDone(
            stream_id=row.case_id,
            capture_id=row.id,
            no=row.no,
            url=row.url,
            sha256=sha256,
            evidence_no=row.evidence_no,
            failure=row.failure,
        )
    )


def keep_capture(
    org_id: UUID,
    capture_id: UUID,
    log: Mapping[str, Any],
    text: str,
    files: Mapping[str, Digest],
    *,
    at: datetime,
) -> None:
    """Register what was fixed as electronic data, in the name of who ordered it, and draft its record D23.

    ``files`` lie in the store: the WARC is the item's file, the others stand beside it. Doing it again
    does no harm.
    """
    row = Capture.objects.get(org_id=org_id, id=capture_id)
    day = at.astimezone(LOCAL_ZONE).date()
    officer = people.actor(org_id, row.ordered_by, on=day)
    if officer is None:
        raise NotFound
    taken = datetime.fromisoformat(log["began_at"])
    with transaction(by=officer, at=at) as tx:
        row = Capture.objects.select_for_update().get(org_id=org_id, id=capture_id)
        if row.state != "waiting":
            return
        warc = files["page.warc.gz"]
        title = f"网页：{log['title'] or row.url}"[:120]
        registered = evidence.register_evidence(
            RegisterEvidence(
                case_id=row.case_id,
                kind="electronic",
                title=title,
                purpose=row.purpose,
                source=f"网络在线提取：{row.url}"[:200],
                collectors=(row.lead_id, row.second_id),
                place=row.place,
                collected_at=min(taken, at),
                digest=warc,
                filename=f"capture-{row.no}.warc.gz",
                holder="",
                device=f"{log['tool']}，{log['browser']}" if log["browser"] else str(log["tool"]),
                record=f"电子数据提取笔录（网页取证第{row.no}号）",
            ),
            by=officer,
            at=at,
        )
        for name, digest in files.items():
            if name in TITLES:
                said, kind = TITLES[name]
                evidence.add_file(
                    AddFile(item_id=registered.id, filename=name, title=said, media_type=kind, digest=digest),
                    by=officer,
                    at=at,
                )
        row.state, row.done_at, row.text = "done", at, text.replace("\0", "")
        row.log = {**log, "files": {name: _said(digest) for name, digest in files.items()}}
        row.evidence_no, row.evidence_id = registered.no, registered.id
        row.document_id = documents.draft(
            documents.DraftInstrument(
                code="D23",
                case_id=row.case_id,
                title=f"电子数据提取笔录（网页取证第{row.no}号）",
                fields=_extraction(row, files, day),
                by_step=True,
            ),
            by=officer,
            at=at,
        )
        row.save()
        _tell(tx, row, sha256=warc.sha256)


def _said(digest: Digest) -> dict[str, Any]:
    return {"sha256": digest.sha256, "sm3": digest.sm3, "size": digest.size}


def _extraction(row: Capture, files: Mapping[str, Digest], day: Any) -> dict[str, Any]:
    """Return the particulars of the extraction record: device, path, tool, hash, source of time."""
    log = row.log
    actors = people.actors(row.org_id, [row.lead_id, row.second_id], on=day)
    officers = []
    for officer_id in (row.lead_id, row.second_id):
        found = actors[officer_id]
        held = found.certificate_on(day)
        officers.append({"name": found.name, "cert_no": held.no if held else "", "id": str(officer_id)})
    skew = log["skew_ms"]
    clock = "目标网站没有返回时间" if skew is None else f"目标网站返回的时间与之相差{skew / 1000:+.1f}秒"
    picture = f"，生成整页画面和打印件（{log['browser']}）" if log["browser"] else f"。{log['no_picture']}"
    return {
        "started_at": log["began_at"],
        "ended_at": log["ended_at"],
        "place": row.place,
        "officers": officers,
        "method": "网络在线提取",
        "method_reason": "数据在互联网服务器上，无法扣押原始存储介质。",
        "devices": [
            {
                "name": row.url[:200],
                "model": f"服务器地址{log['ip']}",
                "path": str(log["final_url"])[:200],
                "state": f"{log['tls']}，证书{'可信' if log['trusted'] else '不可信：' + log['distrust']}"
                if log["tls"]
                else "未加密连接",
            }
        ],
        "clock": f"时间来源：{log['time_source']}；{clock}",
        "tool": "；".join(one for one in (str(log["tool"]), str(log["browser"])) if one),
        "course": (
            f"在采集服务器上访问{row.url}，经过审查的网络出口逐个取得网页及其组成文件共"
            f"{len(log['resources'])}个，连同请求头、响应头、服务器地址、证书链原样写入WARC文件{picture}。"
            f"未取得{len(log['blocked'])}个，见采集日志。随即计算校验值。"
        ),
        "data": [
            {
                "name": name,
                "format": name.partition(".")[2],
                "size": f"{digest.size}字节",
                "algorithm": algorithm,
                "hash": value,
            }
            for name, digest in files.items()
            for algorithm, value in (("SHA-256", digest.sha256), ("SM3", digest.sm3))
        ],
        "proves": row.purpose,
        "carrier": f"案件管理系统证据库，证据{row.evidence_no}",
    }
