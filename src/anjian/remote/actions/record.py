"""The record of a session: written while it goes on, read by the guest page by page, corrected, signed."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.documents.store import store
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Conflict, Invalid, NotFound
from anjian.people import queries as people
from anjian.remote import access, course, queries
from anjian.remote.actions._common import guest_actor, move, note, require
from anjian.remote.actions.guest import place_of
from anjian.remote.events import RecordSigned
from anjian.remote.models import Line, Page, Session, Signature
from anjian.testimony.record import Passage, lay_out, masked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from anjian.kit.actor import Actor

SAYING = "以上笔录我看过，与我说的一致。"
LARGEST_PICTURE = 1_500_000
_KINDS = {"data:image/png;base64": b"\x89PNG\r\n\x1a\n", "data:image/jpeg;base64": b"\xff\xd8\xff"}


def keep_picture(name: str, drawn: str, *, only_png: bool = False) -> str:
    """Keep a picture that came as a data URL and return its SHA-256; its first bytes must be what it says."""
    head, _comma, body = drawn.partition(",")
    mark = _KINDS.get(head)
    if mark is None or (only_png and head != "data:image/png;base64"):
        raise Invalid({name: _("请在签名板上手写签名。") if only_png else _("图片无法识别。")})
    try:
        data = base64.b64decode(body, validate=True)
    except binascii.Error as problem:
        raise Invalid({name: _("图片不完整，请重试。")}) from problem
    if not data.startswith(mark) or len(data) > LARGEST_PICTURE:
        raise Invalid({name: _("图片无法使用，请重试。")})
    return store().put_bytes(data).sha256


def write_line(
    session_id: UUID, *, question: str, answer: str, by: Actor, at: datetime, key: str | None = None
) -> None:
    """Add a question with its answer to the record, or a note of what was seen (no question)."""
    question, answer = question.strip()[:2000], answer.strip()[:8000]
    if not answer:
        raise Invalid({"answer": _("请填写内容。")})
    with transaction(by=by, at=at, key=key) as tx:
        session = access.seated_session(by, session_id, lock=True)
        require(course.against("write", session.state))
        no = _add_line(session, "qa" if question else "note", answer, by=by, at=at, question=question)
        note(tx, session, "line", _("记录第%(no)s条") % {"no": no}, told=False)


def _add_line(
    session: Session, kind: str, answer: str, *, by: Actor, at: datetime, question: str = "", page_no: int = 0
) -> int:
    no = Line.objects.filter(org_id=session.org_id, session_id=session.id).count() + 1
    Line.objects.create(
        org_id=session.org_id,
        session_id=session.id,
        no=no,
        kind=kind,
        question=question,
        answer=answer,
        page_no=page_no,
        at=at,
        by_name=by.name,
    )
    return no


def read_record(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """Lay the record out and give it to the guest to read. Raises Refused while there is nothing in it."""
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, session_id, lock=True)
        lines = queries.lines_of(session)
        if not any(line.kind in {"qa", "note"} for line in lines):
            raise Conflict(_("笔录还没有内容。"), code="empty")
        if session.kind == "person" and not any(line.kind == "qa" for line in lines):
            raise Conflict(_("询问笔录至少应有一个问题和回答。"), code="empty")
        require(course.against("read", session.state))
        _freeze(session, org_name=by.org_name, at=at)
        move(tx, session, "read", _("笔录交对方核对（第%(n)s稿）") % {"n": session.version})


def _freeze(session: Session, *, org_name: str, at: datetime) -> None:
    """Lay out a new version; pages that stay as they were keep their hash, and so their reading."""
    session.version += 1
    session.save(update_fields=["version"])
    Page.objects.bulk_create(
        Page(
            org_id=session.org_id,
            session_id=session.id,
            version=session.version,
            no=page.no,
            lines=[[line.kind, line.text] for line in page.lines],
            sha256=page.sha256,
            sm3=page.sm3,
        )
        for page in lay_out(_passages(session, org_name=org_name, at=at))
    )


def _passages(session: Session, *, org_name: str, at: datetime) -> list[Passage]:
    """Return the record as passages: head, notice, questions, what was taken, corrections."""
    began = session.started_at or at
    day = f"{began.astimezone(LOCAL_ZONE):%Y年%m月%d日%H时%M分}"
    officers = "、".join(f"{one['name']}（{one['cert_no']}）" for one in session.officers)
    out = [
        Passage("note", f"方式：远程视频。开始时间：{day}"),
        Passage(
            "note", f"执法人员所在地：{session.place}。对方所在地（自述）：{session.guest_place or '未说明'}"
        ),
        Passage("note", f"执法人员：{officers}。记录人：{session.officers[1]['name']}"),
        Passage(
            "note",
            _who(session),
        ),
        Passage("note", f"身份核对：出示证件并拍照，{session.id_found}"),
    ]
    for point in queries.points_of(session, org_name=org_name):
        out.append(Passage("q", f"告知：{point.text}"))
        out.append(Passage("a", "答：听清楚了。"))
    out.append(Passage("a", "答：我同意以远程视频方式进行，同意全程录音录像，不申请回避。"))
    for line in queries.lines_of(session):
        if line.kind == "qa":
            out += [Passage("q", f"问：{line.question}"), Passage("a", f"答：{line.answer}")]
        elif line.kind == "note":
            out.append(Passage("note", f"记录：{line.answer}"))
    taken = queries.items_of(session)
    if taken:
        out.append(Passage("note", "取得的材料："))
        out += [
            Passage(
                "note",
                f"{one.no}．{one.title}，{one.size}字节，SHA-256 {one.sha256}，"
                f"{'对方当场核对一致' if one.confirmed_at else '对方未核对'}",
            )
            for one in taken
        ]
    out += [
        Passage("note", f"更正（第{line.page_no}页）：{line.answer}（{line.by_name}）")
        for line in queries.lines_of(session)
        if line.kind == "fix"
    ]
    return out


def _who(session: Session) -> str:
    known = (
        session.guest_name,
        session.sex or "性别未填",
        f"身份证件号码{masked(session.id_no)}",
        session.address,
        session.employer,
    )
    return f"{session.capacity}：{'，'.join(one for one in known if one)}"


def see_page(by: Session, page_no: int, sha256: str, *, at: datetime) -> None:
    """Note that the guest has read a page as it stands. Raises Conflict when it has changed meanwhile."""
    with transaction(by=guest_actor(by), at=at) as tx:
        session = Session.objects.select_for_update().get(org_id=by.org_id, id=by.id)
        require(course.against("correct", session.state))
        page = _page(session, page_no, sha256)
        if page.seen_at is None:
            note(tx, session, "page_seen", _("对方看完第%(n)s页") % {"n": page_no}, data={"sha256": sha256})


def _page(session: Session, page_no: int, sha256: str) -> queries.PageView:
    for page in queries.pages_of(session):
        if page.no == page_no:
            if page.sha256 != sha256:
                raise Conflict(_("这一页刚刚更正过，请重新看一遍。"), code="stale")
            return page
    raise NotFound


def correct_record(by: Session, page_no: int, words: str, *, at: datetime) -> None:
    """Add a correction in the guest's own words; what was written stays, the record gets a new version."""
    words = words.strip()[:2000]
    if not words:
        raise Invalid({"words": _("请写明哪里不对、应当是什么。")})
    with transaction(by=guest_actor(by), at=at) as tx:
        session = Session.objects.select_for_update().get(org_id=by.org_id, id=by.id)
        require(course.against("correct", session.state))
        _add_line(session, "fix", words, by=guest_actor(session), at=at, page_no=page_no)
        _freeze(session, org_name=people.agency(session.org_id).name, at=at)
        note(tx, session, "corrected", _("对方更正第%(n)s页") % {"n": page_no}, data={"page": page_no})


