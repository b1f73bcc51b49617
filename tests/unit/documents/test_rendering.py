"""Drawing: rare characters, long names, signatures, seals, watermarks, text that is only text."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from anjian.documents.issuer import Issuer
from anjian.documents.kinds import codes, get
from anjian.documents.pictures import small
from anjian.documents.rendering import ROOT, Signature, page_count, render, render_png


def a_png() -> bytes:
    """A picture like that of a signature pad."""
    held = io.BytesIO()
    Image.new("RGB", (40, 12), "white").save(held, "PNG")
    return held.getvalue()


ISSUER = Issuer(name="示例市应急管理局", region="示例", review_body="示例市人民政府", court="示例市人民法院")
ON = date(2026, 10, 8)
RARE = "喆堃昇玥赟翀垚祎㎡"


def sample(code: str, **changes: Any) -> dict[str, Any]:
    text = (ROOT / "kinds" / get(code).folder / "sample.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)) | changes


def text_of(pdf: bytes) -> str:
    return re.sub(r"\s+", "", "".join(p.extract_text() for p in PdfReader(io.BytesIO(pdf)).pages))


class TestText:
    def test_rare_characters_of_names_are_printed(self) -> None:
        pdf = render("D29", sample("D29", party_head=RARE, party_name=f"{RARE}商行"), issuer=ISSUER)
        assert RARE.replace("㎡", "") in text_of(pdf).replace("㎡", "").replace("m2", "")

    def test_markup_in_a_value_stays_text(self) -> None:
        hostile = "#panic() *粗* $x$ <标签> `码` @引用 \\ [括号]"
        assert "#panic()*粗*$x$" in text_of(render("D29", sample("D29", facts=hostile * 2), issuer=ISSUER))

    def test_a_long_bureau_name_shrinks_to_the_line(self) -> None:
        long = Issuer(
            name="示例省示例市高新技术产业开发区管理委员会应急管理和安全生产监督局", region="示例高新"
        )
        pdf = render("D29", sample("D29"), issuer=long, status="issued", on=ON)
        assert long.name in text_of(pdf)

    def test_a_very_long_text_runs_over_pages(self) -> None:
        many = sample("D12", qa=[{"question": f"第{n}问？", "answer": "答" * 300} for n in range(40)])
        assert page_count("D12", many, issuer=ISSUER) > 10

    def test_form_with_a_very_long_opinion_breaks_instead_of_losing_text(self) -> None:
        pdf = render("D10", sample("D10", facts="情况说明。" * 900 + "终了"), issuer=ISSUER)
        assert "终了" in text_of(pdf)


_ANYTHING = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(),
    st.booleans(),
    st.lists(
        st.dictionaries(st.sampled_from(["name", "no", "amount", "due_on"]), st.text(max_size=8)), max_size=2
    ),
)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), code=st.sampled_from(codes()))
def test_nothing_typed_in_a_draft_stops_it_from_being_drawn(data: st.DataObject, code: str) -> None:
    fields = {f.code: data.draw(_ANYTHING, label=f.code) for f in get(code).fields}
    assert page_count(code, fields, issuer=ISSUER) >= 1


class TestMarks:
    def test_pictures_of_signatures_do_not_move_pages(self) -> None:
        signed = [
            Signature(slot="party", name="张伟", on=ON, png=a_png(), pages=(1, 2)),
            Signature(slot="officer", name="王虎", on=ON, png=a_png()),
            Signature(slot="officer2", name="李晨", on=ON),
        ]
        bare = page_count("D12", sample("D12"), issuer=ISSUER)
        assert page_count("D12", sample("D12"), issuer=ISSUER, signatures=signed) == bare

    def test_a_refusal_is_printed_with_its_reason(self) -> None:
        refused = [Signature(slot="party", name="张伟", on=ON, refused=True, reason="认为记录有误")]
        pdf = render("D12", sample("D12"), issuer=ISSUER, signatures=refused)
        assert "拒绝签名（认为记录有误）" in text_of(pdf)

    def test_seal_only_once_issued_and_marked_in_a_demo(self) -> None:
        demo = Issuer(name="示例市应急管理局", region="示例", demo=True)
        draft = render("D29", sample("D29"), issuer=demo, watermark="")
        issued = render("D29", sample("D29"), issuer=demo, status="issued", on=ON)
        # Once more than in the draft: round the ring of the seal, with the word 示例 in it.
        assert text_of(issued).count("示例市应急管理局") == text_of(draft).count("示例市应急管理局") + 1
        assert "示例市应急管理局示例" in text_of(issued)
        real = Issuer(name="示例市应急管理局", region="示例")
        assert "示例市应急管理局示例" not in text_of(
            render("D29", sample("D29"), issuer=real, status="issued", on=ON)
        )

    def test_watermarks(self) -> None:
        assert "草稿" in text_of(render("D29", sample("D29"), issuer=ISSUER))
        assert "草稿" not in text_of(render("D29", sample("D29"), issuer=ISSUER, status="issued", on=ON))
        rehearsed = render("D29", sample("D29"), issuer=ISSUER, status="issued", on=ON, watermark="演练")
        assert "演练" in text_of(rehearsed)


class TestSixItems:
    @pytest.mark.parametrize("code", ["D36", "D37"])
    def test_a_decision_carries_the_six_items_of_article_59(self, code: str) -> None:
        fields = sample(code)
        text = text_of(
            render(code, fields, issuer=ISSUER, number="（示例）应急罚〔2026〕3号", status="issued", on=ON)
        )
        assert fields["party_name"] in text
        assert fields["party_address"] in text
        assert "违法事实和证据" in text
        assert "处罚的理由、种类和依据" in text
        assert "履行方式和期限" in text
        assert "收到本决定书之日起60日内依法向示例市人民政府申请行政复议" in text
        assert "6个月内依法向示例市人民法院提起行政诉讼" in text
        assert "每日按罚款数额的百分之三加处罚款，加处罚款的数额不超出罚款的数额" in text
        assert text.rstrip().find("2026年10月8日") > 0

    def test_the_amount_stands_in_words_and_figures(self) -> None:
        assert "肆万伍仟元整（¥45,000）" in text_of(render("D36", sample("D36"), issuer=ISSUER))


class TestCopiesAndOriginals:
    def test_the_foot_says_how_many_copies_and_for_whom(self) -> None:
        assert "本文书一式两份：一份由应急管理部门备案，一份交被检查单位。" in text_of(
            render("D02", sample("D02"), issuer=ISSUER)
        )
        four = text_of(render("D48a", sample("D48a"), issuer=ISSUER))
        assert "本文书一式四份" in four
        assert "一份抄送人民检察院" in four

    @pytest.mark.parametrize("code", ["D20", "D21", "D22"])
    def test_papers_that_stop_supplies_keep_an_original_on_paper(self, code: str) -> None:
        text = text_of(render(code, sample(code), issuer=ISSUER, status="issued", on=ON))
        assert "本文书以纸质形式制作和送达，由主要负责人亲笔签名并加盖印章" in text
        assert "行政机关主要负责人（亲笔签名）" in text


class TestPictures:
    def test_stand_in_their_place_and_move_nothing(self) -> None:
        fields = sample("D60")
        sha256 = fields["pictures"][0]["sha256"]
        held = io.BytesIO()
        Image.new("RGB", (400, 300), "teal").save(held, "JPEG")
        shown = render("D60", fields, issuer=ISSUER, pictures={sha256: held.getvalue()})
        bare = render("D60", fields, issuer=ISSUER)
        assert text_of(bare).count("图片粘贴处") == 3
        assert text_of(shown).count("图片粘贴处") == 2
        assert len(PdfReader(io.BytesIO(shown)).pages) == len(PdfReader(io.BytesIO(bare)).pages)
        assert len(PdfReader(io.BytesIO(shown)).pages[0].images) == 1

    def test_are_made_small_upright_and_without_camera_data(self) -> None:
        held = io.BytesIO()
        original = Image.new("RGB", (3000, 2000), "teal")
        exif = original.getexif()
        exif[0x0112], exif[0x010F] = 6, "某厂相机"
        original.save(held, "JPEG", exif=exif)
        made = Image.open(io.BytesIO(small(held.getvalue())))
        assert made.size == (800, 1200)
        assert not made.getexif()


class TestNotice:
    def test_hearing_rights_only_where_they_apply(self) -> None:
        without = text_of(render("D29", sample("D29"), issuer=ISSUER))
        told = text_of(render("D29", sample("D29", hearing_applies=True), issuer=ISSUER))
        assert "有权要求听证" not in without
        assert "自收到本告知书之日起五个工作日内" in told
        assert "不因陈述、申辩而给予更重的处罚" in without


def test_pages_are_counted_from_one() -> None:
    with pytest.raises(IndexError):
        render_png("D29", sample("D29"), issuer=ISSUER, page=0)
