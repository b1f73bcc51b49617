"""The rules that tell a case without saying whose it was, on texts that try to slip through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anjian.registers.anonymise import WHYS, Anonymiser, Known, Pieces, firm_names, remainders

KNOWN = Known(
    persons=("赵建喆", "王虎", "欧阳明月", "阿依·古丽"),
    firms=("云州恒泰精细化工有限公司", "云州市平安商贸有限公司"),
    agencies=("云州市应急管理局",),
    places=("云州市", "云州", "临江区"),
    numbers=("2026-0017", "91990100MA6TX0001X", "13912345678", "029-88881234"),
)

# Each text, and what must no longer be read in what is made of it.
TRICKY: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("赵建喆承认安排了动火作业。", ("赵建喆",)),
    ("赵 建 喆在现场。", ("赵 建", "建喆", "建 喆")),
    ("赵　建喆签收。", ("建喆",)),
    ("阿依·古丽称不知情，阿依古丽在场。", ("古丽",)),
    ("欧阳明月负责登记。", ("欧阳", "明月")),
    ("王虎与王虎林不是一个人。", ("王虎",)),
    ("云州恒泰精细化工有限公司未落实责任。", ("恒泰", "云州")),
    ("恒泰化工与恒泰精细化工是同一家。", ("恒泰",)),
    ("恒泰公司停产。", ("恒泰",)),
    ("云州恒 泰精细化工有限公司", ("恒 泰", "恒泰")),
    ("云州恒泰精细化工（有限公司）", ("恒泰",)),
    ("云州市平安商贸有限公司储存烟花。", ("平安商贸",)),
    ("身份证号61010419900307123X。", ("61010419900307123", "19900307")),
    ("身份证６１０１０４１９９００３０７１２３Ｘ", ("61010419900307123", "６１０１")),
    ("身份证610104 19900307 123x", ("19900307", "610104")),
    ("统一社会信用代码91990100MA6TX0001X", ("91990100", "MA6TX0001X")),
    ("代码91990100ma6tx0001x", ("ma6tx0001x", "91990100")),
    ("电话13912345678、139-1234-5678、139 1234 5678。", ("13912345678", "1234-5678", "1234 5678")),
    ("联系+86 13912345678", ("13912345678",)),
    ("电话１３９１２３４５６７８", ("13912345678",)),
    ("手机139\u200b12345678", ("13912345678",)),
    ("座机029-88881234转801", ("88881234",)),
    ("座机（029）88881234", ("88881234",)),
    ("电话：88881234。", ("88881234",)),
    ("账号6222 0211 0012 3456 789", ("6222", "3456")),
    ("账号6222021100123456789", ("62220211",)),
    ("账号6222-0211-0012-3456", ("0211-0012",)),
    ("车辆陕A·D1234挂停放", ("D1234", "陕A")),
    ("新能源车陕AD12345驶离", ("AD12345",)),
    ("（云）应急罚〔2026〕12号决定", ("应急罚", "2026〕12")),
    ("云应急告[2026]第12-1号", ("应急告", "12-1")),
    ("本案2026-0017已结案", ("2026-0017",)),
    ("住址云州市临江区解放路12号3栋2单元501室。", ("解放路", "临江", "501")),
    ("位于长江大道88号院内", ("长江大道", "88号")),
    ("住临江区白石镇杨家村三组", ("杨家村", "白石")),
    ("邮箱zhao.jz@hengtai.com.cn", ("zhao", "hengtai")),
    ("微信号zhaojz_1990", ("zhaojz",)),
    ("QQ：123456789", ("123456789",)),
    ("特种作业证T610104199003071234", ("610104199003071234",)),
    ("现场负责人：李大勇，男。", ("李大勇",)),
    ("电工刘伟称没有证。", ("刘伟",)),
    ("北川鑫源矿业有限公司转包，鑫源矿业知情。", ("鑫源",)),
    ("云州市应急管理局立案。", ("云州",)),
    ("发生在云州的一起事故。", ("云州",)),
)  # fmt: skip


def told(text: str, *more: str) -> str:
    return Anonymiser(KNOWN, (text, *more)).tell(text).text


@pytest.mark.parametrize(("text", "gone"), TRICKY)
def test_nothing_of_it_can_be_read(text: str, gone: tuple[str, ...]) -> None:
    made = told(text)
    assert not [word for word in gone if word in made], made
    assert not [r for r in remainders(made, KNOWN) if r.barred], made


# Texts that must stay as they are: law, amounts, days, and words that only look like names.
KEPT = (
    "依据《中华人民共和国安全生产法》第一百零一条第三项，罚款人民币20000元。",
    "按照国办发〔2024〕54号、应急〔2024〕90号、法释〔2022〕19号办理。",
    "2026年10月12日9时30分检查，10月13日立案。",
    "动火作业未安排专门人员进行现场安全管理。",
    "罚款3.5万元，期限15日，共2台电焊机。",
    "企业主要负责人未履行安全生产职责。",
    "要求当事人立即改正，当事人在规定期限内改正。",
)


@pytest.mark.parametrize("text", KEPT)
def test_what_names_nobody_stays(text: str) -> None:
    assert told(text) == text
    assert not remainders(text, KNOWN)


class TestPlaceholders:
    def test_one_thing_has_one_placeholder(self) -> None:
        made = told("赵建喆打电话给王虎，王虎又找赵 建喆。")
        assert made == "甲某打电话给乙某，乙某又找甲某。"

    def test_short_names_of_a_firm_are_the_firm(self) -> None:
        made = told("云州恒泰精细化工有限公司停产，恒泰化工复产，恒泰精细化工再停产。")
        assert made == "A公司停产，A公司复产，A公司再停产。"

    def test_they_mean_the_same_in_every_part(self) -> None:
        parts = ("王虎检查恒泰化工。", "恒泰化工的赵建喆与王虎在场。")
        teller = Anonymiser(KNOWN, parts)
        assert [teller.tell(p).text for p in parts] == ["甲某检查A公司。", "A公司的乙某与甲某在场。"]

    def test_a_phone_written_twice_is_one(self) -> None:
        assert told("139-1234-5678即13912345678") == "〔电话1〕即〔电话1〕"

    def test_those_the_text_uses_already_are_left_out(self) -> None:
        assert told("甲某与王虎") == "甲某与乙某"

    def test_a_firm_nobody_told_us_of_is_found_with_its_short_name(self) -> None:
        made = told("北川鑫源矿业有限公司转包，鑫源矿业知情。")
        assert made.count("A公司") == 2

    @given(st.lists(st.sampled_from([t for t, _gone in TRICKY]), max_size=4))
    def test_the_same_texts_give_the_same(self, texts: list[str]) -> None:
        whole = "".join(texts)
        assert told(whole) == told(whole)
        assert not [r for r in remainders(told(whole), KNOWN) if r.barred]


class TestRemainders:
    def test_a_known_name_bars_and_says_where(self) -> None:
        (one,) = [r for r in remainders("据王 虎陈述", KNOWN) if r.barred]
        assert (one.text, one.start, one.end, one.code) == ("王 虎", 1, 4, "person")

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("编号654321", "digits"),
            ("编号65 43 21", "digits"),
            ("建喆说", "given"),
            ("王师傅说", "title"),
            ("老赵说", "title"),
            ("平安超市", "firm_part"),
            ("在临江区", "place"),
            ("华瑞物流有限公司", "other_firm"),
        ],
    )
    def test_doubtful_words_are_marked_and_do_not_bar(self, text: str, code: str) -> None:
        found = remainders(text, KNOWN)
        assert code in {r.code for r in found}
        assert not [r for r in found if r.barred]

    @pytest.mark.parametrize(
        "text", ["王虎", "恒泰化工", "云州市应急管理局", "2026-0017", "654321", "建喆", "老赵", "平安"]
    )
    def test_every_reason_is_one_of_the_catalogue(self, text: str) -> None:
        assert {r.why for r in remainders(text, KNOWN)} <= set(WHYS)

    def test_five_digits_are_an_amount(self) -> None:
        assert not remainders("罚款20000元", KNOWN)


def test_a_text_is_cut_at_its_marks() -> None:
    made = Anonymiser(KNOWN, ("王虎到场",)).tell("王虎到场")
    assert [(t, m is None) for t, m in Pieces.of(made.text, made.replacements).pieces] == [
        ("甲某", False),
        ("到场", True),
    ]


def test_ordinary_words_are_no_name_of_a_firm() -> None:
    assert "平安" not in firm_names("云州市平安商贸有限公司", ("云州市", "云州"))
