"""Writing typical cases: told by rule, checked by a person, approved by another, then final."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext as _

from anjian.audit.actions import transaction
from anjian.cases import access as cases
from anjian.kit.errors import Invalid, NotFound, Refusal, Refused, refuse
from anjian.registers import access
from anjian.registers.anonymise import Anonymiser
from anjian.registers.events import TypicalDrafted, TypicalMoved
from anjian.registers.models import TypicalCase, TypicalVersion
from anjian.registers.queries import typical

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from anjian.audit.actions import Transaction
    from anjian.kit.actor import Actor

CLOSED = frozenset({"closed", "archived"})
SHORTEST = 10
"""Characters of the part that says what is to be learned."""


def draft(case_no: str, *, by: Actor, at: datetime, key: str | None = None) -> UUID:
    """Tell a closed case without names. Raises Refused, Invalid (no such case, not closed, told already)."""
    access.author(by)
    try:
        case = cases.case_for(by, case_no.strip())
    except NotFound:
        raise Invalid({"case_no": _("没有找到这个案件编号。")}) from None
    if case.state not in CLOSED and case.closed_on is None:
        raise Invalid({"case_no": _("案件还没有结案，结案以后才能编写典型案例。")})
    source = typical.source_of(case, by, at=at)
    teller = Anonymiser(source.known, source.parts.values())
    parts = {code: teller.tell(text).text for code, text in source.parts.items()}
    with transaction(by=by, at=at, key=key) as tx:
        tx.about("registers.typical", case.id)
        if typical.told_already(by.org_id, case.id):
            raise Invalid({"case_no": _("这个案件已经有典型案例。")})
        row = TypicalCase.objects.create(
            org_id=by.org_id, case_id=case.id, title=parts["title"][:200], violation=case.violation,
            author_id=by.id, author_name=by.name, made_at=at,
        )  # fmt: skip
        _keep(row, parts, by=by, at=at, note=_("按规则生成"))
        tx.record(TypicalDrafted(stream_id=row.id, title=row.title, case_id=case.id))
    return row.id


def _keep(row: TypicalCase, parts: Mapping[str, str], *, by: Actor, at: datetime, note: str) -> None:
    TypicalVersion.objects.create(
        org_id=row.org_id, typical_id=row.id, no=row.version, parts=dict(parts), author_id=by.id,
        author_name=by.name, note=note, at=at,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviseTypical:
    """A new version of a text; ``seen`` is the version the page was drawn from."""

    typical_id: UUID
    parts: Mapping[str, str]
    note: str = ""
    seen: int = 0


def revise(cmd: ReviseTypical, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Write a new version while the text is a draft. Raises Refused, Invalid, NotFound, Conflict."""
    access.author(by)
    parts = {code: str(cmd.parts.get(code, "")).strip() for code, _label in typical.PARTS}
    wrong = {code: _("不能为空。") for code in ("title", "facts", "result") if not parts[code]}
    if wrong:
        raise Invalid(wrong)
    with transaction(by=by, at=at, key=key) as tx:
        row = _in_state(tx, by, cmd.typical_id, "draft")
        if cmd.seen and cmd.seen != row.version:
            raise refuse("typical.stale", _("同事刚刚改过这个案例。"), cure=_("请在最新的文本上修改。"))
        row.version += 1
        row.title = parts["title"][:200]
        row.save()
        _keep(row, parts, by=by, at=at, note=cmd.note.strip())
        _moved(tx, row)


def _in_state(tx: Transaction, by: Actor, typical_id: UUID, state: str) -> TypicalCase:
    tx.about("registers.typical", typical_id)
    row = access.typical(by, typical_id, lock=True)
    access.case_of(by, row)
    if row.state != state:
        raise refuse(
            "typical.state",
            _("案例已经是“%(state)s”。") % {"state": row.get_state_display()},
            cure=_("请查看最新情况。"),
        )
    return row


def _moved(tx: Transaction, row: TypicalCase) -> None:
    tx.record(
        TypicalMoved(
            stream_id=row.id, title=row.title, state=row.state, version=row.version, sha256=row.sha256
        )
    )


