"""The end of a session: certificate, document, and everything taken becomes evidence at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.documents import actions as documents
from anjian.evidence import actions as evidence
from anjian.evidence import queries as evidence_queries
from anjian.evidence.commands import RegisterEvidence
from anjian.kit.blobs import Digest
from anjian.kit.errors import Invalid, Refusal
from anjian.people.keys import signer_for
from anjian.recordings import actions as recordings
from anjian.remote import access, course, queries
from anjian.remote.actions._common import move, note, require
from anjian.remote.models import Session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from anjian.kit.actor import Actor

SOURCE = "远程取证同步录音录像"
_PLACES = {"party": "party", "officer": "officer", "officer2": "officer2"}
_KIND = {"identity": "electronic", "shot": "electronic", "file": "electronic"}


def _open_places(session: Session) -> list[Refusal]:
    left = queries.unsigned(queries.pages_of(session))
    if not left:
        return []
    names = {
        "party": session.guest_name,
        "officer": session.officers[0]["name"],
        "officer2": session.officers[1]["name"],
    }
    where = "、".join(f"第{no}页{names[slot]}" for no, slot in left[:6])
    return [
        Refusal(
            code="remote.unsigned",
            reason=_("还有%(n)d处没有签名：%(where)s。") % {"n": len(left), "where": where},
            cites=(course.TALK,),
            who=_("对方逐页签名，两名执法人员在最后一页签名"),
            cure=_("继续签名；对方拒绝签名的，由执法人员写明原因。"),
        )
    ]


def certify_session(session_id: UUID, *, by: Actor, at: datetime, reason: str = "") -> UUID:
    """Certify the recording of both sides before the guest leaves; returns its item of evidence.

    Raises Refused before every place is signed, and while a part is not wholly here without ``reason``.
    """
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, session_id, lock=True)
        require(course.against("certify", session.state), _open_places(session))
        wanted = queries.wanted_of(session)
        assert wanted is not None  # noqa: S101  the notice was told long ago
        item = recordings.certify(
            queries.subject_of(session),
            recordings.Certify(
                wanted=wanted,
                title=f"{session.guest_name}远程取证同步录音录像",
                purpose=f"证明对{session.guest_name}远程取证的经过、陈述内容和程序",
                source=SOURCE,
                place=session.place,
                collectors=(session.lead_id, session.second_id),
                collected_at=session.started_at or at,
                override_reason=reason,
                about={"case_no": session.case_no, "person": session.guest_name, "way": "远程视频"},
            ),
            signer_for(session.org_id),
            by=by,
            at=at,
        )
        session.recording = False
        session.save(update_fields=["recording"])
        note(tx, session, "certified", _("出具录制完整性证明"))
    return item


def close_session(session_id: UUID, *, by: Actor, at: datetime) -> UUID:
    """End a session: issue its record and register everything taken, all in one; returns the document.

    Raises Refused before the last signature and before the recording is certified.
    """
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, session_id, lock=True)
        require(course.against("close", session.state), _open_places(session), _uncertified(session))
        document = documents.file_signed_record(_document(session, at=at), by=by, at=at)
        commands = list(_evidence(session))
        evidence.register_all(commands, by=by, at=at)
        session.document_id = document
        move(
            tx, session, "close", _("远程取证结束：笔录已制发，%(n)s项材料登记为证据") % {"n": len(commands)}
        )
    return document


def _uncertified(session: Session) -> list[Refusal]:
    if queries.recorded(session).certificate:
        return []
    return [
        Refusal(
            code="remote.uncertified",
            reason=_("录音录像还没有出具完整性证明。"),
            cites=(course.RECORD,),
            who=_("本场执法人员"),
            cure=_("停止录制，等双方页面都显示“全部送达”，再出具完整性证明；对方离开之前办理。"),
        )
    ]


def _evidence(session: Session) -> Iterator[RegisterEvidence]:
    for one in queries.items_of(session):
        whose = session.guest_name if one.side == "guest" else ""
        here = [
            c for c, _seq in evidence_queries.same_content(session.org_id, one.sha256) if c == session.case_id
        ]
        yield RegisterEvidence(
            case_id=session.case_id,
            kind=_KIND[one.kind],
            title=one.title,
            purpose=f"证明{session.guest_name}的身份" if one.kind == "identity" else session.purpose,
            source=f"远程取证中由{whose}提交" if whose else f"远程取证中截取{session.guest_name}一方的画面",
            collectors=(session.lead_id, session.second_id),
            place=f"{session.place}（远程视频）",
            collected_at=one.at,
            digest=Digest(sha256=one.sha256, sm3=one.sm3, size=one.size),
            filename=one.filename,
            holder=whose,
            device="浏览器远程视频",
            record=f"{session.guest_name}远程取证笔录",
            although_same="远程取证中再次取得" if here else "",
        )


def _document(session: Session, *, at: datetime) -> documents.FileSignedRecord:
    code, fields = ("D13", _scene(session, at)) if session.kind == "site" else ("D12", _talk(session, at))
    pages = queries.pages_of(session)
    fields["officers"] = session.officers
    fields["recorder"] = session.officers[1]["name"]
    fields["rights_answer"] = "听清楚了，同意远程取证和录音录像，不申请回避。"
    fields["laid_pages"] = [
        {
            "lines": "\n".join(text for _kind, text in page.lines),
            "kinds": ",".join(kind for kind, _text in page.lines),
        }
        for page in pages
    ]
    marks = tuple(
        documents.GivenMark(
            slot=_PLACES[slot],
            signer_name=one.signer_name,
            signer_id=one.signer_id,
            at=one.at,
            page=page.no,
            png_sha256=one.png_sha256,
            refused=one.refused,
            reason=one.reason,
        )
        for page in pages
        for slot, one in page.signed.items()
    )
    title = "勘验笔录" if code == "D13" else "询问笔录"
    return documents.FileSignedRecord(
        code=code,
        case_id=session.case_id,
        title=f"{title}（{session.guest_name}，远程）",
        fields=fields,
        marks=marks,
        id=session.id,
    )


def _recording(session: Session) -> str:
    return f"远程取证双方录制，完整性证明SHA-256：{queries.recorded(session).certificate}"


def _talk(session: Session, at: datetime) -> dict[str, Any]:
    closed = Session.objects.filter(
        org_id=session.org_id, case_id=session.case_id, guest_name=session.guest_name, state="closed"
    )
    return {
        "case_cause": session.matter,
        "session_no": closed.count() + 1,
        "started_at": session.started_at,
        "ended_at": at,
        "place": f"远程视频：执法人员在{session.place}，被询问人在{session.guest_place or '自述地点'}",
        "person_name": session.guest_name,
        "person_sex": session.sex,
        "person_birth": session.born_on,
        "person_id_no": session.id_no,
        "person_employer": session.employer,
        "person_post": session.post,
        "person_address": session.address,
        "person_phone": session.guest_phone,
        "person_relation": session.relation or session.capacity,
        "others": "",
        "qa": [
            {"question": line.question, "answer": line.answer}
            for line in queries.lines_of(session)
            if line.kind == "qa"
        ],
        "read_back": "本人阅读",
        "read_back_words": session.statement,
        "recording": _recording(session),
        "sign_notes": "被询问人在其设备屏幕上逐页阅读、手写签名，签名时的画面、时间和位置随笔录保存。",
    }


def _scene(session: Session, at: datetime) -> dict[str, Any]:
    taken = queries.items_of(session)
    return {
        "case_cause": session.matter,
        "started_at": session.started_at,
        "ended_at": at,
        "place": session.guest_place or session.address,
        "weather": "远程视频查看，以录像为准",
        "party_name": session.employer or session.guest_name,
        "party_person": session.guest_name,
        "party_person_post": session.post,
        "attendees": [],
        "condition": "经远程视频查看，现场情况记录如下：\n"
        + "\n".join(
            line.answer if not line.question else f"问：{line.question}\n答：{line.answer}"
            for line in queries.lines_of(session)
        ),
        "drawings": [{"name": one.title, "count": "1份", "no": f"第{one.no}项"} for one in taken],
        "party_opinion": session.statement,
        "recording": _recording(session),
    }


def end_session(session_id: UUID, *, reason: str, by: Actor, at: datetime) -> None:
    """End a session early, with the reason; what was recorded and taken stays with the session."""
    if not reason.strip():
        raise Invalid({"reason": _("请写明提前结束的理由。")})
    with transaction(by=by, at=at) as tx:
        session = access.seated_session(by, session_id, lock=True)
        move(tx, session, "end", _("提前结束：%(reason)s") % {"reason": reason.strip()[:200]})
