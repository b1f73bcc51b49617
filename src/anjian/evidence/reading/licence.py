"""Particulars of licences in a text that a machine has read: proposals, each with the line it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from anjian.kit import credit_code

_DATE = r"(?:20|19)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
_CODE = re.compile(r"(?<![0-9A-Z])([0-9A-HJ-NPQRTUWXY]{18})(?![0-9A-Z])")
_GAP = r"[:：\s]*"
_SIGNS = r"[（(\[〔A-Za-z\u4e00-\u9fff0-9〕\])）\-]{5,40}"
_LABELLED: Final = (
    ("name", "名称", rf"(?:企业名称|单位名称|名\s*称){_GAP}([^\s:：]{{4,60}})"),
    ("head", "法定代表人", rf"(?:法定代表人|主要负责人|负责人){_GAP}([\u4e00-\u9fff·]{{2,20}})"),
    ("address", "住所", rf"(?:住\s*所|经营场所|注册地址|地\s*址){_GAP}(\S{{5,80}})"),
    ("licence_no", "证书编号", rf"(?:许可证编号|证书编号|证\s*号|编\s*号){_GAP}({_SIGNS})"),
    ("scope", "许可范围", rf"(?:许可范围|许可经营范围|经营范围){_GAP}(\S{{2,200}})"),
    ("issuer", "发证机关", rf"(?:发证机关|登记机关){_GAP}([\u4e00-\u9fff]{{4,40}})"),
    (
        "valid",
        "有效期",
        rf"(?:有效期|有效期限|营业期限){_GAP}((?:自)?{_DATE}\s*(?:至|到|-|—|~)\s*(?:{_DATE}|长期))",
    ),
)


@dataclass(frozen=True, slots=True)
class Particular:
    """One proposed particular: its code, its Chinese label, the value, and whether a check digit holds."""

    code: str
    label: str
    value: str
    checked: bool = False


def particulars(text: str) -> tuple[Particular, ...]:
    r"""Return what a licence seems to say; nothing that looks wrong by its own check digit.

    >>> [p.value for p in particulars("名称 云州石油储运有限公司\n法定代表人：李强")]
    ['云州石油储运有限公司', '李强']
    """
    found = [
        Particular("credit_code", "统一社会信用代码", code, checked=True)
        for code in dict.fromkeys(_CODE.findall(text.replace(" ", "").upper()))
        if credit_code.check(code) is None
    ]
    for code, label, pattern in _LABELLED:
        match = re.search(pattern, text)
        if match:
            found.append(Particular(code, label, match[1].strip()))
    return tuple(found)
