"""What must be proved, by which items, and what examination found; closing of the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.audit.actions import Transaction, transaction
from anjian.evidence import access, checks, queries
from anjian.evidence.actions.numbers import next_number
from anjian.evidence.commands import AnswerExculpatory, Examine, LinkProof, SetProofs, StateFact
from anjian.evidence.events import (
    EvidenceExamined,
    EvidenceFrozen,
    ExculpatoryAnswered,
    FactStated,
    ProofLinked,
)
from anjian.evidence.models import (
    EvidenceFreeze,
    EvidenceItem,
    Examination,
    ExculpatoryAnswer,
    FactProof,
    FactToProve,
)
from anjian.evidence.records import fact_no, seq_of
from anjian.kit.errors import Invalid, refuse

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.kit.actor import Actor

CITE_KINDS = "《行政处罚法》第四十六条"
CITE_INQUIRY = "《行政处罚法》第五十四条第一款"
CITE_AFTERWARDS = "《最高人民法院关于行政诉讼证据若干问题的规定》第六十条"


def state_fact(cmd: StateFact, *, by: Actor, at: datetime, key: str | None = None) -> str:
    """State, restate or withdraw a fact to be proved; returns its number.

    Raises Invalid for an empty text or a withdrawal without reason or of an unknown fact.
    """
    access.require_role(by, access.HANDLING_ROLES, _("确定待证事实"))
    text = cmd.text.strip()
    if not cmd.no and not text:
        raise Invalid({"text": _("请写明待证事实。")})
    if cmd.no and not cmd.reason.strip():
        raise Invalid({"reason": _("请写明更改或撤回的理由。")})
    with transaction(by=by, at=at, key=key) as tx:
        checks.not_archived(by.org_id, cmd.case_id)
        replaced = newest_fact(by.org_id, cmd.case_id, cmd.no) if cmd.no else None
        seq = replaced.seq if replaced else next_number(by.org_id, cmd.case_id, "facts")
        FactToProve.objects.create(
            org_id=by.org_id,
            case_id=cmd.case_id,
            seq=seq,
            text=text,
            replaces_id=replaced.id if replaced else None,
            reason=cmd.reason.strip(),
            by_id=by.id,
            at=at,
        )
        tx.record(
            FactStated(
                stream_id=cmd.case_id,
                cites=(CITE_INQUIRY,),
                fact_no=fact_no(seq),
                text=text,
                reason=cmd.reason.strip(),
            )
        )
    return fact_no(seq)


def link_proof(cmd: LinkProof, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Say that an item proves a fact, or no longer does.

    Raises NotFound, Invalid for an unknown fact or a retraction without reason, and Refused
    for an item obtained after the decision (《最高人民法院关于行政诉讼证据若干问题的规定》第六十条).
    """
    access.require_role(by, access.HANDLING_ROLES, _("标明证明关系"))
    with transaction(by=by, at=at, key=key) as tx:
        row = access.item_for(by, cmd.case_id, cmd.no, lock=True)
        checks.not_archived(by.org_id, cmd.case_id)
        append_proof(tx, row, cmd)


