"""Why a document may not be approved, signed, issued or served: every reason, with the article."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from anjian.documents.issuer import Issuer
from anjian.documents.kinds import DocumentKind, get
from anjian.documents.models import Instrument, InstrumentMark
from anjian.documents.numbering import malformed_patterns
from anjian.documents.remedies import missing_names
from anjian.kit.actor import Actor
from anjian.kit.errors import Refusal
from anjian.procedures.roles import ROLE_LABELS, named

TWO_OFFICERS = "《行政处罚法》第四十二条"
OFFICER_SLOTS = ("officer", "officer2")
SLOT_ROLES = {
    "agency_head": "agency_head",
    "chair": "hearing_chair",
    "reviewer": "legal_reviewer",
    "keeper": "archivist",
}
SLOT_LABELS = {
    "party": gettext_noop("当事人（被询问人、收件人）"),
    "officer": gettext_noop("执法人员"),
    "officer2": gettext_noop("另一名执法人员"),
    "agency_head": gettext_noop("行政机关负责人"),
    "chair": gettext_noop("听证主持人"),
    "reviewer": gettext_noop("法制审核人员"),
    "recorder": gettext_noop("记录人"),
    "keeper": gettext_noop("档案管理人员"),
    "attendees": gettext_noop("参加人员"),
    "print": gettext_noop("被询问人指印"),
    "guardian": gettext_noop("监护人"),
    "interpreter": gettext_noop("翻译人员"),
    "witness": gettext_noop("见证人"),
}
_REFUSABLE = frozenset({"party", "attendees"})


def refusal(code: str, reason: str, *cites: str, who: str = "", cure: str = "") -> Refusal:
    """A refusal; the reason comes translated."""
    return Refusal(code=code, reason=reason, cites=cites, who=who, cure=cure)


def complete(kind: DocumentKind, found: Iterable[Refusal]) -> tuple[Refusal, ...]:
    """The refusals, each with an article, who may and what to do: those of the document where it has none."""
    return tuple(
        replace(
            one,
            cites=one.cites or kind.basis[:1],
            who=one.who or named(kind.drafters),
            cure=one.cure or _("按《%(name)s》的要求更正后再办理。") % {"name": _(kind.name)},
        )
        for one in found
    )


def slot_label(slot: str) -> str:
    """A signature slot in Chinese, with the attendee's name where it names one."""
    base, _colon, name = slot.partition(":")
    return name or _(SLOT_LABELS.get(base, base))


def may_draft(kind: DocumentKind, actor: Actor) -> list[Refusal]:
    """Whether somebody's roles allow drafting this kind; scheduled work may draft anything."""
    if actor.kind == "system" or actor.roles & set(kind.drafters):
        return []
    reason = _("您的角色不能拟制《%(name)s》。") % {"name": _(kind.name)}
    return [refusal("role", reason, who=named(kind.drafters), cure=_("请有相应角色的人员拟制。"))]


def may_approve(
    kind: DocumentKind,
    instrument: Instrument,
    fields: Mapping[str, Any],
    *,
    actor: Actor,
    role: str,
    left: tuple[str, ...],
    approved_by: set[Any],
) -> list[Refusal]:
    """Role, order of approval, and that nobody approves what he himself handles."""
    found: list[Refusal] = []
    label = _(ROLE_LABELS.get(role, role))
    if role not in kind.approvals:
        reason = _("《%(name)s》不需要%(role)s审批。") % {"name": _(kind.name), "role": label}
        return [refusal("role", reason, who=named(kind.approvals))]
    if role not in actor.roles:
        reason = _("您没有“%(role)s”角色，不能以此身份审批。") % {"role": label}
        found.append(refusal("role", reason, who=label, cure=_("请由该角色人员审批。")))
    if left and left[0] != role:
        waiting = _(ROLE_LABELS.get(left[0], left[0]))
        reason = _("还没有轮到%(role)s审批，应当先由%(first)s审批。") % {"role": label, "first": waiting}
        found.append(refusal("order", reason, who=waiting))
    if not kind.separate_approver:
        return found
    handlers = {str(row.get("id") or "") for row in fields.get("officers") or ()}
    certificates = {row.get("cert_no") for row in fields.get("officers") or ()}
    own = any(c.no in certificates for c in actor.certificates)
    if actor.id == instrument.drafted_by or str(actor.id) in handlers or own:
        reason = _("拟制人、承办人不能审批自己办理的《%(name)s》。") % {"name": _(kind.name)}
        found.append(
            refusal(
                "own_paper",
                reason,
                "《行政处罚法》第五十七条",
                who=_("未参与办理本案的%(role)s") % {"role": label},
                cure=_("请其他有权人员审批。"),
            )
        )
    if actor.id in approved_by:
        reason = _("同一人不能在一份文书上审批两次。")
        found.append(refusal("twice", reason, who=label, cure=_("请其他有权人员审批。")))
    return found


