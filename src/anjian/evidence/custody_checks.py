"""What must hold before a custody act, a sample or an object is taken into the books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from anjian.evidence.custody_rules import acts
from anjian.evidence.kinds import CUSTODY_ACTS
from anjian.evidence.queries import places
from anjian.evidence.store import store
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import Invalid, refuse
from anjian.people import queries as people
from anjian.procedures.roles import named

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from anjian.evidence.commands import AddCustody, ProposeAct, RegisterThing, TakeSamples
    from anjian.kit.actor import Actor


def custody(cmd: AddCustody, *, at: datetime) -> None:
    """Raise Invalid naming every particular of a custody act that is missing or cannot be."""
    problems: dict[str, str] = {}
    if cmd.act not in CUSTODY_ACTS or cmd.act == "take":
        problems["act"] = _("请选择保管环节。")
    if not cmd.to_holder.strip():
        problems["to_holder"] = _("请写明由谁接收保管。")
    if not cmd.reason.strip():
        problems["reason"] = _("请写明事由。")
    if cmd.act == "seal" and not cmd.seal_no.strip():
        problems["seal_no"] = _("请填写封条编号。")
    if len({name.strip() for name in cmd.signers if name.strip()}) < 2:
        problems["signers"] = _("须有两人签名。")
    if cmd.happened_at > at:
        problems["happened_at"] = _("时间不能晚于现在。")
    if problems:
        raise Invalid(problems)


def custody_goes_on(last_at: datetime | None, cmd: AddCustody) -> None:
    """Raise Invalid for an act that lies before the last one."""
    if last_at is not None and cmd.happened_at < last_at:
        raise Invalid({"happened_at": _("不能早于上一个保管环节。")})


def act_particulars(cmd: ProposeAct, *, by: Actor, at: datetime) -> None:
    """Raise Invalid naming every particular that an act needs by its rule and does not have."""
    problems: dict[str, str] = {}
    rule = acts().get(cmd.act)
    if rule is None or cmd.act in {"take", "sample", "split"}:
        raise Invalid({"act": _("请选择保管环节。")})
    if not cmd.items:
        problems["items"] = _("请选择至少一件证据。")
    if not cmd.reason.strip():
        problems["reason"] = _("请写明事由。")
    if cmd.happened_at > at:
        problems["happened_at"] = _("时间不能晚于现在。")
    if cmd.to_id is None:
        problems["to_id"] = _("请选择第二名签名人。")
    elif cmd.to_id == by.id:
        problems["to_id"] = _("第二名签名人不能是您自己。")
    if "seal_no" in rule.needs:
        problems |= {
            f"seal_no:{case_id}/{no}": _("请填写封条编号。")
            for case_id, no in cmd.items
            if not cmd.seal_nos.get(f"{case_id}/{no}", "").strip()
        }
    if "due_on" in rule.needs and (cmd.due_on is None or cmd.due_on < at.astimezone(LOCAL_ZONE).date()):
        problems["due_on"] = _("请写明归还或者收回的日期，不能早于今天。")
    needed = {
        "body": ("to_holder", cmd.to_holder, _("请写明由谁接收（单位和姓名）。")),
        "receipt": ("receipt", cmd.receipt, _("请由接收人签名，或者填写纸质收据的编号。")),
        "approval": ("approval", cmd.approval, _("请填写批准文书的名称和编号。")),
    }
    problems |= {
        field: said
        for need, (field, given, said) in needed.items()
        if need in rule.needs and not given.strip()
    }
    if problems:
        raise Invalid(problems)


def may_keep_there(org_id: UUID, code: str, signers: Sequence[Actor]) -> None:
    """Raise Refused unless the place is in use and one of the signers may enter it."""
    place = places.place(org_id, code)
    if place is None or place.closed:
        raise Invalid({"place_code": _("没有这个保管处所，或者它已经停用。")})
    if not any(places.may_enter(place, one) for one in signers):
        raise refuse(
            "no_entry",
            _("两名签名人都不能进入%(place)s。") % {"place": f"{place.code} {place.name}"},
            "《行政强制法》第二十六条第一款",
            who=named(place.roles) or _("该处所登记的人员"),
            cure=_("请保管人员作为第二名签名人，或者改放其他处所。"),
        )


def officers(org_id: UUID, ids: Sequence[UUID], when: datetime) -> list[Actor]:
    """Return the officers of some ids as of a day."""
    return list(people.actors(org_id, list(ids), on=when.astimezone(LOCAL_ZONE).date()).values())


def thing(cmd: RegisterThing) -> None:
    """Raise Invalid naming what is missing of an object: its quantity, or photographs that can be found."""
    problems: dict[str, str] = {}
    if cmd.quantity <= 0:
        problems["quantity"] = _("请填写数量，大于零。")
    if not cmd.unit.strip():
        problems["unit"] = _("请填写计量单位。")
    if cmd.value_yuan is not None and cmd.value_yuan < 0:
        problems["value_yuan"] = _("价值不能小于零。")
    # 《最高人民法院关于行政诉讼证据若干问题的规定》第十一条: an object is shown as itself or by pictures.
    if cmd.part == "whole" and not cmd.photos:
        problems["photos"] = _("请至少上传一张物品照片。")
    if any(not store().has(digest.sha256, size=digest.size) for digest, _name in cmd.photos):
        problems["photos"] = _("照片没有完整保存，请重新上传。")
    if problems:
        raise Invalid(problems)


def samples(cmd: TakeSamples, *, by: Actor, second: Actor, at: datetime) -> None:
    """Raise Invalid for samples without parts, seals or a second person; a split keeps something back."""
    problems: dict[str, str] = {}
    if cmd.act not in {"sample", "split"}:
        problems["act"] = _("请选择抽取样品或者分样留样。")
    if not cmd.parts:
        problems["parts"] = _("请填写样品。")
    if any(not part.seal_no.strip() for part in cmd.parts):
        problems["parts"] = _("每份样品都要封存，请填写封条编号。")
    if cmd.act == "split" and not {"test", "retained"} <= {part.part for part in cmd.parts}:
        problems["parts"] = _("分样须同时有检验样品和留样。")
    if not cmd.reason.strip():
        problems["reason"] = _("请写明事由。")
    if second.id == by.id:
        problems["password"] = _("第二名签名人不能是您自己。")
    if cmd.happened_at > at:
        problems["happened_at"] = _("时间不能晚于现在。")
    if problems:
        raise Invalid(problems)