def examine(cmd: Examine, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Record the finding on an item; the newest finding counts, earlier ones stay.

    Raises NotFound, Invalid when something is denied without saying why, Refused after archiving.
    """
    access.require_role(by, access.EXAMINING_ROLES, _("审查证据"))
    with transaction(by=by, at=at, key=key) as tx:
        row = access.item_for(by, cmd.case_id, cmd.no, lock=True)
        checks.not_archived(by.org_id, cmd.case_id)
        item = queries.item_of(by.org_id, cmd.case_id, cmd.no)
        if item is not None:
            checks.finding(cmd, kind=item.kind, form=item.form, thing=item.thing)
        reasons = {code: said.strip() for code, said in cmd.reasons.items() if said.strip()}
        Examination.objects.create(
            org_id=by.org_id,
            item_id=row.id,
            authentic=cmd.authentic,
            lawful=cmd.lawful,
            relevant=cmd.relevant,
            opinion=cmd.opinion.strip(),
            reasons=reasons,
            answers=dict(cmd.answers),
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        tx.record(
            EvidenceExamined(
                stream_id=row.case_id,
                cites=(CITE_KINDS,),
                item_id=row.id,
                no=cmd.no,
                authentic=cmd.authentic,
                lawful=cmd.lawful,
                relevant=cmd.relevant,
                opinion=cmd.opinion.strip(),
                reasons=reasons,
                answers=dict(cmd.answers),
            )
        )


def set_proofs(cmd: SetProofs, *, by: Actor, at: datetime, key: str | None = None) -> int:
    """Change several proofs at once, as on the sheet of facts and items; returns how many changed.

    What stands already is left alone. Raises as :func:`link_proof`; all or nothing.
    """
    access.require_role(by, access.HANDLING_ROLES, _("标明证明关系"))
    with transaction(by=by, at=at, key=key) as tx:
        checks.not_archived(by.org_id, cmd.case_id)
        now = {(no, fact.no) for fact in queries.facts(by.org_id, cmd.case_id) for no in fact.proved_by}
        changed = [cell for cell in dict.fromkeys(cmd.cells) if ((cell[0], cell[1]) in now) != cell[2]]
        for no, number, stands in changed:
            row = access.item_for(by, cmd.case_id, no, lock=True)
            note = "" if stands else cmd.note
            link = LinkProof(case_id=cmd.case_id, no=no, fact_no=number, stands=stands, note=note)
            append_proof(tx, row, link)
    return len(changed)


def answer_exculpatory(cmd: AnswerExculpatory, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Say what becomes of an item that speaks for the party; the newest answer counts.

    Raises NotFound, Invalid for an item that does not speak for the party or an answer without words.
    """
    access.require_role(by, access.EXAMINING_ROLES, _("回应对当事人有利的证据"))
    with transaction(by=by, at=at, key=key) as tx:
        row = access.item_for(by, cmd.case_id, cmd.no, lock=True)
        checks.not_archived(by.org_id, cmd.case_id)
        if not row.exculpatory:
            raise Invalid({"no": _("证据%(no)s没有标明对当事人有利。") % {"no": cmd.no}})
        if len(cmd.text.strip()) < 4:
            raise Invalid({"text": _("请写明采纳的结果，或者不采纳的理由。")})
        ExculpatoryAnswer.objects.create(
            org_id=by.org_id,
            item_id=row.id,
            adopted=cmd.adopted,
            text=cmd.text.strip(),
            by_id=by.id,
            by_name=by.name,
            at=at,
        )
        tx.record(
            ExculpatoryAnswered(
                stream_id=row.case_id,
                cites=(CITE_INQUIRY,),
                item_id=row.id,
                no=cmd.no,
                adopted=cmd.adopted,
                text=cmd.text.strip(),
            )
        )


def freeze(tx: Transaction, case_id: UUID, stage: str, *, reason: str = "") -> None:
    """Close a case's evidence (``decided``, ``archived``) or open it again (``lifted``), inside a step.

    Called by the case file in the transaction of its own step.
    """
    cites = (CITE_AFTERWARDS,) if stage == "decided" else ()
    listing = queries.listing_of(tx.org_id, case_id) if stage == "decided" else []
    digest = queries.listing_hash(listing) if stage == "decided" else ""
    EvidenceFreeze.objects.create(
        org_id=tx.org_id,
        case_id=case_id,
        stage=stage,
        at=tx.at,
        reason=reason,
        cites=list(cites),
        listing=listing,
        listing_sha256=digest,
    )
    tx.record(
        EvidenceFrozen(
            stream_id=case_id,
            cites=cites,
            stage=stage,
            items=queries.count(tx.org_id, case_id),
            reason=reason,
            listing_sha256=digest,
        )
    )


def append_proof(tx: Transaction, row: EvidenceItem, cmd: LinkProof) -> None:
    """Add the row and event of a proof inside an open action; refusals as for :func:`link_proof`."""
    fact = newest_fact(tx.org_id, row.case_id, cmd.fact_no)
    if cmd.stands and row.after_freeze:
        raise refuse(
            "after_decision",
            _("证据%(no)s是作出处罚决定之后取得的，不得用来证明该决定所认定的事实。") % {"no": cmd.no},
            CITE_AFTERWARDS,
            who=_("任何人都不能"),
            cure=_("可作为执行、结案材料附卷；确需据以认定事实的，应依法撤销原决定后重新处理。"),
        )
    if not cmd.stands and not cmd.note.strip():
        raise Invalid({"note": _("请写明不再用它证明的理由。")})
    FactProof.objects.create(
        org_id=tx.org_id,
        case_id=row.case_id,
        fact_seq=fact.seq,
        item_id=row.id,
        stands=cmd.stands,
        note=cmd.note.strip(),
        by_id=tx.by.id,
        at=tx.at,
    )
    tx.record(
        ProofLinked(
            stream_id=row.case_id,
            item_id=row.id,
            no=cmd.no,
            fact_no=fact_no(fact.seq),
            stands=cmd.stands,
            note=cmd.note.strip(),
        )
    )


def newest_fact(org_id: UUID, case_id: UUID, number: str) -> FactToProve:
    """Return the standing wording of a fact by its number. Raises Invalid."""
    rows = FactToProve.objects.filter(org_id=org_id, case_id=case_id, seq=seq_of(number, "F") or 0)
    row = rows.order_by("-id").first()
    if row is None or not row.text:
        raise Invalid({"no": _("没有编号为 %(no)s 的待证事实，或它已撤回。") % {"no": number}})
    return row
