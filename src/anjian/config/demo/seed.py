"""Two hundred cases in all stages, by the seed: the same city every time, made by the real actions."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from anjian.cases.actions.checking import check_due
from anjian.config.demo import archived, keeping, measures, story
from anjian.config.demo.city import SEED, Founded, found_bureau_of_story, found_city
from anjian.config.demo.play import Crew, Play
from anjian.dossiers.queries import firms as firms_of
from anjian.law import violations

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

# (state the case is left in, share of the cases, working age in days it needs at most)
_STAGES: tuple[tuple[str, int, int], ...] = (
    ("lead", 14, 10),
    ("pre_filing", 14, 12),
    ("filed", 16, 20),
    ("investigating", 40, 45),
    ("reported", 16, 50),
    ("case_review", 14, 55),
    ("notice_due", 12, 60),
    ("notice_served", 14, 30),
    ("review_of_defence", 10, 45),
    ("decided", 8, 60),
    ("served", 8, 65),
    ("executing", 14, 75),
    ("closed", 8, 120),
    ("archived", 12, 300),
)
CASES = sum(share for _stage, share, _age in _STAGES)

_MATTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("WSL-101-3", "动火作业未安排专门人员进行现场安全管理案",
     ("动火作业现场未安排专门人员进行现场安全管理", "动火作业前未办理作业审批手续")),
    ("WSL-97-3", "未按规定对从业人员进行安全生产教育和培训案",
     ("新进员工未经三级安全教育即上岗作业",)),
    ("WSL-99-1", "未设置明显安全警示标志案",
     ("有限空间作业场所未设置明显的安全警示标志",)),
    ("WSL-99-2", "安全设备的安装使用不符合标准案",
     ("可燃气体报警器安装位置不符合国家标准",)),
    ("WSL-97-6", "未制定应急救援预案或者未定期组织演练案",
     ("本年度未组织生产安全事故应急救援预案演练",)),
    ("WSL-102", "未采取措施消除事故隐患案",
     ("粉尘作业场所积尘未及时清理，事故隐患未消除",)),
)  # fmt: skip


def catalogue_code(wanted: str, on: date) -> str:
    """Return the catalogue's code nearest to the article named, so that data files may be renamed freely."""
    codes = [v.code for v in violations.violations(on)]
    if wanted in codes:
        return wanted
    article = wanted.split("-")[1]
    return next((c for c in codes if f"-{article}" in c or f".{article}" in c), codes[0])


def seed(
    *, today: date, say: Callable[[str], None] = lambda _line: None, cases: int = CASES, number: int = SEED
) -> list[Founded]:
    """Found the city and play its cases so that they stand on ``today`` where they should."""
    city = found_city(seed=number)
    say(
        f"已建立{len(city)}个机关、{sum(len(f.officers) for f in city)}名人员、{sum(len(f.firms) for f in city)}家企业"
    )
    rng = Random(number)  # noqa: S311  invented cases, not secrets
    plans = [stage for stage in _STAGES for _ in range(stage[1])]
    rng.shuffle(plans)
    for index, (state, _share, age) in enumerate(plans[:cases]):
        bureau = city[0] if index % 9 < 5 else city[1 + index % (len(city) - 1)]
        _play_one(bureau, state, age, today=today, rng=rng, index=index)
        if (index + 1) % 20 == 0:
            say(f"已办理 {index + 1}/{cases} 件案件")
    if cases == CASES:
        for number_, (bureau, firm_id) in enumerate(_firms_on_the_spot(city)):
            firm = firms_of(bureau.org_id, [firm_id])[firm_id]
            began = story.morning(today - timedelta(days=2 + number_), 10)
            measures.penalty_on_the_spot(
                Play(place=bureau, crew=crew_of(bureau, rng), now=began, rng=rng), firm
            )
    evening = story.morning(today, 9)
    for bureau in city:
        archived.fill(bureau, today=today)
        check_due(org_id=bureau.org_id, org_name=bureau.bureau.name, at=evening)
    main_story(city[0], began=story.morning(today - timedelta(days=1), 15), rng=rng, stop="lead")
    return city


def _firms_on_the_spot(city: list[Founded]) -> list[tuple[Founded, UUID]]:
    """Firms that no other case of the seed is about: the last ones of the city and its first district."""
    return [(bureau, firm_id) for bureau in city[:2] for firm_id in bureau.firms[-3:]]


