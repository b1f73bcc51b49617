"""The codes of the registers with their words."""

from __future__ import annotations

CHANNELS = (
    ("oral", "当面口头"),
    ("phone", "电话"),
    ("message", "短信、微信等"),
    ("written", "书面、批示"),
    ("others", "托人转达"),
    ("meeting", "会议、协调会"),
)
LEVELS = (
    ("department", "厅局级及以上"),
    ("division", "县处级"),
    ("section", "乡科级"),
    ("enterprise", "国有企业、社会团体负责人"),
    ("other", "其他或者不详"),
)
REACTIONS = (
    ("refused", "当场拒绝"),
    ("explained", "说明依法办理，没有采纳"),
    ("listened", "只听取，没有表态"),
    ("reported", "随即向单位负责人报告"),
)
OUTCOMES = (
    ("noted", "登记备查"),
    ("talked", "谈话提醒"),
    ("referred", "移送有管辖权的纪检监察机关"),
    ("no_interference", "经核实不属于干预"),
)
ORGANISATIONS = (
    ("agency", "应急管理部门"),
    ("police", "公安机关"),
    ("procuratorate", "人民检察院"),
    ("court", "人民法院"),
    ("other", "其他单位"),
)
TYPICAL_STATES = (
    ("draft", "待核对"),
    ("submitted", "待复核"),
    ("published", "已发布"),
    ("dropped", "已放弃"),
)