def submit(typical_id: UUID, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Hand a checked text to a second person. Raises Refused while a known name remains, naming where."""
    access.author(by)
    with transaction(by=by, at=at, key=key) as tx:
        row = _in_state(tx, by, typical_id, "draft")
        _fit(row, by, at)
        row.state = "submitted"
        row.save()
        _moved(tx, row)


def give_back(typical_id: UUID, *, why: str, by: Actor, at: datetime, key: str | None = None) -> None:
    """Give a submitted text back to its author. Raises Refused, Invalid, NotFound."""
    access.author(by)
    if len(why.strip()) < 2:
        raise Invalid({"why": _("请写明需要修改什么。")})
    with transaction(by=by, at=at, key=key) as tx:
        row = _in_state(tx, by, typical_id, "submitted")
        parts = typical.version_of(row).parts
        row.version += 1
        row.state = "draft"
        row.save()
        _keep(row, parts, by=by, at=at, note=why.strip())
        _moved(tx, row)


def publish(typical_id: UUID, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Publish a text in the library of the bureau: the second pair of eyes.

    Raises Refused for whoever wrote any of it, and while a known name of the case remains.
    """
    access.author(by)
    with transaction(by=by, at=at, key=key) as tx:
        row = _in_state(tx, by, typical_id, "submitted")
        if by.id in {row.author_id, *_writers(row)}:
            raise refuse(
                "typical.four_eyes",
                _("典型案例由编写人以外的人复核发布。"),
                who=_("另一名法制审核人员、案件管理员或者负责人"),
                cure=_("请另一名同事复核。"),
            )
        parts = _fit(row, by, at)
        row.state, row.approver_id, row.approver_name, row.published_at = "published", by.id, by.name, at
        row.no = _number(by.org_id, at)
        row.sha256, row.sm3 = typical.digests(row.no, row, parts)
        row.save()
        _moved(tx, row)


def _number(org_id: UUID, at: datetime) -> str:
    """Return the next number of the library; two that are published at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"registers.typical:{org_id}"]
        )
    return typical.next_no(org_id, at.year)


def _writers(row: TypicalCase) -> set[UUID]:
    """Return whose words stand in the text: the authors of its versions, not those who gave it back."""
    kept: set[UUID] = set()
    before: Mapping[str, str] | None = None
    for version in reversed(typical.versions_of(row)):
        if version.parts != before:
            kept.add(version.author_id)
        before = version.parts
    return kept


def drop(typical_id: UUID, *, by: Actor, at: datetime, key: str | None = None) -> None:
    """Give a draft up; another may then be written of the case. Raises Refused, NotFound."""
    access.author(by)
    with transaction(by=by, at=at, key=key) as tx:
        row = _in_state(tx, by, typical_id, "draft")
        row.state = "dropped"
        row.save()
        _moved(tx, row)


def _fit(row: TypicalCase, by: Actor, at: datetime) -> dict[str, str]:
    """Return the parts of a text that may go out. Raises Refused with every place that bars it."""
    parts: dict[str, str] = typical.version_of(row).parts
    known = typical.source_of(access.case_of(by, row), by, at=at).known
    labels = dict(typical.PARTS)
    refusals = [
        Refusal(
            code="typical.known_name",
            reason=_("“%(part)s”第%(place)d字起“%(text)s”：%(why)s。")
            % {"part": _(labels[code]), "place": left.start + 1, "text": left.text, "why": _(left.why)},
            cites=("《行政处罚法》第五十条",),
            cure=_("改成代称以后再提交。"),
        )
        for code, found in typical.left_in(parts, known).items()
        for left in found
        if left.barred
    ]
    if len(parts.get("lesson", "")) < SHORTEST:
        refusals.append(
            Refusal(
                code="typical.lesson", reason=_("还没有写典型意义。"), cure=_("写明案件对同类执法的意义。")
            )
        )
    if refusals:
        raise Refused(tuple(refusals), _("还不能提交。"))
    return parts
