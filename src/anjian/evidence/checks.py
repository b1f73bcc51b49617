"""What must hold before evidence is accepted: particulars, two certified officers, the state of the case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.evidence import examination, queries
from anjian.evidence.kinds import FORMS, KINDS
from anjian.evidence.records import CORRECTABLE, item_no
from anjian.evidence.store import store
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Conflict, Invalid, Refusal, Refused, refuse
from anjian.people import queries as people

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from anjian.evidence.commands import CorrectDescription, Examine, RegisterEvidence

CITE_OFFICERS = "《行政处罚法》第四十二条第一款"


def particulars(cmd: RegisterEvidence, *, at: datetime) -> None:
    """Raise Invalid naming every particular that is missing or cannot be."""
    problems: dict[str, str] = {}
    required = {
        "title": _("请填写证据名称。"),
        "purpose": _("请写明证明什么。"),
        "source": _("请写明证据来源。"),
        "place": _("请写明取证地点。"),
        "filename": _("文件没有名称。"),
    }
    problems |= {name: said for name, said in required.items() if not getattr(cmd, name).strip()}
    if cmd.kind not in KINDS:
        problems["kind"] = _("请选择证据种类。")
    if cmd.form not in FORMS:
        problems["form"] = _("请选择原件或复制件。")
    if cmd.form == "copy" and not cmd.copy_note.strip():
        # 《最高人民法院关于行政诉讼证据若干问题的规定》第十条第二项、第十二条第一项
        problems["copy_note"] = _("复制件须注明原件所在，并经核对与原件无异。")
    if cmd.collected_at > at:
        problems["collected_at"] = _("取证时间不能晚于现在。")
    if cmd.digest.size <= 0:
        problems["file"] = _("文件是空的，没有登记。")
    elif not store().has(cmd.digest.sha256, size=cmd.digest.size):
        problems["file"] = _("文件没有完整保存，请重新上传。")
    if problems:
        raise Invalid(problems)


def two_officers(org_id: UUID, collectors: Sequence[UUID], when: datetime) -> list[str]:
    """Return the officers' names; raises Refused unless two of them held certificates on that day."""
    day = when.astimezone(LOCAL_ZONE).date()
    known = people.actors(org_id, list(dict.fromkeys(collectors)), on=day)
    reasons: list[Refusal] = []
    if len(known) < 2 or len(known) != len(set(collectors)):
        reasons.append(
            Refusal(
                code="two_officers",
                reason=_("取证应当由两名以上本机关执法人员进行，现有%(count)d名。") % {"count": len(known)},
                cites=(CITE_OFFICERS,),
                who=_("持有效行政执法证件的执法人员，至少两名"),
                cure=_("补填另一名共同取证的执法人员。"),
            )
        )
    reasons += [
        Refusal(
            code="certificate",
            reason=_("%(name)s在%(day)s没有有效的行政执法证件，不得取证。")
            % {"name": officer.name, "day": f"{day:%Y年%m月%d日}"},
            cites=(CITE_OFFICERS,),
            who=_("持有效行政执法证件的执法人员"),
            cure=_("由持证人员重新取证，或更正取证人员。"),
        )
        for officer in known.values()
        if officer.certificate_on(day) is None
    ]
    if reasons:
        raise Refused(tuple(reasons))
    return [known[officer_id].name for officer_id in dict.fromkeys(collectors)]


def not_archived(org_id: UUID, case_id: UUID) -> bool:
    """Raise Refused when the case is archived; otherwise say whether its decision has been made."""
    frozen = queries.freeze_of(org_id, case_id)
    if frozen is not None and frozen[0] == "archived":
        raise refuse(
            "archived",
            _("案卷已经归档，证据不得再增减或更改。"),
            "《中华人民共和国档案法》第十四条",
            who=_("任何人都不能"),
            cure=_("发现新的材料，依法另行立卷或经批准后补充归档。"),
        )
    return frozen is not None


def not_yet_here(org_id: UUID, cmd: RegisterEvidence) -> int:
    """Raise Conflict when the case already has this content; else return how many other cases do."""
    same = list(queries.same_content(org_id, cmd.digest.sha256))
    here = [seq for case_id, seq in same if case_id == cmd.case_id]
    if here and not cmd.although_same.strip():
        message = _("本案已有内容完全相同的证据%(no)s，没有重复登记。") % {"no": item_no(here[0])}
        raise Conflict(message, code="same_content")
    return len({case_id for case_id, _seq in same} - {cmd.case_id})


def correction(cmd: CorrectDescription) -> None:
    """Raise Invalid for a correction without reason, of nothing, or of what cannot be corrected."""
    problems: dict[str, str] = {}
    if not cmd.reason.strip():
        problems["reason"] = _("请写明更正理由。")
    if not cmd.changes:
        problems["changes"] = _("没有任何更正。")
    for name in cmd.changes:
        if name not in CORRECTABLE:
            problems[name] = _("这一项不能更正：文件、哈希、取证人员和时间须如实保留。")
    for name in ("title", "purpose", "source", "place"):
        if name in cmd.changes and not str(cmd.changes[name]).strip():
            problems[name] = _("不能改为空白。")
    if cmd.changes.get("kind", "documentary") not in KINDS or cmd.changes.get("form", "copy") not in FORMS:
        problems["kind"] = _("请选择证据种类和形式。")
    if problems:
        raise Invalid(problems)


def finding(cmd: Examine, *, kind: str, form: str, thing: bool) -> None:
    """Raise Invalid for a finding that does not give its reasons or denies a point without saying why.

    A trait that is denied needs its reason; a point answered “no” needs one too, for its trait.
    """
    held = {"authentic": cmd.authentic, "lawful": cmd.lawful, "relevant": cmd.relevant}
    asked = {point.code: point for point in examination.points(kind, form, thing=thing)}
    strange = set(cmd.answers) - set(asked) | {
        a for a in cmd.answers.values() if a not in examination.ANSWERS
    }
    if strange:
        raise Invalid({"answers": _("审查要点与证据种类不符，请刷新页面。")})
    problems: dict[str, str] = {}
    for trait in examination.traits().values():
        said = cmd.reasons.get(trait.code, "").strip() or cmd.opinion.strip()
        failed = [p for p in asked.values() if p.trait == trait.code and cmd.answers.get(p.code) == "no"]
        if not held[trait.code] and not said:
            problems["opinion"] = _("不予认可的，请写明理由。")
        elif failed and held[trait.code] and not cmd.reasons.get(trait.code, "").strip():
            problems[trait.code] = _("有要点不符合（%(point)s），仍予认可的请写明理由。") % {
                "point": failed[0].text
            }
    if problems:
        raise Invalid(problems)
