"""Reading the record back, signing it page by page, closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.credentials.moment import Moment
from anjian.interviews import access, events, queries, rules, store
from anjian.interviews.actions._common import mark, move, require
from anjian.interviews.actions.breaks import finish_break
from anjian.interviews.actions.filing import file_record
from anjian.interviews.actions.page_seals import seal_signature
from anjian.interviews.actions.prompts import clear_exhibit
from anjian.interviews.actions.recording import settle_recording, unsigned
from anjian.interviews.models import Mark, Page, PageSignature, Seat
from anjian.interviews.queries.sessions import local_day
from anjian.kit.errors import Invalid, NotFound, Refusal
from anjian.testimony.record import lay_out

if TYPE_CHECKING:
    from datetime import datetime

    from anjian.audit.actions import Transaction
    from anjian.interviews.models import Session
    from anjian.kit.actor import Actor

READ_AND_AGREED = "以上笔录我看过，与我说的相符。"
HEARD_AND_AGREED = "以上笔录已向我宣读，与我说的相符。"


def freeze(tx: Transaction, session: Session) -> None:
    """Lay the record out in pages, as the next version; unchanged pages keep their hash."""
    first = (
        Mark.objects.filter(org_id=session.org_id, session_id=session.id, kind="read_back")
        .order_by("id")
        .values_list("at", flat=True)
        .first()
    )
    pages = lay_out(queries.passages_of(session, org_name=tx.by.org_name, until=first or tx.at))
    session.record_version += 1
    session.save(update_fields=["record_version"])
    Page.objects.bulk_create(
        Page(
            org_id=session.org_id,
            session_id=session.id,
            version=session.record_version,
            no=page.no,
            lines=[[line.kind, line.text] for line in page.lines],
            sha256=page.sha256,
            sm3=page.sm3,
        )
        for page in pages
    )
    tx.record(
        events.RecordFrozen(
            stream_id=session.case_id,
            session_id=session.id,
            person=session.name,
            version=session.record_version,
            pages=tuple(page.sha256 for page in pages),
        )
    )


def start_read_back(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """End the questions and give the record to the person to read; from now on it is frozen.

    Refuses an empty record and a room without its two officers. Any length limit permits it.
    """
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        day = local_day(at)
        reasons = rules.two_officers(queries.officers_of(session, on=day), on=day)
        if session.segment_count == 0:
            reasons.append(
                Refusal(
                    code="interview.empty",
                    reason=_("笔录还没有任何问答。"),
                    cites=(rules.SHOW_CERTIFICATE,),
                    who=_("本室询问人员"),
                    cure=_("先记录问答；不再询问的，请取消本次询问。"),
                )
            )
        require(
            rules.state(session.state, ("questioning", "paused"), _("核对笔录")),
            reasons,
        )
        clear_exhibit(session_id, by=by, at=at)
        finish_break(tx, session)
        move(tx, session, "read_back", "read_back")
        freeze(tx, session)


def confirm_record(session_id: UUID, *, how: str, by: Actor, at: datetime) -> None:
    """The person has read the record, or had it read out, and agrees; signing begins.

    Raises Invalid for an unknown way of reading. Refuses while a page that the person called wrong
    stands as it was, and reading alone by somebody questioned from afar.
    """
    if how not in {"self", "aloud"}:
        raise Invalid({"how": _("请选择自行阅读或者向其宣读。")})
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        require(rules.state(session.state, ("read_back",), _("确认笔录")), _not_agreed(session, how))
        session.read_how = how
        session.read_statement = READ_AND_AGREED if how == "self" else HEARD_AND_AGREED
        session.save(update_fields=["read_how", "read_statement"])
        move(tx, session, "signing", "confirmed", note=session.get_read_how_display())


def _not_agreed(session: Session, how: str) -> list[Refusal]:
    found: list[Refusal] = []
    wrong = [p.no for p in queries.pages_of(session) if p.reading and p.reading.verdict == "wrong"]
    if wrong:
        found.append(
            Refusal(
                code="interview.page_wrong",
                reason=_("被询问人指出第%(pages)s页有错误，还没有更正或者重新看完。")
                % {"pages": "、".join(map(str, wrong))},
                cites=(rules.READ_BACK,),
                who=_("本室询问人员"),
                cure=_("更正或者补充；不需要更正的，请被询问人重新看过并确认这一页。"),
            )
        )
    if how == "self" and queries.identity_of(session).room_kind == "remote":
        found.append(
            Refusal(
                code="interview.remote_aloud",
                reason=_("远程询问的笔录应当向被询问人宣读，由其确认。"),
                cites=(rules.REMOTE,),
                who=_("本室询问人员"),
                cure=_("在录音录像下逐页宣读，选择“已向其宣读”。"),
            )
        )
    return found


def return_to_reading(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """Go back from signing to reading, because the person wants a change after all."""
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        require(rules.state(session.state, ("signing",), _("再次核对")))
        move(tx, session, "read_back", "returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPage:
    """A signature drawn on one page; ``image`` is a PNG as data URL, ``sha256`` the page as shown.

    The person also leaves a ``fingerprint`` (a scan or photograph); where signature or fingerprint is
    missing, ``note`` says why. ``moment`` is what the device told of place and picture.
    """

    session_id: UUID
    page_no: int
    slot: str
    sha256: str
    image: str
    fingerprint: bytes = b""
    note: str = ""
    moment: Moment | None = None


def sign_page(cmd: SignPage, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Put a drawn signature on a page. Raises Conflict-like Refused when the page has changed since.

    A signature already there stays. Raises NotFound for a page or signer the record does not have.
    """
    image, fingerprint = _given(cmd)
    with transaction(by=by, at=at, key=key) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        require(rules.state(session.state, ("signing",), _("签名")))
        page = next((p for p in queries.pages_of(session) if p.no == cmd.page_no), None)
        slot = next((s for s in page.slots if s.slot == cmd.slot), None) if page else None
        if page is None or slot is None:
            raise NotFound
        if page.sha256 != cmd.sha256:
            require([_changed()])
        if slot.done:
            return
        given = PageSignature.objects.create(
            org_id=by.org_id,
            session_id=session.id,
            page_no=page.no,
            page_sha256=page.sha256,
            slot=slot.slot,
            signer=slot.signer,
            image_sha256=image,
            fingerprint_sha256=fingerprint,
            note=cmd.note.strip()[:200],
            at=at,
            officer_id=by.id,
        )
        seal_signature(tx, session, given, moment=cmd.moment, by=by)
        tx.record(
            events.PageSigned(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                page_no=page.no,
                page_sha256=page.sha256,
                slot=slot.slot,
                signer=slot.signer,
                image_sha256=image,
                cites=(rules.READ_BACK,),
            )
        )


