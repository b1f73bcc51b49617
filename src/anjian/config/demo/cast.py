"""Who lives in the demo city: bureaux, teams and the fixed cast of accounts.

Everything here is invented. The city has fourteen teams at two levels: three brigades of the city's
detachment, one brigade posted to the development zone, and two squads in each of five districts.
"""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "anjian-demo-2026"  # noqa: S105  the demo city's own, printed at start-up


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """An officer of the demo city."""

    name: str
    unit: str
    post: str
    roles: tuple[str, ...]
    username: str = ""
    legal_qualified: bool = False
    certified: bool = True
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bureau:
    """A legal subject with its units and officers."""

    name: str
    short_name: str
    level: str
    place_code: str
    region: str
    court: str
    review_body: str
    units: tuple[tuple[str, str], ...]
    people: tuple[Someone, ...]


_FIELD = ("case_officer", "interviewer")

CITY = Bureau(
    name="云州市应急管理局",
    short_name="市应急局",
    level="city",
    place_code="990100",
    region="云",
    court="云州市中级人民法院",
    review_body="云州市人民政府",
    units=(
        ("局领导", "agency"),
        ("法规科", "agency"),
        ("案件管理中心", "agency"),
        ("综合科", "agency"),
        ("执法支队一大队", "agency"),
        ("执法支队二大队", "agency"),
        ("执法支队三大队", "agency"),
        ("高新区派驻大队", "posted"),
        ("白石镇综合执法队", "delegated"),
    ),
    people=(
        Someone(name="郑国安", unit="局领导", post="局长", roles=("agency_head",), username="juzhang",
                what="机关主要负责人，批准与决定"),
        Someone(name="陈立", unit="局领导", post="副局长", roles=("agency_leader",), username="fenguan",
                what="机关分管负责人，审批与集体讨论"),
        Someone(name="周正", unit="局领导", post="副局长", roles=("agency_leader",), username="zhouzheng",
                what="机关负责人，集体讨论"),
        Someone(name="方知", unit="法规科", post="科长", roles=("legal_reviewer",), username="fazhi",
                legal_qualified=True, what="法制审核"),
        Someone(name="高明", unit="法规科", post="四级调研员", roles=("hearing_chair", "legal_reviewer"),
                username="tingzheng", legal_qualified=True, what="听证主持"),
        Someone(name="何清", unit="案件管理中心", post="主任", roles=("case_manager",), username="anguan",
                what="案件管理员，同步询问指挥台"),
        Someone(name="孙晓", unit="案件管理中心", post="询问员", roles=_FIELD, username="xunwen1",
                what="询问人员（一室）"),
        Someone(name="钱进", unit="案件管理中心", post="询问员", roles=_FIELD, username="xunwen2",
                what="询问人员（二室）"),
        Someone(name="吴越", unit="案件管理中心", post="询问员", roles=_FIELD),
        Someone(name="冯雪", unit="案件管理中心", post="询问员", roles=_FIELD),
        Someone(name="杜安", unit="综合科", post="档案管理员", roles=("archivist",), username="dangan",
                certified=False, what="档案管理"),
        Someone(name="沈维", unit="综合科", post="系统管理员", roles=("system_admin",), username="xitong",
                certified=False, what="系统管理，看不到案件"),
        Someone(name="刘建军", unit="执法支队一大队", post="大队长", roles=("unit_head", "case_officer"),
                username="liudui", what="承办机构负责人"),
        Someone(name="王虎", unit="执法支队一大队", post="一级主任科员", roles=_FIELD, username="wanghu",
                what="执法人员（主办）"),
        Someone(name="赵敏", unit="执法支队一大队", post="二级主任科员", roles=_FIELD, username="zhaomin",
                what="执法人员（协办）"),
        Someone(name="韩磊", unit="执法支队一大队", post="科员", roles=_FIELD),
        Someone(name="唐宁", unit="执法支队二大队", post="大队长", roles=("unit_head", "case_officer")),
        Someone(name="许诺", unit="执法支队二大队", post="一级科员", roles=_FIELD),
        Someone(name="邓超群", unit="执法支队二大队", post="一级科员", roles=_FIELD),
        Someone(name="曹阳", unit="执法支队二大队", post="科员", roles=_FIELD),
        Someone(name="彭飞", unit="执法支队三大队", post="大队长", roles=("unit_head", "case_officer")),
        Someone(name="曾喆", unit="执法支队三大队", post="一级科员", roles=_FIELD),
        Someone(name="萧然", unit="执法支队三大队", post="一级科员", roles=_FIELD),
        Someone(name="田野", unit="执法支队三大队", post="科员", roles=_FIELD),
        Someone(name="董强", unit="高新区派驻大队", post="大队长", roles=("unit_head", "case_officer")),
        Someone(name="袁朗", unit="高新区派驻大队", post="科员", roles=_FIELD),
        Someone(name="潘悦", unit="高新区派驻大队", post="科员", roles=_FIELD),
        Someone(name="石磊", unit="白石镇综合执法队", post="队员", roles=("case_officer",), username="zhenjie",
                what="受委托镇街执法人员，不得实施强制"),
        Someone(name="苏慎", unit="局领导", post="纪检组组长", roles=("discipline_head",), username="jijian",
                certified=False, what="纪检负责人，查阅干预记录"),
    ),
)  # fmt: skip

