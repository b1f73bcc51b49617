"""Whether evidence is registered and settled as article 56 wants it."""

from __future__ import annotations

from anjian.law.statutes import APL
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import Inputs, Verdict, guard

art = APL.art


@guard(
    "先行登记保存超过七个工作日没有作出处理决定，已自动失效",
    art(56),
    art(85),
    who="本案承办人",
    cure="办理“登记失效并退还”。",
)
def within_seven_days(f: CaseFacts) -> Verdict:
    """Error 13: no decision after the term; the measure has lapsed."""
    clock = f.clock("registration")
    return clock is not None and not clock.ran_out(f.today)


@guard("处理期限尚未届满", art(56), who="本案承办人", cure="在期限内作出处理决定。")
def seven_days_over(f: CaseFacts) -> Verdict:
    """It lapses only when the term is over."""
    return f.ran_out("registration")


@guard("先行登记保存须有物品清单", art(56), who="本案承办人", cure="逐项填写物品。")
def items_listed(_f: CaseFacts, inputs: Inputs) -> Verdict:
    """What is registered is listed."""
    return bool(inputs.get("items"))


@guard("清单上还有物品没有处理意见", art(56), who="本案承办人", cure="逐项写明处理意见。")
def every_item_disposed(f: CaseFacts, inputs: Inputs) -> Verdict:
    """Each item gets its outcome."""
    asked = f.own("apply_registration")
    return asked is not None and len(inputs.get("outcomes", ())) >= len(asked.get("items", ()))
