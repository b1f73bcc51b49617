"""Correction of clerical errors: a slip is served, substance is never touched."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from tests.unit.procedures import story as s
from tests.unit.procedures.fined import executing
from tests.unit.procedures.world import World


class TestCorrection:
    def opened(self) -> tuple[World, UUID, dict[str, Any]]:
        w = executing()
        paper = w.facts.all_documents("D36")[-1]
        w.facts = replace(
            w.facts,
            documents=tuple(
                replace(d, no="示应急罚〔2026〕1号") if d.id == paper.id else d for d in w.facts.documents
            ),
        )
        w.take("wang", "open_clerical_correction", reason="地址有错别字。")
        slip = {"place": "第一页", "kind": "文字笔误", "wrong": "港囗路", "right": "港口路"}
        said = {
            "paper_no": "示应急罚〔2026〕1号",
            "paper_name": "行政处罚决定书",
            "paper_on": w.today,
            "corrections": [slip],
            "reason": "录入时写错。",
            "no_substance": True,
        }
        return w, w.child("correction"), said

    def test_of_a_slip_is_served(self) -> None:
        w, child, said = self.opened()
        w.take("wang", "propose_correction", child, **said)
        w.paper("D63", "approved", paper_no="示应急罚〔2026〕1号")
        w.take("chen", "approve_correction", child, opinion="同意。")
        w.paper("D63")
        w.take("wang", "serve_correction", child, **s.service(w))
        assert w.states[child][1] == "correction_served"

    def test_never_touches_amount_law_or_party(self) -> None:
        w, child, said = self.opened()
        slips = (
            ("amount", "二万", "三万", "correction_is_clerical"),
            ("文字笔误", "罚款30000元", "罚款3000元", "correction_leaves_substance"),
            ("文字笔误", "第九十九条", "第一百零一条", "correction_leaves_substance"),
            ("文字笔误", "示例油品储运有限公司", "示例燃气有限公司", "correction_leaves_substance"),
        )
        for kind, wrong, right, code in slips:
            row = {"place": "正文", "kind": kind, "wrong": wrong, "right": right}
            refused = w.refusals("wang", "propose_correction", child, **{**said, "corrections": [row]})
            assert code in refused, wrong