def go_back(session_id: UUID, *, by: Actor, at: datetime) -> None:
    """Go on with the work after a reading; the next reading is a new version."""
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, session_id, lock=True)
        if queries.recorded(session).certificate:
            raise Conflict(_("录制完整性证明已经出具，不能再补充。"), code="certified")
        session.statement = ""
        move(tx, session, "go_back", _("继续取证"))


def confirm_record(by: Session, *, at: datetime) -> None:
    """Confirm the record after every page was read."""
    with transaction(by=guest_actor(by), at=at) as tx:
        session = Session.objects.select_for_update().get(org_id=by.org_id, id=by.id)
        left = [page.no for page in queries.pages_of(session) if page.seen_at is None]
        if left and session.state == "reading":
            raise Invalid({"confirm": _("第%(n)s页还没有看完。") % {"n": left[0]}})
        session.statement = SAYING
        move(tx, session, "confirm", SAYING)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPage:
    """A signature on a page as it was shown; ``moment`` is the camera's picture at that instant."""

    slot: str
    page_no: int
    sha256: str
    image: str = ""
    moment: str = ""
    position: Mapping[str, Any] = field(default_factory=dict)
    refusal: str = ""


def sign_page(session: Session, cmd: SignPage, *, by: Actor, at: datetime) -> None:
    """Sign one page, or note why the guest will not. The caller fetched the session for this side."""
    guest = by.kind == "public"
    if guest != (cmd.slot == "party") and not (cmd.slot == "party" and cmd.refusal.strip()):
        raise NotFound
    refused = bool(cmd.refusal.strip())
    if guest and refused:
        raise NotFound
    drawn = "" if refused else keep_picture("image", cmd.image, only_png=True)
    moment = keep_picture("moment", cmd.moment) if cmd.moment and not refused else ""
    with transaction(by=by, at=at) as tx:
        session = Session.objects.select_for_update().get(org_id=session.org_id, id=session.id)
        require(course.against("sign", session.state))
        page = _page(session, cmd.page_no, cmd.sha256)
        if cmd.slot in page.signed:
            raise Conflict(_("这一页已经签过。"), code="already_done")
        signer, signer_id = _signer(session, cmd.slot)
        Signature.objects.create(
            org_id=session.org_id,
            session_id=session.id,
            page_no=page.no,
            page_sha256=page.sha256,
            slot=cmd.slot,
            signer_name=signer,
            signer_id=signer_id,
            png_sha256=drawn,
            moment_sha256=moment,
            position=place_of(cmd.position),
            refused=refused,
            reason=cmd.refusal.strip()[:200],
            at=at,
        )
        words = _("%(name)s签第%(n)s页") % {"name": signer, "n": page.no}
        note(tx, session, "signed", words, data={"slot": cmd.slot}, told=False)
        tx.record(
            RecordSigned(
                stream_id=session.case_id,
                session_id=session.id,
                person=session.guest_name,
                page_no=page.no,
                page_sha256=page.sha256,
                slot=cmd.slot,
                signer=signer,
                refused=refused,
                moment_sha256=moment,
            )
        )


def _signer(session: Session, slot: str) -> tuple[str, UUID | None]:
    if slot == "party":
        return session.guest_name, None
    if slot not in {"officer", "officer2"}:
        raise NotFound
    one = session.officers[0 if slot == "officer" else 1]
    return one["name"], UUID(one["id"])