def _given(cmd: SignPage) -> tuple[str, str]:
    """Keep what was given; the person owes signature and fingerprint, or the reason why one is missing."""
    if cmd.slot != "person":
        return store.keep_image("image", cmd.image), ""
    if not cmd.note.strip():
        if not cmd.image:
            raise Invalid({"image": _("请在签名板上手写签名；不能书写的，采集指印并写明原因。")})
        if not cmd.fingerprint:
            raise Invalid({"fingerprint": _("请采集指印；没有采集的，写明原因。")})
    elif not cmd.image and not cmd.fingerprint:
        raise Invalid({"image": _("签名和指印至少要有一项。")})
    image = store.keep_image("image", cmd.image) if cmd.image else ""
    return image, store.keep_fingerprint("fingerprint", cmd.fingerprint) if cmd.fingerprint else ""


def _changed() -> Refusal:
    return Refusal(
        code="interview.page_changed",
        reason=_("这一页在打开之后又有更正，签名没有保存。"),
        cites=(rules.READ_BACK,),
        who=_("本室询问人员"),
        cure=_("请被询问人看过更正后的这一页再签名。"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseSignature:
    """The person refuses to sign: the reason is noted and both officers sign every open page.

    ``witness`` is somebody who saw it, with unit or phone; the witness signs too.
    """

    session_id: UUID
    reason: str
    lead_image: str
    recorder_image: str
    witness: str = ""
    witness_image: str = ""


def refuse_signature(cmd: RefuseSignature, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Note that the person refuses to sign the pages still open. Both officers must sign the note.

    The refusal gets a time mark, so that a reviewer finds it in the recording. Raises Invalid
    without a reason, without one of the two signatures, or for a witness who did not sign.
    """
    if not cmd.reason.strip():
        raise Invalid({"reason": _("请写明拒绝签名的原因。")})
    images = {
        "lead": store.keep_image("lead_image", cmd.lead_image),
        "recorder": store.keep_image("recorder_image", cmd.recorder_image),
    }
    witness = store.keep_image("witness_image", cmd.witness_image) if cmd.witness.strip() else ""
    with transaction(by=by, at=at, key=key) as tx:
        session = access.room_session(by, cmd.session_id, lock=True)
        day = local_day(at)
        require(
            rules.state(session.state, ("read_back", "signing"), _("记录拒绝签名")),
            rules.two_officers(queries.officers_of(session, on=day), on=day),
        )
        if session.state == "read_back":
            move(tx, session, "signing", "confirmed", note="被询问人拒绝签名")
        mark(tx, session, "refused", officer_id=by.id, note=cmd.reason.strip())
        refused: list[int] = []
        for page in queries.pages_of(session):
            if witness and any(s.slot == "person" and not s.done for s in page.slots):
                seen = PageSignature.objects.create(
                    org_id=by.org_id,
                    session_id=session.id,
                    page_no=page.no,
                    page_sha256=page.sha256,
                    slot="witness",
                    signer=cmd.witness.strip()[:80],
                    image_sha256=witness,
                    at=at,
                    officer_id=by.id,
                )
                seal_signature(tx, session, seen, by=by)
            for slot in page.slots:
                if slot.done or slot.slot == "interpreter":
                    continue
                officer = slot.slot in images
                noted = PageSignature.objects.create(
                    org_id=by.org_id,
                    session_id=session.id,
                    page_no=page.no,
                    page_sha256=page.sha256,
                    slot=slot.slot,
                    signer=slot.signer,
                    image_sha256=images.get(slot.slot, images["lead"]),
                    refusal="" if officer else cmd.reason.strip(),
                    at=at,
                    officer_id=by.id,
                )
                seal_signature(tx, session, noted, by=by)
                if slot.slot == "person":
                    refused.append(page.no)
        tx.record(
            events.PageRefused(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                pages=tuple(refused),
                reason=cmd.reason.strip(),
                cites=(rules.READ_BACK,),
            )
        )


def close_session(session_id: UUID, *, by: Actor, at: datetime, recording_reason: str = "") -> None:
    """Close the interview and file its record as D12.

    Refuses while a page lacks a signature or its reasoned refusal, and while its recording has no
    completeness certificate. ``recording_reason`` certifies it as it is, or says why there is none.
    """
    with transaction(by=by, at=at) as tx:
        session = access.room_session(by, session_id, lock=True)
        require(rules.state(session.state, ("signing",), _("结束询问")), unsigned(session))
        settle_recording(tx, session, reason=recording_reason)
        pages = queries.pages_of(session)
        session.state, session.live, session.ended_at = "closed", False, at
        session.save(update_fields=["state", "live", "ended_at"])
        for officer_id in Seat.objects.filter(
            org_id=by.org_id, session_id=session.id, present=True
        ).values_list("officer_id", flat=True):
            mark(tx, session, "left", officer_id=officer_id)
        Seat.objects.filter(org_id=by.org_id, session_id=session.id).update(present=False)
        mark(tx, session, "closed", officer_id=by.id)
        tx.record(
            events.SessionClosed(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.name,
                segments=session.segment_count,
                pages=tuple(page.sha256 for page in pages),
                refused=any(slot.refusal for page in pages for slot in page.slots),
                cites=(rules.SHOW_CERTIFICATE, rules.READ_BACK),
            )
        )
        file_record(session, by=by, at=at)
