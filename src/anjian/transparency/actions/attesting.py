"""What others say of a checkpoint: the time authority's stamp, the witnesses' cosignatures.

Others are asked outside of any transaction; what they said is kept in one of its own.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from anjian.proof import timestamps
from anjian.proof.tlog import note
from anjian.proof.tlog.checkpoint import read
from anjian.proof.tlog.cosignature import time_of, with_cosignatures
from anjian.proof.tlog.note import BadNote
from anjian.proof.tlog.witness import Request
from anjian.transparency import keys, queries
from anjian.transparency.models import Alarm, Cosignature, Stamp
from anjian.transparency.records import Head
from anjian.transparency.witnesses import Configured, Unreachable, configured

log = logging.getLogger(__name__)
REMOTE_EVERY = timedelta(minutes=10)
"""A remote authority is asked for a stamp at most this often."""


def stamp(org_id: UUID, *, at: datetime, only_local: bool = False) -> bool:
    """Have the newest checkpoint stamped, unless it is; whether a stamp was added.

    The token is over the SHA-256 of the checkpoint's text (its lines before the signatures). With
    ``only_local`` a remote authority is left to the job. Raises TimestampError when none comes.
    """
    head, asked = queries.head(org_id), keys.time_authority()
    if head is None or (only_local and not asked.local):
        return False
    held = Stamp.objects.filter(org_id=org_id).order_by("-size").values_list("size", "stamped_at").first()
    if held and (held[0] == head.size or (not asked.local and at - held[1] < REMOTE_EVERY)):
        return False
    token = asked.stamp(sha256(read(head.text)[0].text.encode()).digest())
    said = timestamps.read(token)
    return _once(
        Stamp(
            org_id=org_id,
            size=head.size,
            token=token,
            authority=said.authority_name[:200],
            local=said.local,
            stamped_at=said.at,
        )
    )


def ask_witnesses(org_id: UUID, *, at: datetime) -> int:
    """Have the newest checkpoint cosigned by every witness; returns how many have signed it now.

    A witness that refuses because the log was set back or forked raises an alarm, which is kept.
    """
    head = queries.head(org_id)
    if head is None or head.size == 0:
        return 0
    signed = set(Cosignature.objects.filter(org_id=org_id, size=head.size).values_list("witness", flat=True))
    asked = [witness for witness in configured() if witness.name not in signed]
    return len(signed) + sum(_ask(org_id, head, witness, at) for witness in asked)


def _ask(org_id: UUID, head: Head, witness: Configured, at: datetime) -> bool:
    before = Cosignature.objects.filter(org_id=org_id, witness=witness.name).order_by("-size")
    old = before.values_list("size", flat=True).first() or 0
    try:
        status, body = witness.ask(_submission(org_id, head, old))
        if status == 409 and (told := body.strip()).isdigit() and old != int(told) <= head.size:
            status, body = witness.ask(_submission(org_id, head, int(told)))
    except Unreachable as problem:
        log.warning("witness %s does not answer: %s", witness.name, problem)
        return False
    if status == 200:
        return _cosigned(org_id, head, witness, body, at)
    code, detail = _refusal(status, body, head.size)
    warn(org_id, witness.name, code, head.size, detail, at=at)
    return False


def _submission(org_id: UUID, head: Head, old: int) -> bytes:
    proof = queries.consistency(org_id, old, head.size)
    return str(Request(old, proof, head.text)).encode()


def _cosigned(org_id: UUID, head: Head, witness: Configured, lines: str, at: datetime) -> bool:
    try:
        parsed = read(with_cosignatures(head.text, lines))[1]
        ((_who, signature),) = note.verified(parsed, (witness.verifier,))
    except (BadNote, ValueError):
        detail = _("见证程序的回答不是有效的见证签名。")
        warn(org_id, witness.name, "witness_answer", head.size, detail, at=at)
        return False
    when = datetime.fromtimestamp(time_of(signature), tz=at.tzinfo)
    return _once(
        Cosignature(org_id=org_id, size=head.size, witness=witness.name, line=signature.line(), at=when)
    )


def _refusal(status: int, body: str, size: int) -> tuple[str, str]:
    told = body.strip()
    if status == 409 and told.isdigit() and int(told) > size:
        message = _("见证程序已见证过%(known)s条的日志，本日志只有%(size)s条：日志被恢复到较早的状态。")
        return "rolled_back", message % {"known": told, "size": size}
    if status in {409, 422}:
        return "forked", _("见证程序拒绝签名：日志与它见证过的内容不一致，已有条目被改动。")
    if status in {403, 404}:
        return "not_followed", _("见证程序没有登记本日志或登记的公钥不符，请在见证程序上重新登记。")
    return "witness_answer", _("见证程序回答异常（%(status)s）。") % {"status": status}


def warn(org_id: UUID, source: str, code: str, size: int, detail: str, *, at: datetime) -> None:
    """Keep an alarm, once for each source, kind and state of the log."""
    known = Alarm.objects.filter(org_id=org_id, source=source, code=code, size=size)
    if not known.exists():
        log.error("log of %s: %s: %s", org_id, source, detail)
        Alarm.objects.create(org_id=org_id, source=source, code=code, size=size, detail=detail, at=at)


def _once(row: Stamp | Cosignature) -> bool:
    """Keep a row unless another process kept the same one first."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return False
    return True
