"""What becomes of each thing, and the release that the end of the term forces."""

from __future__ import annotations

from anjian.law.statutes import ACL
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import notice as n
from anjian.procedures.definitions.guards import people as p
from anjian.procedures.definitions.guards import seizure as g
from anjian.procedures.definitions.seizure_steps.states import DECIDED, ENDED, SEIZED
from anjian.procedures.facts import CaseFacts
from anjian.procedures.spec import SAME, SUSPENDED, Inputs, Step, make, need

art = ACL.art
_HANDLER = ("case_officer",)
_LEADERS = ("agency_leader", "agency_head")

OUTCOMES = (
    ("unseal", "解除查封，恢复使用"),
    ("return", "解除扣押，予以退还"),
    ("confiscate", "没收"),
    ("destroy", "销毁"),
    ("transfer", "随案移送司法机关"),
    ("proceeds", "退还拍卖、变卖所得款项"),
)
# Article 28 in its order; the fourth, a term that ran out, has a step of its own.
RELEASES = (
    ("none", "不解除"),
    ("no_violation", "当事人没有违法行为"),
    ("unrelated", "与违法行为无关"),
    ("settled", "已经作出处理决定，不再需要"),
    ("no_need", "其他不再需要的情形"),
)


def _handed_over(facts: CaseFacts, _inputs: Inputs) -> bool:
    proposed = facts.own("propose_outcome")
    return proposed is not None and any(r.get("outcome") == "transfer" for r in proposed.get("outcomes", ()))


PROPOSE = Step(
    code="propose_outcome",
    label="呈请逐项处理",
    source=(SEIZED,),
    target=SAME,
    by=_HANDLER,
    handler_only=True,
    cites=(art(27), art(28)),
    primary=True,
    fields=(
        ask.table(
            "outcomes",
            "逐项处理意见",
            ask.text("name", "名称"),
            ask.choice("outcome", "处理", *OUTCOMES),
            ask.text("note", "说明", required=False),
            source="apply_seizure.items",
        ),
        ask.choice("ground", "解除的情形", *RELEASES),
        ask.REASON,
    ),
    guards=(
        g.seizure_not_expired,
        g.extension_told,
        g.every_seized_item_has_outcome,
        g.release_names_its_ground,
        g.confiscation_rests_on_decision,
        g.goods_follow_the_filed_crime,
    ),
)
DECIDE = Step(
    code="decide_outcome",
    label="作出处理决定",
    source=(SEIZED,),
    target=DECIDED,
    by=_LEADERS,
    cites=(art(27), art(28)),
    primary=True,
    fields=(ask.opinion(),),
    guards=(p.approver_is_not_handler, g.seizure_not_expired, g.outcome_proposed),
    makes=("D09",),
)
RELEASE = Step(
    code="release_at_expiry",
    label="期满解除",
    # A suspension does not stop the term, so its end is not waited for.
    source=(SEIZED, SUSPENDED),
    target=DECIDED,
    by=("case_officer", "unit_head", *_LEADERS),
    cites=(art(28, 1, 4),),
    fields=(ask.long("reason", "情况说明", min_length=5, default="查封扣押期限已经届满，依法解除。"),),
    guards=(g.seizure_expired,),
    makes=("D09",),
    help="期限届满必须解除，不以批准为前提；财物立即退还。",
)
CARRY_OUT_OUTCOME = Step(
    code="carry_out_outcome",
    label="送达并执行处理决定",
    source=(DECIDED,),
    target=ENDED,
    by=_HANDLER,
    handler_only=True,
    cites=(art(28), art(21)),
    primary=True,
    fields=(
        *ask.SERVICE,
        ask.long("settled", "退还、没收、销毁、移交的情况", min_length=5),
        ask.yes_no("all_settled", "全部物品（变卖的为所得款项）已处置完毕"),
    ),
    guards=(p.acting_officers_certified, n.left_service_witnessed, g.everything_settled),
    needs=(need("D09"),),
    makes=("D43", make("D49", _handed_over, "随案移交司法机关")),
    serves=("D09",),
    help="随案移交的，处理决定书同时是对当事人的书面告知。",
)

STEPS = (PROPOSE, DECIDE, RELEASE, CARRY_OUT_OUTCOME)
