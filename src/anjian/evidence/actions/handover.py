"""Custody acts of two: the first signs, the second accepts with an account of their own.

Until the second has answered nothing changes: who handed over still holds the thing.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import Transaction, transaction
from anjian.evidence import access, custody_checks, queries
from anjian.evidence.actions.custody import append_custody
from anjian.evidence.commands import AddCustody, AnswerAct, ProposeAct
from anjian.evidence.custody_rules import acts
from anjian.evidence.events import HandOverAnswered, HandOverProposed
from anjian.evidence.keeping import refusals
from anjian.evidence.models import HandOver, HandOverAnswer
from anjian.evidence.records import item_no
from anjian.evidence.store import store
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused, refuse
from anjian.people import queries as people

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.evidence.custody_rules import ActRule
    from anjian.evidence.models import EvidenceItem
    from anjian.kit.actor import Actor

HOW = {"account": "本人账号确认", "password": "当场输入密码确认"}


def propose_act(cmd: ProposeAct, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Sign a custody act as the first of two; returns the act that now waits for the second.

    Raises Invalid, NotFound, and Refused for what cannot follow the acts so far, a thing for which
    another act still waits, or a place that neither signer may enter.
    """
    access.require_role(by, access.CUSTODY_ROLES, _("记录证据保管"))
    custody_checks.act_particulars(cmd, by=by, at=at)
    rule = acts()[cmd.act]
    day = at.date()
    second = people.actor(by.org_id, cmd.to_id, on=day) if cmd.to_id else None
    if second is None:
        raise Invalid({"to_id": _("没有这名人员。")})
    access.require_role(second, access.CUSTODY_ROLES, _("确认证据保管"))
    with transaction(by=by, at=at, key=key) as tx:
        if cmd.place_code:
            custody_checks.may_keep_there(by.org_id, cmd.place_code, (by, second))
        rows = [access.item_for(by, case_id, no, lock=True) for case_id, no in dict.fromkeys(cmd.items)]
        _may_follow(tx, rule, rows)
        row = HandOver.objects.create(
            org_id=by.org_id,
            act=cmd.act,
            case_ids=sorted({one.case_id for one in rows}),
            acts={str(one.id): _said(cmd, rule, one, second=second) for one in rows},
            to_id=second.id,
            to_name=second.name,
            happened_at=cmd.happened_at,
            first_id=by.id,
            first_name=by.name,
            asked_at=at,
        )
        for case_id, nos in _by_case(rows):
            tx.record(
                HandOverProposed(
                    stream_id=case_id,
                    cites=rule.cites,
                    handover_id=row.id,
                    act=cmd.act,
                    nos=nos,
                    to_name=second.name,
                )
            )
    return row.id


