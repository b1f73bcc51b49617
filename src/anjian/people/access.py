"""Whether an officer holds a power on a day; if not: why not, which article, and who may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.kit.errors import NotFound, Refusal, Refused
from anjian.people import queries

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from anjian.kit.actor import Actor

POWER_NAMES = {"inspect": "行政检查", "penalise": "行政处罚", "coerce": "行政强制"}


def officer(actor: Actor, officer_id: UUID, *, on: date) -> Actor:
    """Return a colleague of the same organisation. Raises NotFound for anybody else."""
    found = queries.actor(actor.org_id, officer_id, on=on)
    if found is None:
        raise NotFound
    return found


def why_not(actor: Actor, kind: str, *, territory: str, on: date) -> tuple[Refusal, ...]:
    """Return every reason why the actor lacks a power on a day; empty when they hold it."""
    name = POWER_NAMES[kind]
    reasons: list[Refusal] = []
    certificate = actor.certificate_on(on)
    if certificate is None:
        reasons.append(
            Refusal(
                code="certificate",
                reason=f"{actor.name}在{on:%Y年%m月%d日}没有有效的行政执法证件，不得从事{name}。",
                cites=("《行政处罚法》第四十二条第一款",),
                who="持有有效行政执法证件的执法人员",
                cure="更换持证人员，或先办理证件。",
            )
        )
    if actor.body == "delegated":
        if kind == "coerce":
            reasons.append(
                Refusal(
                    code="delegated_coercion",
                    reason=f"{actor.unit_name}是受委托组织，行政强制措施权不得委托。",
                    cites=("《行政强制法》第十七条第一款",),
                    who=f"{actor.org_name}具备资格的执法人员",
                    cure="移交委托机关实施。",
                )
            )
        elif actor.unit_id is not None:
            held = queries.delegations(actor.org_id, actor.unit_id, on=on)
            if not any(kind in row["kinds"] for row in held):
                reasons.append(
                    Refusal(
                        code="delegation",
                        reason=f"{actor.unit_name}在{on:%Y年%m月%d日}没有有效的{name}委托书。",
                        cites=("《行政处罚法》第二十条",),
                        who=f"{actor.org_name}",
                        cure="签订并公布书面委托书，或由委托机关办理。",
                    )
                )
    held = queries.powers(actor.org_id, kind=kind, on=on)
    in_place = [
        p
        for p in held
        if territory.startswith(p["territory"].rstrip("0")) and p["unit_id"] in {None, actor.unit_id}
    ]
    if not in_place:
        reasons.append(
            Refusal(
                code="territory",
                reason=f"{actor.org_name}在该地域没有{name}职权。",
                cites=("《行政处罚法》第二十二条", "《行政处罚法》第二十三条"),
                who="违法行为发生地有管辖权的应急管理部门",
                cure="移送有管辖权的机关。",
            )
        )
    return tuple(reasons)


def require_power(actor: Actor, kind: str, *, territory: str, on: date) -> None:
    """Raise Refused with every reason unless the actor holds the power on that day."""
    reasons = why_not(actor, kind, territory=territory, on=on)
    if reasons:
        raise Refused(reasons)
