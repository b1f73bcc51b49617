"""Who is meant: names, aliases, 老/小+surname, surname+title, unique role words, 我/他."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from anjian.testimony.model import Person

_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "端木",
    "公孙",
    "万俟",
    "闻人",
    "皇甫",
    "尉迟",
    "慕容",
    "令狐",
    "东方",
    "夏侯",
    "司徒",
    "长孙",
)
TITLES = (
    "副厂长|厂长|副矿长|矿长|副经理|总经理|经理|副主任|主任|副科长|科长|副部长|部长|副队长|队长|副站长|站长|班长|组长|段长|工长|炉长|机长|值长|"
    "船长|店长|院长|校长|园长|所长|处长|总监|主管|老板娘|老板|总工|监理|安全员|司机|师傅|会计|老师|大爷|工程师|调度|总|工|队|矿|部|调|班"
)
_ROLE_WORDS = re.compile(
    r"(副?厂长|副?矿长|副?队长|副?站长|班长|组长|工长|炉长|机长|值长|船长|店长|安全员|司机|押运员|仓管员|保管员|门卫|保安|会计|"
    r"监理|监护人|瓦检员|把钩工|老板娘|老板|房东|房主|经理|主任|主管|调度长|调度|电工|焊工|维保员|测量员|指挥手|司炉工|操作工|中控|检修工|站长|部长|科长|总监|包工头|工头)"
)
# people nobody in the case list: 老马, 小孙, 王师傅; merged by surface until staff say otherwise
_UNKNOWN = re.compile(
    r"(?:[老小阿](?=[一-鿿])(?!板|婆|公|乡|家|家伙|时|心|区|组|孩|伙|姑|说|得|检|票|事|量|便|学|路|师|是|早|远|化|长|工|百|实|虎|毛|型|块|瓶|车|门|卖|推)[一-鿿])"
    r"(?=[，。；、！？的和跟与去来说让叫在把给也就先开关签拉下上自没不是那他她拿有平当请喊派呢吗进站掉摔送到干管守]|$)"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜"
    "叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎"
    "贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧"
    "耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙"
    "鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫"
    "米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝"
)
_NICKNAME = re.compile(
    rf"[老小阿](?![师车路门包孔水边时])[{_SURNAMES}谌佘逯冼缑眭咸辜郗糜莘匡蹇阙毋佴屠瞿邝](?![一-鿿]?(?:班长|队长|经理))"
)
_FULL_NAME = re.compile(
    rf"(?<![一-鿿])[{_SURNAMES}][一-鿿]{{1,2}}(?=有没有|是不是|是否|有无|在不在|是谁|说|让我|跟我|叫我|安排|派|批|自己|他|她|平时|那天|当时|来过|去过|知道|的证|签的|开的|动的)"
    rf"|(?<=[是叫让跟和给由派找])[{_SURNAMES}][一-鿿]{{2}}(?=[，。；]|安排|让|叫|派|签|开的|动的|干的|去的|说)"
)
# somebody called by what he does there: 看舱的人, 看舱员, 值班的
_DUTIES = (
    "看舱|看火|看场|看门|守夜|守库|守舱|值班|值夜|值守|管库|押运|监护|监火|瞭望|巡检|巡线|烧炉|烧锅炉|司炉|司索|维保|维修|检修|"
    "保洁|保安|电焊|喷漆|搬运|安装|开吊车|开塔吊|开叉车|开铲车|开车"
)
_DOER = re.compile(
    rf"(?P<do>{_DUTIES})(?:的人|的那个|的师傅|员)|(?<![谁是])(?P<at>看舱|看火|看门|守夜|值班|值夜|看场)的(?=[，。；？！在来去没不到呢]|$)"
)
_GROUP = re.compile(
    r"甲方|业主|总包|分包|外包队|外委[^，。]{0,3}公司|检测公司|施工队|施工单位|监理单位|项目部|厂里|矿上|矿里|公司(?!的)|单位上|单位里|物业|保安|调度室|调度|"
    r"供应商|厂家|运行|中控|检修班|维修班|仪表班|安全科|安环部|工人|操作工|他们|班组|车间|队里|班里|上级|领导|厂方|电工班|网点|店里|医院|街道"
)
SELF = "我"


@dataclass(frozen=True, slots=True)
class Mention:
    """A person named in a text: pid, or x:surface for one not in the list, or g:group."""

    who: str
    start: int
    end: int

    @property
    def known(self) -> bool:
        """Whether the person is in the case list."""
        return not self.who.startswith(("x:", "g:"))


def surname(name: str) -> str:
    """The family name, two-character ones included."""
    return next((c for c in _COMPOUND if name.startswith(c)), name[:1])


_BODY = re.compile(
    r"([一-鿿]{2,6}?(?:班|队|公司|科|项目部|车间|单位|工段|组|部))(?=[长员工主副经技带司安]|$|[一-鿿]{0,3}(?:长|员|工|理|管|师|任|机)$)"
)


_POST = re.compile(
    r"[一-鿿]{1,3}(?:长|员|工|师傅|师|手|主管|老板|经理|主任|总监|负责人|司机|会计|监理|书记|窑主|业主|船主|户主)$"
)
_NO_POST = frozenset({"工人", "员工", "人员", "职工", "民工", "普工", "班长长", "专员", "成员", "学员"})


def role_titles(role: str) -> tuple[str, ...]:
    """What a person may be called after his post: 风场场长 → 场长, 电梯维保工 → 维保工."""
    found: list[str] = []
    for part in re.split(r"[（(/、，,；;兼)）\s]+", role):
        if match := _POST.search(part):
            word = match[0]
            found += [w for w in (word, word[-3:], word[-2:]) if len(w) >= 2 and w not in _NO_POST]
    return tuple(dict.fromkeys(found))


class Cast:
    """The persons of one case and every way they may be called."""

    def __init__(self, persons: Sequence[Person], mentioned: Iterable[Person] = ()) -> None:
        self.persons = {p.pid: p for p in persons}
        self.everyone = list(persons) + list(mentioned)
        self.names = {p.pid: p.name for p in self.everyone}
        forms: dict[str, set[str]] = {}
        roles: dict[str, set[str]] = {}

        def put(table: dict[str, set[str]], form: str, pid: str) -> None:
            if len(form) >= 2:
                table.setdefault(form, set()).add(pid)

        by_surname: dict[str, int] = {}
        for person in self.everyone:
            by_surname[surname(person.name)] = by_surname.get(surname(person.name), 0) + 1
        strong: set[str] = set()
        for person in self.everyone:
            family = surname(person.name)
            for form in (person.name, *person.aliases):
                put(forms, form, person.pid)
                strong.add(form)
            if len(person.name) - len(family) == 2:
                put(forms, person.name[len(family) :], person.pid)
            if by_surname[family] == 1:
                for prefix in "老小阿":
                    put(forms, prefix + family, person.pid)
                for suffix in ["师傅", "工", "哥", "姐", "总", "队", "叔", "大爷", "某", "某某"]:
                    put(forms, family + suffix, person.pid)
                put(forms, "姓" + family, person.pid)
            for match in re.finditer(TITLES, person.role):
                put(forms, family + match[0], person.pid)
                if match[0].startswith("副"):
                    put(forms, family + match[0][1:], person.pid)
            for title in role_titles(person.role):
                put(roles, title, person.pid)
                if by_surname[family] == 1 or title[-1] == "长":
                    put(forms, family + title, person.pid)
                if title[-1] == "长" and len(title) == 2:
                    put(forms, family + title[0], person.pid)
            for match in _ROLE_WORDS.finditer(person.role):
                put(roles, match[0], person.pid)
                if match[0].startswith("副"):
                    put(roles, match[0][1:], person.pid)
        duties: dict[str, set[str]] = {}
        for person in self.everyone:
            for index in range(len(person.role) - 1):
                duties.setdefault(person.role[index : index + 2], set()).add(person.pid)
        self._duty = {d: next(iter(p)) for d, p in duties.items() if len(p) == 1}
        self.bodies: dict[str, frozenset[str]] = {
            p.pid: frozenset("g:" + m[1] for m in _BODY.finditer(p.role)) for p in self.everyone
        }
        surfaces = {b[2:] for found in self.bodies.values() for b in found}
        self._body_pattern = re.compile(
            "|".join(map(re.escape, sorted(surfaces, key=len, reverse=True))) or "(?!)"
        )
        for form, pids in roles.items():
            if len(pids) == 1:
                forms.setdefault(form, set()).update(pids)
        self._forms = {f: next(iter(p)) for f, p in forms.items() if len(p) == 1 or f in strong}
        alternatives = sorted(self._forms, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, alternatives))) if alternatives else None
        self._role_only = {f for f in self._forms if f in roles and f not in strong}

    def mentions(self, text: str) -> list[Mention]:
        """Every person named in the text, left to right."""
        found: list[Mention] = []
        taken = [False] * len(text)

        def free(start: int, end: int) -> bool:
            return not any(taken[start:end])

        def take(who: str, start: int, end: int) -> None:
            found.append(Mention(who, start, end))
            taken[start:end] = [True] * (end - start)

        if self._pattern:
            for match in self._pattern.finditer(text):
                take(self._forms[match[0]], *match.span())
        for pattern, mark in (
            (self._body_pattern, "g:"),
            (_UNKNOWN, "x:"),
            (_NICKNAME, "x:"),
            (_GROUP, "g:"),
            (_FULL_NAME, "x:"),
        ):
            for match in pattern.finditer(text):
                if free(*match.span()):
                    take(mark + match[0], *match.span())
        for match in _DOER.finditer(text):
            if free(*match.span()):
                duty = match["do"] or match["at"]
                take(self._duty.get(duty, "x:" + duty), *match.span())
        return sorted(found, key=lambda m: m.start)

    def name(self, who: str) -> str:
        """How a person is called on the console."""
        if who == "self":
            return "自行"
        return self.names.get(who, who[2:] if who[:2] in {"x:", "g:"} else who)

    def mask(self, text: str) -> str:
        """The text with every person cut out, for comparing topics (length not kept)."""
        return self._pattern.sub(" ", text) if self._pattern else text
