"""What officers of the demo city write where a form asks for words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from anjian.config.demo.play import Play
    from anjian.documents.kinds.spec import DocumentKind, Field

_BY_CODE = {
    "lead_source": "监督检查",
    "jurisdiction": "违法行为发生在本机关辖区，未超过追究时效，其他机关未立案。",
    "proposal": "建议立案调查。",
    "course": "经检查发现线索后依法立案，收集书证、视听资料并询问有关人员，现已调查终结。",
    "discretion_reason": "当事人系首次违法，积极配合调查，已按期整改，按一般档次裁量。",
    "criminal_screen": "经对照危险作业罪、重大责任事故罪等逐项排查，未发现涉嫌犯罪。",
    "exculpatory": "当事人积极配合调查，发现问题后当日整改。",
    "opinion": "同意。",
    "defence": "当事人在法定期限内未提出陈述申辩意见。",
    "defence_review": "当事人未提出陈述申辩意见，按告知内容处理。",
    "discretion": "当事人系首次违法，积极配合调查，已按期整改，按一般档次裁量。",
    "result": "罚款已全部缴纳，问题隐患已整改复查。",
    "execution": "罚款已全部缴纳至财政专户。",
    "person_phone": "13900000000",
    "contact_person": "王虎",
    "contact_phone": "029-55512350",
    "manner": "持本决定书到指定银行或者通过电子支付系统缴纳罚款。",
    "recorder": "记录员",
    "state": "无",
}


def fill(kind: DocumentKind, code: str, play: Play, present: Any = None) -> Any:
    """Return what an officer would write in a field that nothing else fills; None when it has no such field.

    ``present`` is what stands there already: rows of a table are completed, not replaced.
    """
    field = next((f for f in kind.fields if f.code == code), None)
    if field is None:
        return None
    if code in play.said:
        return play.said[code]
    if field.type == "table" and present:
        return [
            {
                c.code: row.get(c.code) or ("" if not c.required else _column(c, "见案卷"))
                for c in field.columns
            }
            for row in present
        ]
    if code in _BY_CODE:
        return _fitting(field, _BY_CODE[code])
    return _plain(field, play)


def _fitting(field: Field, words: Any) -> Any:
    if field.type == "table":
        return [{column.code: _column(column, words) for column in field.columns}]
    return words


def _plain(field: Field, play: Play) -> Any:
    if field.type == "date":
        return play.today.isoformat()
    if field.type == "datetime":
        return (play.now - timedelta(minutes=5)).isoformat()
    if field.type == "yuan":
        return "0"
    if field.type == "int":
        return field.minimum or 1
    if field.type == "bool":
        return False
    if field.type == "choice":
        return field.choices[0]
    if field.type == "table":
        return [{column.code: _column(column, "见案卷材料") for column in field.columns}]
    if field.type == "person":
        return {"name": play.said.get("head", "当事人")}
    return f"{field.label}见案卷材料，经核对无误。"


def _column(column: Any, words: Any) -> Any:
    if column.choices:
        first = column.choices[0]
        return first if isinstance(first, str) else first[0]
    if column.type in {"int", "yuan"}:
        return 1
    return words