def answer_act(cmd: AnswerAct, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Accept an act as its second signer, so that it joins each item's chain, or refuse it with a reason.

    Raises NotFound for anybody else than the second signer, Conflict when it was answered before,
    Invalid for a refusal without reason, BlobDamaged when a stored file is no longer what was taken in.
    """
    if not cmd.accepted and not cmd.reason.strip():
        raise Invalid({"reason": _("不接收的，请写明理由。")})
    if cmd.how not in HOW:
        raise Invalid({"how": _("请说明怎样确认。")})
    with transaction(by=by, at=at, key=key) as tx:
        row = HandOver.objects.select_for_update().filter(org_id=by.org_id, id=cmd.handover_id).first()
        if row is None or by.id not in (row.to_id, row.first_id):
            raise NotFound
        if by.id == row.first_id and cmd.accepted:
            raise refuse(
                "second_signer",
                _("交接须由另一人确认，您已经是第一名签名人。"),
                "《行政处罚法》第四十二条第一款",
                who=row.to_name,
                cure=_("请%(name)s用自己的账号确认，或者在您的屏幕上输入密码确认。") % {"name": row.to_name},
            )
        if HandOverAnswer.objects.filter(org_id=by.org_id, handover_id=row.id).exists():
            raise Conflict(_("这次交接已经确认过了。"), code="already_done")
        HandOverAnswer.objects.create(
            org_id=by.org_id,
            handover_id=row.id,
            accepted=cmd.accepted,
            how=cmd.how,
            reason=cmd.reason.strip(),
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        rows = [access.item_by_id(by, UUID(one), lock=True) for one in sorted(row.acts)]
        if cmd.accepted:
            for one in rows:
                before = store().verify(one.sha256).sha256
                append_custody(tx, one, _link(row, one, cmd, by=by, at=at), before=before)
        for case_id, nos in _by_case(rows):
            tx.record(
                HandOverAnswered(
                    stream_id=case_id,
                    handover_id=row.id,
                    act=row.act,
                    nos=nos,
                    accepted=cmd.accepted,
                    how=cmd.how,
                    reason=cmd.reason.strip(),
                )
            )


def sign_together(cmd: ProposeAct, *, by: Actor, second: Actor, at: datetime, key: str | None = None) -> None:
    """Sign an act by both on one screen: the second proved who they are by password just now."""
    with transaction(by=by, at=at, key=key):
        waiting = propose_act(cmd, by=by, at=at)
        _accept_beside(waiting, first=by, second=second, at=at)


def _accept_beside(waiting: UUID, *, first: Actor, second: Actor, at: datetime) -> None:
    if second.id == first.id:
        raise Invalid({"password": _("第二名签名人不能是您自己。")})
    answer_act(AnswerAct(handover_id=waiting, accepted=True, how="password"), by=second, at=at)


def _may_follow(tx: Transaction, rule: ActRule, rows: list[EvidenceItem]) -> None:
    """Raise Refused with every reason why the act cannot follow, over all items together."""
    keeping = queries.keeping_of(tx.org_id, [one.id for one in rows])
    found = [reason for one in rows for reason in refusals(rule, keeping[one.id], no=item_no(one.seq))]
    waiting = {
        item_id
        for case_id in {one.case_id for one in rows}
        for open_ in queries.open_in_case(tx.org_id, case_id)
        for item_id in open_.item_ids
    }
    for one in rows:
        if one.id in waiting:
            found += refuse(
                "waiting",
                _("证据%(no)s还有一次交接没有确认。") % {"no": item_no(one.seq)},
                *rule.cites,
                who=_("该次交接的接收人"),
                cure=_("由接收人确认，或者由提出人撤回后再办。"),
            ).refusals
    if found:
        raise Refused(tuple(found))


def _said(cmd: ProposeAct, rule: ActRule, row: EvidenceItem, *, second: Actor) -> dict[str, Any]:
    """Return what the link of one item will say."""
    holder = {"officer": second.name, "outside": cmd.to_holder.strip()}.get(rule.to, cmd.to_holder.strip())
    if not holder and rule.out == "comes":
        holder = second.unit_name or second.name
    details = {"approval": cmd.approval.strip(), "receipt": cmd.receipt.strip()}
    return {
        "no": item_no(row.seq),
        "to_holder": holder,
        "reason": cmd.reason.strip(),
        "seal_no": cmd.seal_nos.get(f"{row.case_id}/{item_no(row.seq)}", "").strip(),
        "place_code": cmd.place_code,
        "due_on": cmd.due_on.isoformat() if cmd.due_on else "",
        "details": {name: value for name, value in details.items() if value},
    }


def _link(row: HandOver, item: EvidenceItem, cmd: AnswerAct, *, by: Actor, at: datetime) -> AddCustody:
    said = row.acts[str(item.id)]
    links = queries.custody_of(row.org_id, item.id)
    signed = [
        {"id": str(row.first_id), "name": row.first_name, "how": "account", "at": row.asked_at.isoformat()},
        {"id": str(by.id), "name": by.name, "how": cmd.how, "at": at.isoformat()},
    ]
    return AddCustody(
        case_id=item.case_id,
        no=said["no"],
        act=row.act,
        to_holder=said["to_holder"] or (links[-1].to_holder if links else ""),
        reason=said["reason"],
        signers=(row.first_name, by.name),
        happened_at=row.happened_at,
        seal_no=said["seal_no"],
        place_code=said["place_code"],
        due_on=date.fromisoformat(said["due_on"]) if said["due_on"] else None,
        details={**said["details"], "signed": signed},
    )


def _by_case(rows: list[EvidenceItem]) -> list[tuple[UUID, tuple[str, ...]]]:
    ordered = sorted(rows, key=lambda one: (one.case_id, one.seq))
    return [
        (case_id, tuple(item_no(one.seq) for one in ones))
        for case_id, ones in groupby(ordered, key=lambda one: one.case_id)
    ]
