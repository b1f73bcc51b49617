"""D23 电子数据（视听资料）提取笔录: what was taken from which device, how, and its hash on the spot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anjian.documents.kinds.common import (
    attendees,
    case_cause,
    check_officers,
    in_order,
    long,
    officers,
    text,
)
from anjian.documents.kinds.spec import Column, DocumentKind, Field


def _hash(fields: Mapping[str, Any]) -> dict[str, str]:
    for n, row in enumerate(fields.get("data") or (), start=1):
        if len(str(row.get("hash") or "")) != 64:
            return {"data": f"“提取的数据”第{n}行的校验值应当是64位的SM3或者SHA-256值。"}
    if fields.get("method") != "扣押、封存原始存储介质" and not fields.get("method_reason"):
        return {"method_reason": "未扣押、封存原始存储介质的，请写明原因。"}
    return {}


KIND = DocumentKind(
    folder="d23_data_extraction",
    code="D23",
    name="电子数据（视听资料）提取笔录",
    word="电提",
    stage="调查取证",
    signatures=("party", "officer", "officer2", "attendees"),
    every_page=("party",),
    basis=(
        "《行政处罚法》第四十六条",
        "《最高人民法院关于行政诉讼证据若干问题的规定》第十二条",
        "《电子签名法》第八条",
    ),
    checks=(check_officers, _hash, in_order("started_at", "ended_at", "提取结束时间不能早于开始时间。")),
    fields=(
        case_cause(),
        text("started_at", "提取开始时间", type="datetime"),
        text("ended_at", "提取结束时间", type="datetime"),
        text("place", "提取地点"),
        text("holder", "数据持有人（提供人）", "party.name"),
        text("holder_id_no", "持有人证件号码", required=False),
        text("holder_phone", "持有人联系电话", required=False),
        officers(label="提取人"),
        attendees("见证人"),
        Field(
            code="method",
            label="提取方式",
            type="choice",
            choices=("扣押、封存原始存储介质", "现场提取", "网络在线提取", "打印、拍照、录像固定", "调取"),
        ),
        text("method_reason", "未扣押原始存储介质的原因", required=False),
        Field(
            code="devices",
            label="原始存储介质、来源",
            type="table",
            min_rows=1,
            columns=(
                Column(code="name", label="设备（网址、账号）", width=2),
                Column(code="model", label="型号、序列号", width=1.6, required=False),
                Column(code="path", label="存放位置", width=1.6, required=False),
                Column(code="state", label="状态、封存编号", width=1.4, required=False),
            ),
        ),
        text("clock", "设备时间与标准时间的差值", help="与北京时间核对的结果。"),
        text("tool", "提取工具和版本"),
        long("course", "提取经过", min_length=10),
        Field(
            code="data",
            label="提取的数据",
            type="table",
            min_rows=1,
            columns=(
                Column(code="name", label="文件名称", width=2),
                Column(code="format", label="格式", required=False),
                Column(code="size", label="大小"),
                Column(code="algorithm", label="算法", choices=("SM3", "SHA-256")),
                Column(code="hash", label="校验值", width=3),
            ),
        ),
        text("proves", "证明事项"),
        text("carrier", "数据保存的载体和份数"),
        text("recording", "提取过程录像编号", required=False),
        text("holder_opinion", "持有人意见", default="以上提取过程属实，数据与原始数据一致。"),
    ),
)
