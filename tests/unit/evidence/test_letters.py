"""Letters in pictures: an engine of the site's choice, and particulars of licences as proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anjian.evidence.reading.letters import read_letters
from anjian.evidence.reading.licence import particulars
from anjian.kit.credit_code import check_character

if TYPE_CHECKING:
    from pathlib import Path

BODY = "91990100MA6TXXXX0"
CODE = BODY + check_character(BODY)
LICENCE = f"""危险化学品经营许可证
证书编号：云应急危化经字〔2026〕000123
企业名称 云州石油储运有限公司
统一社会信用代码 {CODE}
主要负责人：李强
住所：云州市港务区一路1号
许可范围：汽油、柴油
有效期：2024年1月2日 至 2027年1月1日
发证机关：云州市应急管理局"""


def test_a_licence_is_read_field_by_field() -> None:
    said = {one.code: one.value for one in particulars(LICENCE)}
    assert said == {
        "credit_code": CODE,
        "name": "云州石油储运有限公司",
        "head": "李强",
        "address": "云州市港务区一路1号",
        "licence_no": "云应急危化经字〔2026〕000123",
        "scope": "汽油、柴油",
        "issuer": "云州市应急管理局",
        "valid": "2024年1月2日 至 2027年1月1日",
    }


def test_a_code_whose_check_digit_fails_is_not_proposed() -> None:
    wrong = BODY + ("0" if CODE[-1] != "0" else "1")
    assert particulars(LICENCE.replace(CODE, wrong))[0].code != "credit_code"


def test_an_engine_that_is_not_there_says_so(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"x")
    assert read_letters(picture, program="/no/such/python").failure.startswith("没有能识别")


def test_the_answer_of_an_engine_is_taken_as_it_is(tmp_path: Path) -> None:
    """Contract with the engine's process: one JSON line at the end, whatever it printed before."""
    program = tmp_path / "engine"
    program.write_text(
        "#!/bin/sh\ncat >/dev/null\necho loading models\n"
        'echo \'{"text": "\\u8425\\u4e1a\\u6267\\u7167", "engine": "rapidocr 3"}\'\n'
    )
    program.chmod(0o755)
    said = read_letters(tmp_path / "a.png", program=str(program))
    assert (said.text, said.engine, said.failure) == ("营业执照", "rapidocr 3", "")
