"""Objects 物证: registering them with photographs, taking samples, tying them to their measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app as jobs

from anjian.audit.actions import Transaction, transaction
from anjian.evidence import access, checks, custody_checks, queries
from anjian.evidence.actions.custody import append_custody
from anjian.evidence.actions.files import add_file
from anjian.evidence.actions.items import register_evidence
from anjian.evidence.commands import AddCustody, AddFile, Registered, RegisterEvidence, RegisterThing
from anjian.evidence.events import MeasureTied, ThingRegistered
from anjian.evidence.kinds import media_type_of
from anjian.evidence.models import MeasureTie, ThingDetails
from anjian.evidence.store import store
from anjian.kit.canonical import canonical_bytes
from anjian.kit.errors import Invalid, NotFound
from anjian.kit.ids import uuid7

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.evidence.commands import TakeSamples, TieMeasure
    from anjian.evidence.models import EvidenceItem
    from anjian.kit.actor import Actor

SHEET_NAME = "物品登记单.json"


def register_thing(cmd: RegisterThing, *, by: Actor, at: datetime, key: str | None = None) -> Registered:
    """Register an object as evidence: its sheet is the file, its photographs are further files.

    Raises as :func:`register_evidence`, and Invalid for a quantity, unit or photograph that is missing
    or a parent that is not there; Refused for a seal number that was used before.
    """
    custody_checks.thing(cmd)
    sheet = store().put_bytes(canonical_bytes(_sheet(cmd)))
    with transaction(by=by, at=at, key=key) as tx:
        parent = access.item_for(by, cmd.case_id, cmd.parent_no) if cmd.parent_no else None
        if cmd.place_code:
            custody_checks.may_keep_there(
                by.org_id, cmd.place_code, custody_checks.officers(by.org_id, cmd.collectors, at)
            )
        done = register_evidence(
            RegisterEvidence(
                case_id=cmd.case_id,
                kind="physical",
                title=cmd.title,
                purpose=cmd.purpose,
                source=cmd.source,
                collectors=cmd.collectors,
                place=cmd.place,
                collected_at=cmd.collected_at,
                digest=sheet,
                filename=SHEET_NAME,
                holder=cmd.holder,
                record=cmd.record,
                exculpatory=cmd.exculpatory,
                proves=cmd.proves,
            ),
            by=by,
            at=at,
        )
        row = access.item_by_id(by, done.id, lock=True)
        ThingDetails.objects.create(
            org_id=by.org_id,
            item_id=row.id,
            quantity=cmd.quantity,
            unit=cmd.unit.strip(),
            features=cmd.features.strip(),
            value_yuan=cmd.value_yuan,
            packaging=cmd.packaging.strip(),
            part=cmd.part,
            parent_id=parent.id if parent else None,
        )
        tx.record(
            ThingRegistered(
                stream_id=row.case_id,
                item_id=row.id,
                no=done.no,
                quantity=f"{cmd.quantity.normalize():f}",
                unit=cmd.unit.strip(),
                part=cmd.part,
                parent_no=cmd.parent_no,
                seal_no=cmd.seal_no.strip(),
            )
        )
        _photographs(row, cmd, by=by, at=at)
        _first_keeping(tx, row, done.no, cmd)
    return done


def _sheet(cmd: RegisterThing) -> dict[str, object]:
    """Return what the sheet of an object says; its own id keeps two equal objects apart."""
    return {
        "sheet": "anjian/thing/1",
        "sheet_id": uuid7(),
        "title": cmd.title.strip(),
        "quantity": f"{cmd.quantity.normalize():f}",
        "unit": cmd.unit.strip(),
        "features": cmd.features.strip(),
        "value_yuan": "" if cmd.value_yuan is None else f"{cmd.value_yuan:f}",
        "packaging": cmd.packaging.strip(),
        "seal_no": cmd.seal_no.strip(),
        "collected_at": cmd.collected_at,
        "place": cmd.place.strip(),
        "photographs": [digest.sha256 for digest, _name in cmd.photos],
    }


def _photographs(row: EvidenceItem, cmd: RegisterThing, *, by: Actor, at: datetime) -> None:
    pictures = False
    for number, (digest, name) in enumerate(cmd.photos, start=1):
        with store().open(digest.sha256) as stream:
            media_type = media_type_of(stream.read(64), name)
        pictures = pictures or media_type.startswith("image/")
        suffix = name.rsplit(".", 1)[-1].lower() if "." in name else ""
        photo = AddFile(
            item_id=row.id,
            filename=f"photo-{number}" + (f".{suffix}" if suffix.isascii() and suffix.isalnum() else ""),
            title=_("物品照片%(number)d") % {"number": number},
            media_type=media_type,
            digest=digest,
        )
        add_file(photo, by=by, at=at)
    if pictures:
        jobs.configure_task("evidence.make_thumbnail", queue="media").defer(
            org_id=str(row.org_id), item_id=str(row.id)
        )


def _first_keeping(tx: Transaction, row: EvidenceItem, no: str, cmd: RegisterThing) -> None:
    """Record the seal put on when it was taken, and where it was put, signed by those who took it."""
    if not cmd.seal_no.strip() and not cmd.place_code:
        return
    act = AddCustody(
        case_id=row.case_id,
        no=no,
        act="seal" if cmd.seal_no.strip() else "check",
        to_holder=tx.by.unit_name or tx.by.org_name,
        reason="取得时封存" if cmd.seal_no.strip() else "取得后入库",
        signers=tuple(row.collector_names),
        happened_at=cmd.collected_at,
        seal_no=cmd.seal_no,
        place=cmd.place,
        place_code=cmd.place_code,
    )
    append_custody(tx, row, act, before=row.sha256)


def take_samples(
    cmd: TakeSamples, *, by: Actor, second: Actor, at: datetime, key: str | None = None
) -> tuple[Registered, ...]:
    """Take samples of an item or split it, before two; each part becomes an item under its own seal.

    Raises Invalid, NotFound, and Refused as the custody of the item and the registration do.
    """
    access.require_role(by, access.HANDLING_ROLES, _("抽取样品"))
    custody_checks.samples(cmd, by=by, second=second, at=at)
    with transaction(by=by, at=at, key=key) as tx:
        row = access.item_for(by, cmd.case_id, cmd.no, lock=True)
        parent = queries.item_of(by.org_id, cmd.case_id, cmd.no)
        if parent is None:
            raise NotFound
        parts = tuple(
            register_thing(
                RegisterThing(
                    case_id=cmd.case_id,
                    title=part.title,
                    purpose=parent.purpose,
                    source=f"{parent.no} {parent.title}"[:200],
                    collectors=(by.id, second.id),
                    place=cmd.place,
                    collected_at=cmd.happened_at,
                    quantity=part.quantity,
                    unit=part.unit,
                    packaging=part.packaging,
                    seal_no=part.seal_no,
                    place_code=cmd.place_code,
                    holder=parent.holder,
                    record=parent.record or _("取样记录"),
                    parent_no=cmd.no,
                    part=part.part,
                ),
                by=by,
                at=at,
            )
            for part in cmd.parts
        )
        link = AddCustody(
            case_id=cmd.case_id,
            no=cmd.no,
            act=cmd.act,
            to_holder=parent.custody_holder,
            reason=cmd.reason,
            signers=(by.name, second.name),
            happened_at=cmd.happened_at,
            place=cmd.place,
            details={"parts": [part.no for part in parts]},
        )
        append_custody(tx, row, link, before=row.sha256)
    return parts


def tie_measure(cmd: TieMeasure, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Say that an item is held under a measure of the case. Raises NotFound, Invalid."""
    access.require_role(by, access.HANDLING_ROLES, _("标明所属措施"))
    if not cmd.listed_as.strip():
        raise Invalid({"listed_as": _("请选择清单上的物品。")})
    with transaction(by=by, at=at, key=key) as tx:
        row = access.item_for(by, cmd.case_id, cmd.no, lock=True)
        checks.not_archived(by.org_id, cmd.case_id)
        MeasureTie.objects.create(
            org_id=by.org_id,
            item_id=row.id,
            proceeding_id=cmd.proceeding_id,
            measure=cmd.measure,
            listed_as=cmd.listed_as.strip(),
            by_id=by.id,
            at=at,
        )
        tx.record(
            MeasureTied(
                stream_id=row.case_id,
                item_id=row.id,
                no=cmd.no,
                measure=cmd.measure,
                proceeding_id=cmd.proceeding_id,
                listed_as=cmd.listed_as.strip(),
            )
        )