MAIN_CREW = Crew(
    lead="王虎",
    co="赵敏",
    unit_head="刘建军",
    reviewer="方知",
    leader="陈立",
    head="郑国安",
    archivist="杜安",
    chair="高明",
    unit="执法支队一大队",
)


def main_story(place: Founded, *, began: datetime, rng: Random, stop: str) -> Play:
    """Play the oil depot's case up to a state: ``lead`` leaves it to be played by hand."""
    firm = firms_of(place.org_id, [place.firms[0]])[place.firms[0]]
    player = Play(place=place, crew=MAIN_CREW, now=began, rng=rng)
    story.play(
        player,
        stop=stop,
        title=f"{firm.name}动火作业未安排专门人员进行现场安全管理案",
        firm_id=firm.id,
        party_name=firm.name,
        party_head=firm.legal_person,
        place_code=firm.place_code,
        violation="WSL-101-3",
        facts=("3号罐区动火补焊作业未安排专门人员进行现场安全管理", "动火作业前未办理作业审批手续"),
        fine=60_000,
        legal_review=True,
        discussion=True,
        defence="问题已当日整改，请求从轻处罚。",
        interviews=True,
    )
    return player


def archived_story(*, began: date, number: int = SEED) -> Play:
    """Found the city's bureau and run the oil depot's case to the archive."""
    bureau = found_bureau_of_story()
    rng = Random(number)  # noqa: S311  an invented case, not a secret
    return main_story(bureau, began=story.morning(began), rng=rng, stop="archived")


def crew_of(place: Founded, rng: Random) -> Crew:
    """Choose who handles a case: two officers of one team under its head."""
    heads = [p for p in place.bureau.people if "unit_head" in p.roles]
    unit_head = rng.choice(heads)
    team = [
        p.name
        for p in place.bureau.people
        if "case_officer" in p.roles and "unit_head" not in p.roles and p.unit == unit_head.unit
    ]
    others = [
        p.name
        for p in place.bureau.people
        if "case_officer" in p.roles and "unit_head" not in p.roles and p.name not in team
        and not p.unit.endswith("综合执法队")
    ]  # fmt: skip
    team += others[: max(0, 2 - len(team))]
    lead, co = rng.sample(team, 2)
    archivists = place.with_role("archivist")
    return Crew(
        lead=lead,
        co=co,
        unit_head=unit_head.name,
        reviewer=place.with_role("legal_reviewer")[0],
        leader=place.with_role("agency_leader")[0],
        head=place.with_role("agency_head")[0],
        archivist=archivists[0] if archivists else lead,
        chair=place.with_role("hearing_chair")[0],
        unit=unit_head.unit,
    )


def _play_one(place: Founded, state: str, age: int, *, today: date, rng: Random, index: int) -> None:
    firm_id = place.firms[1:][index * 7 % (len(place.firms) - 1)]
    firm = firms_of(place.org_id, [firm_id])[firm_id]
    code, matter, facts = _MATTERS[index % len(_MATTERS)]
    began = today - timedelta(days=max(age + rng.randint(0, 6), 3))
    if state == "archived" and "archivist" not in {r for p in place.bureau.people for r in p.roles}:
        state = "closed"
    player = Play(place=place, crew=crew_of(place, rng), now=story.morning(began, 9), rng=rng)
    player.wait(days=0, minutes=rng.randint(0, 300))
    extra: dict[str, Any] = {}
    if index % 4 == 0:
        extra["defence"] = "已主动整改完毕，请求从轻处罚。"
    story.play(
        player,
        stop=state,
        title=f"{firm.name}{matter}",
        firm_id=firm_id,
        party_name=firm.name,
        party_head=firm.legal_person,
        place_code=firm.place_code,
        violation=catalogue_code(code, began),
        facts=facts,
        fine=rng.choice((10_000, 15_000, 20_000, 30_000)),
        legal_review=index % 5 == 0,
        discussion=False,
        source=("inspection", "inspection", "report", "transfer", "assigned")[index % 5],
        **extra,
    )
    if state == "investigating" and index % 3 == 0:
        player.wait(days=1)
        if player.now.date() < today:
            measures.ON_A_CASE[index // 3 % len(measures.ON_A_CASE)](player)
    if state == "investigating" and index % 3:
        for text in facts:
            player.fact(text)
        keeping.take_things(player)