def may_sign(
    kind: DocumentKind,
    fields: Mapping[str, Any],
    *,
    slot: str,
    signer: Actor | None,
    name: str,
    day: date,
    refused: bool,
    reason: str,
    others: list[InstrumentMark],
) -> list[Refusal]:
    """Whether this person may sign in this slot on this day."""
    if slot not in kind.signatures:
        text = _("《%(name)s》没有“%(slot)s”签名栏。") % {"name": _(kind.name), "slot": slot_label(slot)}
        return [refusal("slot", text)]
    found: list[Refusal] = []
    if refused and slot not in _REFUSABLE:
        found.append(refusal("refused", _("只有当事人、参加人员可以记明拒绝签名。")))
    if refused and not reason.strip():
        found.append(
            refusal(
                "reason",
                _("拒绝签名应当写明原因。"),
                "《最高人民法院关于行政诉讼证据若干问题的规定》第十五条",
            )
        )
    if slot in OFFICER_SLOTS:
        found += _officer(kind, fields, slot=slot, signer=signer, day=day, others=others)
    elif slot in SLOT_ROLES and (signer is None or SLOT_ROLES[slot] not in signer.roles):
        label = _(ROLE_LABELS[SLOT_ROLES[slot]])
        text = _("“%(slot)s”栏只能由%(role)s本人签名。") % {"slot": slot_label(slot), "role": label}
        found.append(refusal("role", text, who=label))
    elif slot == "attendees" and name not in {row.get("name") for row in fields.get("attendees") or ()}:
        text = _("%(name)s不在参加人员名单内。") % {"name": name}
        found.append(refusal("attendee", text, cure=_("请先补充参加人员名单。")))
    elif not name.strip():
        found.append(refusal("name", _("请写明签名人姓名。")))
    return found


def _officer(
    kind: DocumentKind,
    fields: Mapping[str, Any],
    *,
    slot: str,
    signer: Actor | None,
    day: date,
    others: list[InstrumentMark],
) -> list[Refusal]:
    if signer is None or signer.kind != "officer":
        return [
            refusal("officer", _("执法人员签名应当由执法人员本人作出。"), TWO_OFFICERS, who=_("执法人员"))
        ]
    found: list[Refusal] = []
    if signer.certificate_on(day) is None:
        reason = _("%(name)s在%(day)s没有有效的行政执法证件，不能签名。") % {
            "name": signer.name,
            "day": day.isoformat(),
        }
        found.append(
            refusal(
                "certificate",
                reason,
                TWO_OFFICERS,
                who=_("持有有效行政执法证件的执法人员"),
                cure=_("请更换执法人员。"),
            )
        )
    rows = fields.get("officers") or ()
    if rows:
        ids = {str(row.get("id") or "") for row in rows}
        numbers = {row.get("cert_no") for row in rows}
        if str(signer.id) not in ids and not any(c.no in numbers for c in signer.certificates):
            reason = _("%(name)s不是《%(title)s》载明的执法人员。") % {
                "name": signer.name,
                "title": _(kind.name),
            }
            found.append(refusal("named", reason, cure=_("请由文书载明的执法人员签名，或先修改文书。")))
    if any(m.slot in OFFICER_SLOTS and m.slot != slot and m.signer_id == signer.id for m in others):
        reason = _("两个执法人员签名栏不能由同一人签名。")
        found.append(refusal("same_officer", reason, TWO_OFFICERS, who=_("另一名执法人员")))
    return found


