"""After the police have filed: goods, the end of the criminal proceedings, the way back."""

from __future__ import annotations

from anjian.law.statutes import ACL, APL, TCR
from anjian.procedures.definitions import fields as ask
from anjian.procedures.definitions.guards import transfer as g
from anjian.procedures.definitions.transfer_steps.police import CLERKS
from anjian.procedures.definitions.transfer_steps.states import CONCLUDED, FILED, GOODS_HANDED, RETURNED
from anjian.procedures.spec import Step, need

art = TCR.art

STEPS = (
    Step(
        code="hand_over_goods",
        label="移交涉案物品",
        source=(FILED,),
        target=GOODS_HANDED,
        by=("case_officer",),
        cites=(art(12), ACL.art(21)),
        primary=True,
        fields=(
            ask.day("handed_on", "移交日期"),
            ask.long("goods", "移交的物品和材料", min_length=2, help="没有涉案物品的写明，材料仍须移交。"),
            ask.text("received_by", "接收人"),
            ask.text("receipt_no", "交接手续编号", required=False),
            ask.yes_no("told_in_writing", "查封、扣押财物移交已书面告知当事人", required=False),
        ),
        guards=(g.actor_in_task_group, g.owner_told_of_goods),
        needs=(need("D49"),),
    ),
    Step(
        code="conclude_transfer",
        label="登记刑事处理结果",
        source=(GOODS_HANDED,),
        target=CONCLUDED,
        by=CLERKS,
        cites=(APL.art(27), APL.art(35), art(11, 3)),
        primary=True,
        fields=(
            ask.choice(
                "result",
                "结果",
                ("convicted", "判处刑罚"),
                ("exempted", "免予刑事处罚，不需要行政处罚"),
                ("not_prosecuted", "不起诉，不需要行政处罚"),
                ("withdrawn", "撤销案件，不需要行政处罚"),
            ),
            ask.text("organ", "作出机关"),
            ask.text("paper_no", "文号"),
            ask.day("received_on", "收到日期"),
            ask.yuan("criminal_fine", "罚金（元）", default="0"),
            ask.yes_no(
                "offset_told", "已缴罚款已函告人民法院折抵", required=False, cites=(APL.art(35), art(11, 3))
            ),
        ),
        guards=(g.goods_handed_over, g.paid_fine_is_offset),
    ),
    Step(
        code="record_criminal_return",
        label="登记退回行政处理",
        source=(FILED, GOODS_HANDED),
        target=RETURNED,
        by=CLERKS,
        cites=(APL.art(27), art(13)),
        fields=(
            ask.choice(
                "organ_kind",
                "退回机关",
                ("police", "公安机关"),
                ("procuratorate", "人民检察院"),
                ("court", "人民法院"),
            ),
            ask.text("organ", "机关名称"),
            ask.day("received_on", "收到日期"),
            ask.text("paper_no", "文号"),
            ask.long("refusal", "不追究刑事责任或者免予刑事处罚的理由", min_length=2),
        ),
        help="依法不需要追究刑事责任或者免予刑事处罚，但应当给予行政处罚的，继续办理行政处罚。",
    ),
)
