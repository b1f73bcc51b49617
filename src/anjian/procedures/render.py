"""Procedures as a lawyer reads them: Chinese tables and a flow chart, drawn from the definition that runs.

python -m anjian.procedures.render docs/procedures          # write the files
python -m anjian.procedures.render docs/procedures --check  # fail when they are stale
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from anjian.procedures.document_names import document_name
from anjian.procedures.flow import flow_svg
from anjian.procedures.registry import ALL
from anjian.procedures.roles import named
from anjian.procedures.spec import (
    BACK,
    SAME,
    STAGES,
    UNDONE,
    Clock,
    Field,
    Make,
    Need,
    Procedure,
    State,
    Step,
)

__all__ = ["documents_text", "files", "flow_svg", "main", "to_markdown"]

_STATUS = {
    "draft": "已拟稿",
    "submitted": "已提交",
    "approved": "已审批",
    "issued": "已制发",
    "served": "已送达",
}
_TYPES = {
    "text": "文字",
    "longtext": "长文字",
    "date": "日期",
    "datetime": "时间",
    "yuan": "金额",
    "int": "整数",
    "choice": "选择",
    "bool": "是否",
    "officer": "人员",
    "officers": "多名人员",
    "person": "人员信息",
    "table": "表格",
    "taken": "已办步骤",
    "document": "本案文书",
}


def to_markdown(procedure: Procedure) -> str:
    """The procedure as tables of states, steps, conditions, inputs and clocks, in Chinese."""
    p = procedure
    lines = [
        f"# {p.label}",
        "",
        f"编号 `{p.key}` · 依据 {_cites(p.cites)}",
        "",
        f"![{p.label}流程图]({p.code}.svg)",
        "",
        "本页由程序定义生成，与运行的规则一致。",
        "",
        "## 阶段",
        "",
        *_table(
            ("状态", "代码", "说明"),
            [(s.label, f"`{s.code}`", "、".join(_traits(s, p)) or "—") for s in _in_order(p)],
        ),
        "",
        "## 步骤",
        "",
        *_table(
            ("步骤", "自", "至", "由谁办理", "须有文书", "产生文书", "依据"),
            [_step_row(s) for s in p.steps],
        ),
        "",
        "## 各步骤的条件",
        "",
    ]
    for step in p.steps:
        if step.guards or step.handler_only:
            lines += [f"### {step.label} `{step.code}`", "", *_conditions(step), ""]
    lines += ["## 各步骤的填写内容", ""]
    for step in p.steps:
        if step.fields:
            lines += [f"### {step.label}", "", *_fields(step.fields), ""]
    if p.clocks:
        lines += ["## 期限", "", *_table(_CLOCK_HEAD, [_clock_row(c, p) for c in p.clocks]), ""]
    if p.children:
        rows = [
            (f"[{c.label}]({c.procedure}.md)", "、".join(p.step(code).label for code in c.opened_by))
            for c in p.children
        ]
        lines += ["## 子程序", "", *_table(("子程序", "由哪一步启动"), rows), ""]
    if p.gates:
        gates = [
            (
                f"《{document_name(g.document)}》",
                "或者".join(p.step(code).label for code in g.after),
                _cites(g.cites),
            )
            for g in p.gates
        ]
        lines += ["## 文书制发的先后", "", *_table(("文书", "须在此步骤之后制发", "依据"), gates), ""]
    return "\n".join(lines).rstrip() + "\n"


_CLOCK_HEAD = ("期限", "性质", "长短", "起算", "终止", "延长", "依据")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    body = [
        "| " + " | ".join(cell.replace("|", "／").replace("\n", " ") for cell in row) + " |" for row in rows
    ]
    return ["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *body]


def _cites(cites: Sequence[object]) -> str:
    return "、".join(map(str, cites))


def _in_order(p: Procedure) -> list[State]:
    """The states as a case comes through them: by stage, the side exits last."""
    order = {stage.code: n for n, stage in enumerate(STAGES)}
    return sorted(p.states, key=lambda s: (s.side, order.get(s.stage, -1)))


def _traits(state: State, p: Procedure) -> list[str]:
    traits = []
    if state == p.opening:
        traits.append("起点")
    if state.side:
        traits.append("旁路")
    if state.terminal:
        traits.append("终点")
    return traits


def _target(step: Step) -> str:
    if step.target == SAME:
        return "（不变）"
    if step.target == BACK:
        return "（返回原阶段）"
    if step.target == UNDONE:
        return "（所选步骤之前的阶段）"
    return step.target.label


def _step_row(step: Step) -> tuple[str, ...]:
    sources = [s.label for s in step.source]
    told = "、".join(sources) if len(sources) <= 4 else f"{sources[0]}至{sources[-1]}（{len(sources)}个阶段）"
    return (
        f"**{step.label}**" if step.primary else step.label,
        told,
        _target(step),
        named(step.by) + ("（限本案承办人）" if step.handler_only else ""),
        "；".join(map(_need, step.needs)) or "—",
        documents_text(step.drafts) or "—",
        _cites(step.cites),
    )


def _need(item: Need) -> str:
    names = "或".join(dict.fromkeys(f"《{document_name(code)}》" for code in item.codes))
    return f"{names}{_STATUS[item.status]}" + (f"（{item.condition}）" if item.condition else "")


def documents_text(drafts: Sequence[Make]) -> str:
    """The documents a step drafts, in words."""
    return "、".join(
        f"《{document_name(m.code)}》" + (f"（{m.condition}）" if m.condition else "") for m in drafts
    )


def _conditions(step: Step) -> list[str]:
    rows = [(g.reason, _cites(g.cites), g.who or named(step.by), g.cure or "—") for g in step.guards]
    if step.handler_only:
        rows.insert(
            0, ("办理人不是本案承办人", "《行政处罚法》第四十二条", "本案承办人", "由本案承办人办理。")
        )
    return _table(("不得办理的情形", "依据", "谁可以纠正", "怎样纠正"), rows)


def _fields(fields: Sequence[Field]) -> list[str]:
    rows = []
    for f in fields:
        inside = "、".join(c.label for c in f.columns) or "、".join(label for _, label in f.choices)
        rows.append(
            (
                f.label,
                f"`{f.code}`",
                _TYPES[f.type],
                "必填" if f.required else "选填",
                inside or f.help or "—",
            )
        )
    return _table(("项目", "代码", "类型", "要求", "选项或者说明"), rows)


def _clock_row(c: Clock, p: Procedure) -> tuple[str, ...]:
    length = str(c.term) if c.term else f"参数 `{c.parameter}`"
    start = "、".join(p.step(code).label for code in c.starts_on)
    if c.start_field:
        asked = (f for code in c.starts_on for f in p.step(code).fields if f.code == c.start_field)
        start += f"（{next(asked).label}）"
    if c.condition:
        start += f"，{c.condition}"
    return (
        c.label,
        "届满前办理" if c.kind == "limit" else "届满后方可办理",
        length,
        start,
        "、".join(p.step(code).label for code in c.stops_on) or "—",
        "、".join(p.step(code).label for code, _ in c.extends) or "—",
        _cites(c.term.cites if c.term else c.cites),
    )


def files() -> dict[str, str]:
    """The rendered files by name: one table and one chart per procedure, and their list."""
    found = {}
    for p in ALL:
        found[f"{p.code}.md"] = to_markdown(p)
        found[f"{p.code}.svg"] = flow_svg(p, standalone=True) + "\n"
    rows = [(f"[{p.label}]({p.code}.md)", f"`{p.key}`", str(len(p.steps)), _cites(p.cites)) for p in ALL]
    head = ("程序", "编号", "步骤", "依据")
    found["README.md"] = "\n".join(["# 办案程序", "", *_table(head, rows), ""])
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Write the rendered procedures to a folder, or with `--check` tell which files are stale."""
    parser = argparse.ArgumentParser(
        prog="procedures", description="程序表和流程图 / procedure tables and flow charts"
    )
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/procedures"))
    parser.add_argument("--check", action="store_true", help="fail when a file differs, write nothing")
    asked = parser.parse_args(argv)
    stale = []
    for name, content in files().items():
        path = asked.folder / name
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        stale.append(name)
        if not asked.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    print("\n".join(stale) or "没有变化")
    return 1 if asked.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