def unsigned(kind: DocumentKind, signatures_left: tuple[str, ...]) -> list[Refusal]:
    """One refusal per missing signature."""
    found: list[Refusal] = []
    for slot in signatures_left:
        reason = _("《%(name)s》缺少%(slot)s的签名。") % {"name": _(kind.name), "slot": slot_label(slot)}
        cites = (TWO_OFFICERS,) if slot in OFFICER_SLOTS else kind.basis[:1]
        cure = _("请签名；当事人拒绝的，记明原因。")
        found.append(refusal("signature", reason, *cites, who=slot_label(slot), cure=cure))
    return found


def may_issue(
    kind: DocumentKind,
    instrument: Instrument,
    *,
    actor: Actor,
    issuer: Issuer,
    approvals_left: tuple[str, ...],
    signatures_left: tuple[str, ...],
    pages_unsigned: Mapping[str, tuple[int, ...]],
    present: set[str],
) -> list[Refusal]:
    """Every reason against numbering and sealing this document now."""
    found: list[Refusal] = []
    allowed = {*kind.drafters, "unit_head", "agency_leader", "agency_head"}
    if actor.kind != "system" and not actor.roles & allowed:
        reason = _("您的角色不能制发《%(name)s》。") % {"name": _(kind.name)}
        found.append(refusal("role", reason, who=named(kind.drafters)))
    if approvals_left:
        reason = _("《%(name)s》还没有经%(roles)s审批同意。") % {
            "name": _(kind.name),
            "roles": named(approvals_left),
        }
        found.append(
            refusal("approval", reason, *kind.basis[:1], who=named(approvals_left), cure=_("提交审批。"))
        )
    found += unsigned(kind, signatures_left)
    for slot, pages in pages_unsigned.items():
        reason = _("《%(name)s》第%(pages)s页没有%(slot)s的签名。") % {
            "name": _(kind.name),
            "pages": "、".join(map(str, pages)),
            "slot": slot_label(slot),
        }
        found.append(
            refusal("page_signature", reason, *kind.basis[:1], who=slot_label(slot), cure=_("请逐页签名。"))
        )
    for alternatives in kind.follows:
        if not present & set(alternatives):
            names = _("或").join(f"《{get(code).name}》" for code in alternatives)
            reason = _("制发《%(name)s》之前应当先有已制发的%(needed)s。") % {
                "name": _(kind.name),
                "needed": names,
            }
            found.append(
                refusal(
                    "follows",
                    reason,
                    *kind.basis[:1],
                    who=named(("case_officer",)),
                    cure=_("先制发前一份文书。"),
                )
            )
    if kind.remedy and missing_names(issuer):
        reason = _("单位资料缺少%(names)s，无法写明救济途径。") % {"names": "、".join(missing_names(issuer))}
        found.append(
            refusal(
                "remedy", reason, "《行政处罚法》第五十九条", who=_("系统管理员"), cure=_("补充单位资料。")
            )
        )
    if kind.numbered and (bad := malformed_patterns(issuer)):
        reason = _("单位资料中的文号格式“%(pattern)s”不对，无法编号。") % {"pattern": bad[0]}
        cure = _("文号格式应当各含一个{word}、{year}、{seq}，例如“（{region}）应急{word}〔{year}〕{seq}号”。")
        found.append(refusal("pattern", reason, *kind.basis[:1], who=_("系统管理员"), cure=cure))
    if instrument.status not in {"draft", "submitted", "approved"}:
        found.append(refusal("status", _("这份文书已经制发或者撤回。")))
    return found
