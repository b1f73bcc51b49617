"""Sample data of the component gallery: every component in every state, nothing from a real case."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from anjian.kit.clock import LOCAL_ZONE
from anjian.web.components import (
    STATUSES,
    ActivityRow,
    ClockView,
    EvidenceCard,
    Figure,
    Filter,
    Option,
    Pager,
    PersonRow,
    Reason,
    Stage,
    StepOption,
    Tab,
    crumbs,
    fact,
)
from anjian.web.forms_from_fields import Choice, Spec

_YEAR = 2026
_OFFICERS = (
    Choice("0192a000-0000-7000-8000-000000000001", "王虎", "执法证 610-0231"),
    Choice("0192a000-0000-7000-8000-000000000002", "赵敏", "执法证 610-0277"),
    Choice("0192a000-0000-7000-8000-000000000003", "孙立", "执法证已过期"),
)

FIELDS = (
    Spec(
        code="cause",
        label="案由",
        max_length=120,
        help="写明违法主体和行为，例如“未按规定办理动火作业审批”。",
    ),
    Spec(code="occurred_on", label="违法行为发生日期", type="date", not_after_today=True),
    Spec(code="asked_at", label="询问开始时间", type="datetime"),
    Spec(code="amount", label="拟处罚款", type="yuan", minimum=0, help="告知后不得加重。"),
    Spec(code="people", label="在场人数", type="int", minimum=1, maximum=50),
    Spec(
        code="kind",
        label="当事人类别",
        type="choice",
        choices=(Choice("org", "单位"), Choice("person", "个人")),
    ),
    Spec(
        code="stage",
        label="来源",
        type="choice",
        choices=tuple(
            Choice(str(n), w) for n, w in enumerate(("检查发现", "举报", "移送", "交办", "舆情", "自首"))
        ),
    ),
    Spec(code="heard", label="是否已听取陈述申辩", type="bool"),
    Spec(
        code="copy_wanted", label="当事人要求复制笔录", type="bool", required=False, help="复制须加盖骑缝章。"
    ),
    Spec(code="handler", label="主办人", type="officer"),
    Spec(code="officers", label="执法人员", type="officers", minimum=2, help="不得少于两人。"),
    Spec(code="witness", label="见证人", type="person", required=False),
    Spec(code="facts", label="违法事实", type="longtext", min_length=10),
    Spec(
        code="items",
        label="先行登记保存物品",
        type="table",
        columns=(
            Spec(code="name", label="品名"),
            Spec(code="amount", label="数量", type="int", minimum=1),
            Spec(code="worth", label="估价", type="yuan", required=False),
            Spec(
                code="state",
                label="状况",
                type="choice",
                choices=(Choice("good", "完好"), Choice("worn", "破损")),
            ),
        ),
        help="一行一件或一批；清单由当事人签名。",
    ),
)
OFFICERS = _OFFICERS


def _at(month: int, on: int, hour: int, minute: int) -> datetime:
    return datetime(_YEAR, month, on, hour, minute, tzinfo=LOCAL_ZONE)


def _stages() -> tuple[Stage, ...]:
    done = (
        ("线索受理", 8, 20),
        ("立案", 8, 24),
        ("调查取证", 8, 25),
        ("法制审核", 9, 28),
        ("集体讨论", 10, 12),
    )
    return (
        *(Stage(label=label, state="done", on=date(_YEAR, m, d), url="#stages") for label, m, d in done),
        Stage(label="告知听证", state="current", on=date(_YEAR, 11, 18), note="等待陈述申辩"),
        *(Stage(label=label, state="future") for label in ("处罚决定", "送达", "执行")),
        Stage(label="结案归档", state="skipped"),
    )


def context() -> dict[str, Any]:
    """Return everything the gallery shows."""
    reasons = (
        Reason(
            reason="陈述申辩期限还没有届满，当事人也没有明确放弃。",
            cites=("《行政处罚法》第四十五条", "《行政处罚法》第六十二条"),
            cure="等到 11 月 23 日，或取得当事人签名的放弃声明。",
        ),
        Reason(
            reason="作出决定须由机关负责人办理。", cites=("《行政处罚法》第五十七条",), who="机关主要负责人"
        ),
    )
    return {
        "crumbs": crumbs(("案件", "#"), ("普通程序", "#"), "017号"),
        "facts": (
            fact(icon="building-factory-2", text="示例油品储运有限公司"),
            fact(icon="calendar", text="立案 2026-08-24"),
            fact(icon="gavel", text="《安全生产法》第四十一条、第一百零二条"),
        ),
        "stages": _stages(),
        "documents": (
            ("03", "立案审批表", "LA-017", date(_YEAR, 8, 24), "sealed"),
            ("11", "询问笔录（张某）", "XW-017-1", date(_YEAR, 8, 26), "signed"),
            ("15", "先行登记保存证据通知书", "DJ-017", date(_YEAR, 8, 25), "served"),
            ("26", "行政处罚告知书", "GZ-017", date(_YEAR, 11, 18), "awaiting_receipt"),
            ("30", "行政处罚决定书", "—", None, "draft"),
        ),
        "clocks": (
            ClockView(
                label="陈述申辩期限",
                remaining="剩 1 天",
                tone="bad",
                due_on=date(_YEAR, 11, 23),
                used=4,
                total=5,
                basis="收到告知书之日起 5 日内",
                explanation=(
                    "11 月 18 日送达告知书，当日不计算在内。",
                    "从 11 月 19 日起算 5 个工作日。",
                    "11 月 21、22 日为周末，不计算。",
                ),
            ),
            ClockView(
                label="作出处罚决定",
                remaining="剩 30 天",
                tone="warn",
                due_on=date(_YEAR, 12, 22),
                used=90,
                total=120,
                basis="自立案之日起 90 日内（批准延期 30 日）",
                provisional=True,
            ),
            ClockView(
                label="查封扣押期限",
                remaining="09-22 解除",
                tone="neutral",
                due_on=None,
                used=1,
                total=1,
                basis="30 日，可延长 30 日",
                stopped=True,
            ),
            ClockView(
                label="整改复查",
                remaining="剩 8 天",
                tone="info",
                due_on=date(_YEAR, 11, 30),
                used=3,
                total=5,
                basis="责令限期整改期满",
            ),
        ),
        "people": (
            PersonRow(name="王虎", detail="执法证 610-0231", tag="主办"),
            PersonRow(name="赵敏", detail="执法证 610-0277", tag="协办"),
        ),
        "activity": (
            ActivityRow(
                at=_at(11, 22, 10, 31), who="王虎", sentence="送达回执上传：行政处罚告知书", url="#activity"
            ),
            ActivityRow(
                at=_at(11, 22, 10, 12), who="系统", sentence="陈述申辩期限进入最后 48 小时，已提醒主办人"
            ),
            ActivityRow(at=_at(11, 21, 9, 48), who="赵敏", sentence="证据 E-14 完成校验，SM3 一致"),
        ),
        "evidence": tuple(
            EvidenceCard(
                name=name,
                url="#evidence",
                kind=kind,
                at=_at(8, 20, 10, 42),
                sm3=sm3,
                icon=icon,
                custody_ok=ok,
            )
            for name, kind, sm3, icon, ok in (
                ("动火作业现场照片 1–6", "照片", "a3f9" + "0" * 56 + "71c2", "photo", True),
                ("执法记录仪视频 03:12:40", "视频", "5be0" + "0" * 56 + "9d4f", "video", True),
                ("作业票（空白）原件", "书证", "c71d" + "0" * 56 + "02aa", "file-text", False),
                ("可燃气体检测读数 18% LEL", "检测", "e90b" + "0" * 56 + "4410", "gauge", True),
            )
        ),
        "options": (
            StepOption(label="登记陈述申辩", url="#steps", by="执法人员", primary=True),
            StepOption(label="登记听证申请", url="#steps", by="执法人员"),
            StepOption(label="作出处罚决定", reasons=reasons),
        ),
        "reasons": reasons,
        "figures": (
            Figure(label="今日到期", value=2, url="#", tone="bad"),
            Figure(label="七日内到期", value=5, url="#", tone="warn"),
            Figure(label="在办案件", value=17, url="#"),
        ),
        "tabs": (
            Tab(label="概况", url="#", current=True),
            Tab(label="文书", url="#", count=9),
            Tab(label="证据", url="#", count=14),
        ),
        "filters": (
            Filter(
                name="state",
                label="阶段",
                options=(Option("a", "调查取证", 4), Option("b", "告知听证", 2)),
                value="b",
            ),
            Filter(name="from", label="立案不早于", kind="date"),
        ),
        "pager": Pager(previous="x", following="y", shown=50, total=212),
        "statuses": tuple(STATUSES),
    }
