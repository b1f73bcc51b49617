"""A fact only one room has told may not reach another in other words."""

from __future__ import annotations

from anjian.testimony.model import Person, Statement
from anjian.testimony.prompts import check

PERSONS = (
    Person("A", "岑阿根", "叉车司机", ("阿根",), 1),
    Person("B", "楼永福", "仓储主管", ("楼主管",), 2),
    Person("C", "应彩凤", "理货员", ("彩凤",), 3),
)


def told(sid: str, question: str, answer: str) -> Statement:
    return Statement(sid, sid[0], int(sid[1:]), "09:00:00", question, answer)


RECORD = (
    told("A1", "出事前你在做什么？", "在库里倒货，楼主管蹲在充电柜边上抽烟，烟灰弹得到处是。"),
    told("A2", "那天几点上的班？", "中午跟老谌喝了二两，一点多才回来。"),
    told("A3", "出事以后有人找过你没有？", "楼主管把我叫到楼梯间，让我别往外说。"),
    told("B1", "事发时你的位置？", "在办公室开单子，没到库里去。"),
    told("B2", "叉车平时怎么管理？", "刹车一直不好使，一直没停用。倒车的蜂鸣器早就短接了。"),
    told("B3", "那批货什么时候到的？", "上午十点，超载了小半车，司机自己也认。"),
    told("C1", "你看见了什么？", "我在架子后头，先闻到一股焦糊味，后来就看见火苗。"),
    told("C2", "当班人手够不够？", "阿根头天连班没睡，趴在方向盘上打瞌睡。"),
    told("C3", "台账谁填的？", "台账是后来补的，领导让我照着旧的抄的。"),
)
LEAKS = (
    "在充电柜旁吸烟的是什么人？",
    "谁在库房里点的烟？",
    "烟头扔在哪里了？抽烟的人后来去哪了？",
    "吸烟的人当时站在什么位置？",
    "请说明库内抽烟一事的经过。",
    "那个抽烟的人和你什么关系？",
    "抽完烟以后他去了哪里？",
    "请说明吸烟者的姓名。",
    "饮酒的都有哪些人？",
    "午饭喝酒花了多少时间？",
    "酒是谁带来的？喝酒在什么地方？",
    "请说明中午饮酒的地点。",
    "一起喝酒的还有谁？",
    "喝完酒后是谁开的叉车？",
    "老谌当时在什么位置？",
    "请说明老谌的职务。",
    "老谌几点离开的？",
    "谁要求保密的？",
    "交代不要外传的是谁？保密是怎么说的？",
    "统一口径是在什么地方商量的？",
    "请说明封口的经过。",
    "要求隐瞒的是谁？",
    "是在什么地方让人保密的？",
    "装置是谁短接的？",
    "旁路是什么时候做的？",
    "请说明蜂鸣器被屏蔽的时间。",
    "报警装置被甩开多久了？",
    "谁拆除了倒车装置？",
    "超载的车是谁装的？",
    "超重的部分是怎么处理的？超载由谁放行？",
    "请说明超载的数量。",
    "那车超限多少？",
    "什么时候开始闻到异味的？",
    "刺鼻气味从哪里来的？",
    "请说明异味出现的时间。",
    "睡觉的是哪个班的人？",
    "谁在驾驶时打盹？",
    "打瞌睡持续了多久？",
    "熬夜连班是谁安排的？加班几个小时？",
    "补签的台账是谁让做的？",
    "伪造记录由谁经手？",
    "请说明造假的经过。",
)
GOOD = (
    "事发前你在做什么？",
    "当时库内有哪些人？",
    "请说明当天的上班时间。",
    "现场有没有人吸烟？",
    "上班前是否饮酒？",
    "叉车的刹车情况怎么样？",
    "出事以后有没有人找你谈话？",
    "当班人员的休息情况如何？",
    "那批货是什么时候到的？",
    "请说明货物的数量。",
    "台账由谁填写？",
    "请说明台账的填写时间和填写人。",
    "火是什么时候发现的？",
    "请说明发现火情的经过。",
    "叉车由谁驾驶？",
    "有没有人交代过怎么说？",
    "充电柜由谁管理？",
    "灭火器放在什么位置？",
    "当天谁值班？",
    "事发时你在什么位置？",
    "请核实叉车的检查情况。",
    "有没有闻到异常气味？",
    "叉车的安全装置是否完好？",
    "货车装载有没有超过核定重量？",
    "当天作业由谁安排？",
    "请说明你当天的工作内容。",
    "事发后你做了什么？",
    "谁拨打的119？",
    "请说明人员疏散的过程。",
    "是否参加过消防培训？",
    "库房的钥匙由谁保管？",
    "请说明当天的天气和照明情况。",
)


def blocked(prompts: tuple[str, ...]) -> list[str]:
    return [p for p in prompts if check(p, persons=PERSONS, testimonies=RECORD)]


def test_leaks_in_other_words_are_seen() -> None:
    found = blocked(LEAKS)
    assert len(LEAKS) >= 40
    missed = sorted(set(LEAKS) - set(found))
    assert len(missed) <= len(LEAKS) * 0.05, missed


def test_open_questions_still_go_out() -> None:
    assert len(GOOD) >= 30
    assert len(blocked(GOOD)) <= len(GOOD) * 0.05, blocked(GOOD)


def test_what_two_rooms_told_or_the_officer_asked_is_no_leak() -> None:
    both = (*RECORD, told("C4", "还看见什么？", "有个人在那边吸烟。"))
    assert not check("吸烟的人站在什么位置？", persons=PERSONS, testimonies=both)
    asked = (*RECORD, told("C4", "现场有没有人吸烟？", "没注意。"))
    assert not check("吸烟的人站在什么位置？", persons=PERSONS, testimonies=asked)
