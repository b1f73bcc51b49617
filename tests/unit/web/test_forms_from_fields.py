from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string

from anjian.kit.clock import LOCAL_ZONE
from anjian.web.forms_from_fields import Choice, FieldForm, Spec

HU, MIN = "0192a000-0000-7000-8000-000000000001", "0192a000-0000-7000-8000-000000000002"
OFFICERS = (Choice(HU, "王虎"), Choice(MIN, "赵敏"))
ITEMS = Spec(
    code="items",
    label="物品",
    type="table",
    columns=(Spec(code="name", label="品名"), Spec(code="n", label="数量", type="int")),
)


def posted(text: str) -> QueryDict:
    return QueryDict(text.encode())


def form(*specs: Spec, data: str | None = None, **options: Any) -> FieldForm:
    return FieldForm(specs, None if data is None else posted(data), officers=OFFICERS, **options)


class Document(HTMLParser):
    """Collects what accessibility hangs on: ids, label targets, references, names."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.controls: list[dict[str, str | None]] = []
        self.labels: list[str] = []
        self.references: list[str] = []
        self.anchors: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if tag in {"input", "select", "textarea"} and given.get("type") != "hidden":
            self.controls.append(given)
        if tag == "label":
            self.labels.append(given.get("for") or "")
        if tag == "a" and (given.get("href") or "").startswith("#"):
            self.anchors.append((given["href"] or "")[1:])
        self.references += (given.get("aria-describedby") or "").split()


class TestReading:
    def test_each_type_comes_back_typed(self) -> None:
        specs = (
            Spec(code="t", label="案由"),
            Spec(code="d", label="日期", type="date"),
            Spec(code="at", label="时间", type="datetime"),
            Spec(code="y", label="罚款", type="yuan"),
            Spec(code="n", label="人数", type="int"),
            Spec(code="c", label="类别", type="choice", choices=(Choice("org", "单位"),)),
            Spec(code="b", label="是否", type="bool"),
            Spec(code="o", label="主办", type="officer"),
            Spec(code="os", label="执法人员", type="officers"),
            ITEMS,
        )
        found = form(
            *specs,
            data=f"f-t=动火&f-d=2026-10-08&f-at=2026-10-08T09:30&f-y=3.5万元&f-n=2&f-c=org&f-b=no&f-o={HU}"
            f"&f-os={HU}&f-os={MIN}&f-os={HU}&f-items-row=0&f-items-0-name=气瓶&f-items-0-n=3",
        )
        assert found.is_valid(), found.errors
        assert found.inputs == {
            "t": "动火",
            "d": date(2026, 10, 8),
            "at": datetime(2026, 10, 8, 9, 30, tzinfo=LOCAL_ZONE),
            "y": Decimal("35000.00"),
            "n": 2,
            "c": "org",
            "b": False,
            "o": UUID(HU),
            "os": (UUID(HU), UUID(MIN)),
            "items": ({"name": "气瓶", "n": 3},),
        }
        assert found.json_inputs["d"] == "2026-10-08"
        assert found.json_inputs["items"] == [{"name": "气瓶", "n": 3}]

    def test_every_error_is_said_at_once_and_the_typing_is_kept(self) -> None:
        found = form(
            Spec(code="a", label="案由"), Spec(code="n", label="人数", type="int"), data="f-a=&f-n=两个"
        )
        assert not found.is_valid()
        assert found.errors == {"a": "请填写“案由”。", "n": "请填写整数。"}
        assert found.controls[1].raw == "两个"

    def test_an_optional_field_left_empty_is_absent(self) -> None:
        found = form(Spec(code="a", label="备注", required=False), data="f-a=+")
        assert found.is_valid()
        assert found.inputs == {}

    def test_a_required_yes_or_no_must_be_answered_an_optional_one_is_no(self) -> None:
        assert form(Spec(code="b", label="已听取", type="bool"), data="").errors == {}
        asked = form(Spec(code="b", label="已听取", type="bool"), data="")
        assert not asked.is_valid()
        assert asked.errors == {"b": "请选择“已听取”。"}
        optional = form(Spec(code="b", label="复制", type="bool", required=False), data="")
        assert optional.is_valid()
        assert optional.inputs == {"b": False}

    def test_a_stranger_cannot_be_chosen(self) -> None:
        found = form(
            Spec(code="o", label="主办", type="officer"), data="f-o=0192a000-0000-7000-8000-0000000000ff"
        )
        assert not found.is_valid()
        assert found.errors == {"o": "请从列出的选项中选择。"}

    def test_two_officers_means_two_people(self) -> None:
        spec = Spec(code="os", label="执法人员", type="officers", minimum=2)
        twice = form(spec, data=f"f-os={HU}&f-os={HU}")
        assert not twice.is_valid()
        assert twice.errors == {"os": "至少选择 2 人。"}

    def test_a_draft_requires_nothing_but_still_reads_what_is_there(self) -> None:
        specs = (Spec(code="a", label="案由"), Spec(code="d", label="日期", type="date"))
        assert form(*specs, data="f-a=&f-d=", draft=True).is_valid()
        assert not form(*specs, data="f-a=&f-d=昨天", draft=True).is_valid()

    def test_a_person_typed_by_hand_needs_a_name(self) -> None:
        spec = Spec(code="w", label="见证人", type="person", required=False)
        assert form(spec, data="").is_valid()
        nameless = form(spec, data="f-w-phone=13800000000")
        assert not nameless.is_valid()
        assert nameless.errors == {"w": "请填写姓名。"}
        named = form(spec, data="f-w-name=陈某&f-w-post=安全员")
        assert named.is_valid()
        assert named.inputs == {"w": {"name": "陈某", "post": "安全员"}}


class TestRows:
    def test_adding_a_row_keeps_the_typing_and_is_no_submission(self) -> None:
        found = form(ITEMS, data="f-items-row=0&f-items-0-name=气瓶&f-items-0-n=&f-items-add=1")
        assert found.row_action
        assert not found.is_valid()
        assert found.errors == {}
        assert [row.key for row in found.controls[0].rows] == ["0", "1"]
        assert found.controls[0].rows[0].cells[0].raw == "气瓶"

    def test_removing_a_row_leaves_the_others(self) -> None:
        data = "f-items-row=0&f-items-row=4&f-items-0-name=甲&f-items-4-name=乙&f-items-remove=0"
        found = form(ITEMS, data=data)
        assert found.row_action
        assert [row.cells[0].raw for row in found.controls[0].rows] == ["乙"]

    def test_empty_rows_are_ignored_and_flawed_cells_are_marked(self) -> None:
        data = "f-items-row=0&f-items-row=1&f-items-0-name=&f-items-0-n=&f-items-1-name=乙&f-items-1-n=两"
        found = form(ITEMS, data=data)
        assert not found.is_valid()
        assert found.errors == {"items": "表格中有 1 处需要更正。"}
        assert found.controls[0].rows[1].cells[1].error == "请填写整数。"

    def test_a_required_table_needs_a_row(self) -> None:
        found = form(ITEMS, data="f-items-row=0")
        assert not found.is_valid()
        assert found.errors == {"items": "至少填写 1 行。"}


class TestReferences:
    OFFICERS_TABLE = Spec(
        code="rows",
        label="执法人员",
        type="table",
        columns=(Spec(code="name", label="姓名"), Spec(code="id", label="编号", required=False)),
    )

    def test_an_internal_id_is_carried_but_not_shown(self) -> None:
        found = form(self.OFFICERS_TABLE, initial={"rows": [{"name": "王虎", "id": HU}]})
        shown = Document(render_to_string("ui/form_fields.html", {"form": found}))
        assert [control["name"] for control in shown.controls] == ["f-rows-0-name", "f-rows-__-name"]

    @pytest.mark.parametrize(("typed", "kept"), [("王虎", True), ("赵敏", False)])
    def test_it_stays_with_the_name_it_belongs_to(self, typed: str, kept: bool) -> None:
        data = f"f-rows-row=0&f-rows-0-name={typed}&f-rows-0-id={HU}"
        found = form(self.OFFICERS_TABLE, data=data, initial={"rows": [{"name": "王虎", "id": HU}]})
        assert found.is_valid()
        assert ("id" in found.inputs["rows"][0]) is kept

    def test_a_row_with_nothing_but_an_id_is_empty(self) -> None:
        found = form(self.OFFICERS_TABLE, data=f"f-rows-row=0&f-rows-0-id={HU}")
        assert not found.is_valid()


class TestErrorsFromActions:
    def test_they_stand_under_their_fields_cells_included(self) -> None:
        found = form(
            Spec(code="a", label="案由"), ITEMS, data="f-a=x&f-items-row=0&f-items-0-name=甲&f-items-0-n=1"
        )
        assert found.is_valid()
        found.add_errors({"a": "案由不规范。", "items.0.n": "数量与清单不符。", "zzz": "页面已过期。"})
        assert [p.message for p in found.problems] == ["页面已过期。", "案由不规范。", "数量与清单不符。"]
        assert found.controls[1].rows[0].cells[1].error == "数量与清单不符。"
        assert found.problems[2].anchor == "id-f-items-0-n"


class TestDrawing:
    SPECS = (
        Spec(code="t", label="案由", help="写明行为。"),
        Spec(code="l", label="事实", type="longtext"),
        Spec(code="y", label="罚款", type="yuan"),
        Spec(
            code="c", label="类别", type="choice", choices=(Choice("org", "单位"), Choice("person", "个人"))
        ),
        Spec(code="b", label="已听取", type="bool"),
        Spec(code="k", label="复制", type="bool", required=False),
        Spec(code="os", label="执法人员", type="officers"),
        Spec(code="w", label="见证人", type="person"),
        ITEMS,
    )

    @pytest.mark.parametrize("data", [None, "f-t=&f-items-row=0&f-items-0-n=两&f-w-phone=1"])
    def test_every_control_has_a_name_a_person_can_hear_and_every_reference_exists(
        self, data: str | None
    ) -> None:
        found = form(*self.SPECS, data=data)
        found.is_valid()
        shown = Document(
            render_to_string("ui/form_errors.html", {"form": found})
            + render_to_string("ui/form_fields.html", {"form": found})
        )
        assert len(shown.ids) == len(set(shown.ids))
        for control in shown.controls:
            assert control["id"] in shown.labels or control.get("aria-label"), control
        assert set(shown.references) <= set(shown.ids)
        assert set(shown.anchors) <= set(shown.ids)
        assert bool(shown.anchors) is (data is not None)

    def test_typed_markup_is_shown_as_text(self) -> None:
        markup = render_to_string(
            "ui/form_fields.html", {"form": form(self.SPECS[0], data="f-t=<script>x</script>")}
        )
        assert "<script>" not in markup
        assert "&lt;script&gt;" in markup

    def test_stored_values_are_drawn_as_a_person_would_type_them(self) -> None:
        found = form(
            Spec(code="at", label="时间", type="datetime"),
            Spec(code="y", label="罚款", type="yuan"),
            Spec(code="b", label="是否", type="bool"),
            initial={"at": "2026-10-08T01:30:00+00:00", "y": "20000.00", "b": False},
        )
        assert [control.raw for control in found.controls] == ["2026-10-08T09:30", "20000", "no"]
        assert found.controls[1].in_words == "贰万元整"

    def test_it_reads_the_field_classes_of_procedures_and_documents(self) -> None:
        from anjian.documents.kinds.spec import Column
        from anjian.documents.kinds.spec import Field as Particular
        from anjian.procedures.spec import Field as Input

        columns = (Column(code="name", label="品名", type="choice", choices=("甲", "乙")),)
        found = FieldForm(
            (
                Particular(code="rows", label="清单", type="table", columns=columns),
                Input(
                    code="way", label="方式", type="choice", choices=(("mail", "邮寄"), ("direct", "直接"))
                ),
            )
        )
        assert found.controls[0].rows[0].cells[0].choices == (Choice("甲", "甲"), Choice("乙", "乙"))
        assert found.controls[1].choices[0] == Choice("mail", "邮寄")