_DISTRICTS = (
    ("临江区", "990102", "临江", ("林远", "江涛", "蒋文", "沈默", "韦昕", "余波")),
    ("北岭区", "990103", "北岭", ("岭南生", "贺兰", "龚平", "程远航", "邹静", "熊伟")),
    ("东湖区", "990104", "东湖", ("胡杨", "夏青", "谭木", "陆川", "汪洋", "金鑫")),
    ("西川区", "990105", "西川", ("向阳", "崔健全", "任重", "柳青", "黎明", "易宁")),
    ("南浦县", "990121", "南浦", ("浦松", "阎昇", "段玥", "雷赟", "侯翀", "白垚")),
)


def _district(name: str, code: str, region: str, names: tuple[str, ...]) -> Bureau:
    head, leader, reviewer, captain, one, two = names
    squads = (f"{name}执法大队一中队", f"{name}执法大队二中队")
    outsider = "waiqu" if name == "临江区" else ""
    extra = (
        (Someone(name="齐天", unit=squads[1], post="档案员", roles=("archivist",), certified=False),)
        if name == "临江区"
        else ()
    )  # fmt: skip
    return Bureau(
        name=f"云州市{name}应急管理局",
        short_name=f"{name}应急局",
        level="district",
        place_code=code,
        region=region,
        court=f"云州市{name}人民法院",
        review_body=f"云州市{name}人民政府",
        units=(("局领导", "agency"), ("法规股", "agency"), (squads[0], "agency"), (squads[1], "agency")),
        people=(
            Someone(name=head, unit="局领导", post="局长", roles=("agency_head",))
            if not outsider
            else Someone(name="罗成", unit="局领导", post="局长", roles=("agency_head",)),
            Someone(name=leader, unit="局领导", post="副局长", roles=("agency_leader",)),
            Someone(name=reviewer, unit="法规股", post="股长", roles=("legal_reviewer", "hearing_chair"),
                    legal_qualified=True),
            Someone(name=captain, unit=squads[0], post="大队长", roles=("unit_head", "case_officer")),
            Someone(name=one, unit=squads[0], post="科员", roles=_FIELD),
            Someone(name=two, unit=squads[1], post="科员", roles=_FIELD),
            *(
                (Someone(name="林远", unit=squads[0], post="科员", roles=_FIELD, username=outsider,
                         what="外区执法人员，看不到市局案件"),)
                if outsider
                else ()
            ),
            *extra,
        ),
    )  # fmt: skip


BUREAUX = (CITY, *(_district(*row) for row in _DISTRICTS))


def accounts() -> tuple[Someone, ...]:
    """Return those who can sign in, in the order in which they are introduced."""
    return tuple(someone for bureau in BUREAUX for someone in bureau.people if someone.username)
