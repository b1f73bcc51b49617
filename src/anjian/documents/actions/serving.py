"""Service of documents and its proof (《行政处罚法》第六十一条; 《民事诉讼法》第八十七条至第九十五条)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from datetime import datetime as instant
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.documents import access, content, queries, rules
from anjian.documents.actions.approving import add_signature
from anjian.documents.actions.drafting import draft, revise, stream
from anjian.documents.actions.issuing import issue_locked
from anjian.documents.commands import (
    DraftInstrument,
    RecordService,
    ReviseInstrument,
    SignInstrument,
)
from anjian.documents.events import InstrumentServed
from anjian.documents.kinds import get
from anjian.documents.models import Instrument
from anjian.kit.actor import Actor
from anjian.kit.errors import Conflict, Invalid, Refusal, Refused
from anjian.people import queries as people

ANNOUNCEMENT_DAYS = 30
"""Public announcement counts as service after thirty days (《民事诉讼法》第九十五条)."""

_SERVICE = "《行政处罚法》第六十一条"


METHODS = {
    "direct": "直接送达",
    "left": "留置送达",
    "agent": "委托送达",
    "post": "邮寄送达",
    "handed_on": "转交送达",
    "electronic": "电子送达",
    "announcement": "公告送达",
}


def effective_day(method: str, served_at: instant) -> date:
    """The day on which a document counts as served."""
    day = content.local_day(served_at)
    return day + timedelta(days=ANNOUNCEMENT_DAYS) if method == "公告送达" else day


def record_service(command: RecordService, *, by: Actor, at: instant, key: str | None = None) -> UUID:
    """Record the service of an issued document; makes, signs and issues D43 and returns its id.

    Refuses fewer than two certified servers, electronic service without a signed consent,
    service before issue or in the future, and announcement without reasons.
    """
    command = replace(command, method=METHODS.get(command.method, command.method))
    with transaction(by=by, at=at, key=key) as tx:
        instrument = access.instrument_for(by, command.instrument_id, lock=True)
        if instrument.status == "served":
            raise Conflict(_("这份文书已经送达。"), code="already_done")
        servers = _servers(command, by=by)
        refusals = _refusals(instrument, command, servers, at=at)
        if refusals:
            raise Refused(rules.complete(get(instrument.code), refusals))
        proof = _proof(instrument, command, servers, by=by, at=at)
        fields = queries.current_fields(by.org_id, [proof])[proof.id]
        add_signature(tx, proof, fields, _receipt(proof, command), by=by, at=at)
        for slot, server in zip(rules.OFFICER_SLOTS, servers, strict=False):
            picture = dict(command.server_pngs).get(server.id)
            mark = SignInstrument(
                instrument_id=proof.id, expected_version=proof.version, slot=slot, png=picture
            )
            add_signature(tx, proof, fields, mark, by=by, at=at, signer=server)
        try:
            issue_locked(tx, proof, by=by, at=at)
        except Invalid as problem:
            # The form speaks of the proof's particulars in its own names.
            raise Invalid({_FORM_NAMES.get(c, c): m for c, m in problem.fields.items()}) from problem
        served_on = command.effective_on or effective_day(command.method, command.served_at)
        instrument.status = "served"
        instrument.served_on = served_on
        instrument.service_proof_id = proof.id
        instrument.save(update_fields=["status", "served_on", "service_proof_id"])
        tx.record(
            InstrumentServed(
                stream_id=stream(instrument),
                instrument_id=instrument.id,
                code=instrument.code,
                title=instrument.title,
                no=instrument.no,
                method=command.method,
                served_on=served_on,
                proof_id=proof.id,
                cites=(_SERVICE,),
            )
        )
        return proof.id


_FORM_NAMES = {"officers": "servers", "items": "instrument_id"}


def _servers(command: RecordService, *, by: Actor) -> list[Actor]:
    known = people.actors(by.org_id, list(command.servers), on=content.local_day(command.served_at))
    return [known[one] for one in dict.fromkeys(command.servers) if one in known]


def _refusals(
    instrument: Instrument, command: RecordService, servers: list[Actor], *, at: instant
) -> list[Refusal]:
    kind = get(instrument.code)
    found: list[Refusal] = []
    if instrument.status != "issued" or instrument.issued_at is None:
        found.append(
            rules.refusal("not_issued", _("文书尚未制发，不能送达。"), _SERVICE, cure=_("先制发文书。"))
        )
    elif content.local_day(command.served_at) < content.local_day(instrument.issued_at):
        found.append(
            rules.refusal("before_issue", _("送达时间早于文书制发时间。"), _SERVICE, cure=_("核对送达时间。"))
        )
    if command.served_at > at:
        found.append(rules.refusal("future", _("送达时间还没有到。"), _SERVICE, cure=_("送达之后再登记。")))
    if not kind.served:
        found.append(rules.refusal("not_served", _("《%(name)s》不需要送达。") % {"name": _(kind.name)}))
    day = content.local_day(command.served_at)
    certified = [s for s in servers if s.certificate_on(day) is not None]
    if len(certified) < 2:
        found.append(
            rules.refusal(
                "two_officers",
                _("送达应当由不少于两名持有有效执法证件的执法人员进行。"),
                rules.TWO_OFFICERS,
                who=_("两名持证执法人员"),
                cure=_("补充或者更换送达人员。"),
            )
        )
    if command.method == "电子送达" and not _consented(instrument):
        found.append(
            rules.refusal(
                "no_consent",
                _("当事人没有签署同意电子送达的送达地址确认书。"),
                "《行政处罚法》第六十一条第二款",
                who=_("当事人"),
                cure=_("先由当事人签署《送达地址确认书》，或者改用其他送达方式。"),
            )
        )
    if command.method == "公告送达" and not command.note.strip():
        found.append(
            rules.refusal(
                "announcement",
                _("公告送达应当写明受送达人下落不明或者用其他方式无法送达的情况。"),
                "《民事诉讼法》第九十五条",
                cure=_("在备注中写明此前的送达经过。"),
            )
        )
    return found


def _consented(instrument: Instrument) -> bool:
    if instrument.case_id is None:
        return False
    return any(
        fact.code == "D44" and fact.reached("issued") and fact.fields.get("electronic") is True
        for fact in queries.facts_of(instrument.org_id, instrument.case_id)
    )


def _proof(
    instrument: Instrument, command: RecordService, servers: list[Actor], *, by: Actor, at: instant
) -> Instrument:
    fields = instrument.frozen["fields"] if instrument.frozen else {}
    day = content.local_day(command.served_at)
    officers = [
        {"name": one.name, "cert_no": certificate.no, "id": str(one.id)}
        for one in servers
        if (certificate := one.certificate_on(day)) is not None
    ]
    values: dict[str, Any] = {
        "case_cause": command.case_cause
        or fields.get("case_cause")
        or _cause(instrument)
        or instrument.title,
        "recipient": command.recipient or fields.get("party_name") or fields.get("person_name") or "",
        "items": [{"name": instrument.title, "no": instrument.no, "copies": "1"}],
        "method": command.method,
        "place": command.place,
        "served_at": command.served_at.isoformat(),
        "receiver": command.receiver,
        "receiver_relation": command.receiver_relation,
        "refused": command.refused,
        "refusal_reason": command.refusal_reason,
        "witnesses": [dict(one) for one in command.witnesses],
        "recording": command.recording,
        "tracking_no": command.tracking_no,
        "effective_on": (
            command.effective_on or effective_day(command.method, command.served_at)
        ).isoformat(),
        "officers": officers,
        "note": command.note,
    }
    waiting = _waiting_proof(instrument, by)
    if waiting is not None:
        revise(
            ReviseInstrument(instrument_id=waiting.id, expected_version=waiting.version, fields=values),
            by=by,
            at=at,
        )
        return access.instrument_for(by, waiting.id, lock=True)
    proof_id = draft(
        DraftInstrument(
            code="D43",
            case_id=instrument.case_id,
            proceeding_id=instrument.proceeding_id,
            title=f"{get('D43').name}（{instrument.title}）",
            fields=values,
        ),
        by=by,
        at=at,
    )
    return access.instrument_for(by, proof_id, lock=True)


def _waiting_proof(instrument: Instrument, by: Actor) -> Instrument | None:
    """A proof of service that a step has drafted for this case and nobody has used yet."""
    if instrument.case_id is None:
        return None
    rows = Instrument.objects.filter(
        org_id=instrument.org_id, case_id=instrument.case_id, code="D43", status="draft", drafted_by=by.id
    )
    return rows.order_by("-created_at", "-id").first()


def _cause(instrument: Instrument) -> str:
    if instrument.case_id is None:
        return ""
    facts = queries.facts_of(instrument.org_id, instrument.case_id)
    return next((str(f.fields["case_cause"]) for f in reversed(facts) if f.fields.get("case_cause")), "")


def _receipt(proof: Instrument, command: RecordService) -> SignInstrument:
    """The receiver's signature; where nobody signs in person, the reason stands instead."""
    personal = command.method in {"直接送达", "委托送达", "转交送达"} and not command.refused
    reason = command.refusal_reason or f"以{command.method}方式送达，无收件人当面签收"
    return SignInstrument(
        instrument_id=proof.id,
        expected_version=proof.version,
        slot="party",
        signer_name=command.receiver or command.recipient or "受送达人",
        png=command.receiver_png,
        refused=not personal,
        reason="" if personal else reason,
    )
