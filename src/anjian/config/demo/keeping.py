"""The things of the demo city's cases: a welder, a can of oil, sealed barrels, and the places they lie in."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from anjian.cases import queries as cases
from anjian.evidence import actions as evidence
from anjian.evidence import queries
from anjian.evidence.commands import (
    Examine,
    ProposeAct,
    RegisterThing,
    SamplePart,
    SetUpPlace,
    TakeSamples,
    TieMeasure,
)
from anjian.evidence.queries import places
from anjian.evidence.store import store

if TYPE_CHECKING:
    from anjian.config.demo.play import Play

PLACES = (
    SetUpPlace(code="ZW-1", name="证据保管室", kind="store"),
    SetUpPlace(code="ZW-1-A", name="A柜", kind="shelf", parent_code="ZW-1"),
    SetUpPlace(code="ZW-1-A-3", name="3号箱", kind="box", parent_code="ZW-1-A"),
    SetUpPlace(code="DA-1", name="档案库房", kind="room"),
)


def set_up_places(p: Play) -> None:
    """Set the bureau's places up, once."""
    if places.places(p.place.org_id):
        return
    for place in PLACES:
        evidence.set_up_place(place, by=p.who("archivist"), at=p.now)


def take_things(p: Play) -> None:
    """Take the welder and a can of oil on site, seal them, split the oil and send one half to a test.

    A bureau without a keeper of its own leaves them in the hands of the officers: nothing is played there.
    """
    if p.crew.archivist == p.crew.lead:
        return
    set_up_places(p)
    case = p.case()
    welder = _thing(
        p,
        "电焊机",
        amount=("1", "台"),
        features="蓝色，铭牌ZX7-400，出厂编号0417",
        seal=f"封{case.no[-4:]}01",
        value="1800",
    )
    _examined(p, welder)
    oil = _thing(
        p,
        "3号罐罐底残油",
        amount=("1", "升"),
        features="深褐色，有汽油气味，装于防爆样品桶",
        seal="",
        value="20",
    )
    _examined(p, oil)
    p.wait(minutes=10)
    parts = tuple(
        SamplePart(title=f"残油样（{name}）", quantity=Decimal("0.5"), unit="升", part=part, seal_no=seal)
        for name, part, seal in (
            ("检验", "test", f"样{case.no[-4:]}A"),
            ("留样", "retained", f"样{case.no[-4:]}B"),
        )
    )
    halves = evidence.take_samples(
        TakeSamples(
            case_id=case.id,
            no=oil,
            act="split",
            parts=parts,
            reason="测定闪点，一份送检，一份留样",
            happened_at=p.now,
            place="3号罐区",
        ),
        by=p.who("lead"),
        second=p.who("co"),
        at=p.now,
    )
    for half in halves:
        _examined(p, half.no)
    p.wait(minutes=30)
    keeper = p.who("archivist")
    to_store = ProposeAct(
        items=((case.id, welder), (case.id, halves[1].no)),
        act="transfer",
        reason="移交证据保管室",
        happened_at=p.now,
        to_id=keeper.id,
        place_code="ZW-1-A-3",
    )
    evidence.sign_together(to_store, by=p.who("lead"), second=keeper, at=p.now)
    to_test = ProposeAct(
        items=((case.id, halves[0].no),),
        act="test",
        reason="测定闪点",
        happened_at=p.now,
        to_id=p.id_of("co"),
        to_holder="云州市石油产品质量检验中心 收样员周某",
        due_on=p.today + timedelta(days=10),
        receipt="收样回执〔2026〕117号",
    )
    evidence.sign_together(to_test, by=p.who("lead"), second=p.who("co"), at=p.now)
    p.wait()


def bring_back(p: Play) -> None:
    """Take the sample back from the test and return the welder to its owner, against a receipt."""
    case, org_id = p.case(), p.place.org_id
    by_title = {item.title: item for item in queries.items_of(org_id, case.id)}
    sample, welder = by_title.get("残油样（检验）"), by_title.get("电焊机")
    if sample is None or welder is None or p.crew.archivist == p.crew.lead:
        return
    keeper = p.who("archivist")
    back = ProposeAct(
        items=((case.id, sample.no),),
        act="test_back",
        reason="检验完毕，余样收回",
        happened_at=p.now,
        to_id=keeper.id,
        place_code="ZW-1-A-3",
    )
    evidence.sign_together(back, by=p.who("lead"), second=keeper, at=p.now)
    given = ProposeAct(
        items=((case.id, welder.no),),
        act="return",
        reason="案件办结，不再需要保存",
        happened_at=p.now,
        to_id=keeper.id,
        to_holder=f"{case.party_name} 设备员",
        receipt="领取收据〔2026〕12号",
    )
    evidence.sign_together(given, by=p.who("lead"), second=keeper, at=p.now)
    p.wait()


def barrels(p: Play) -> None:
    """Register what the running seizure detained, and tie it to the measure whose clock runs."""
    case = p.case()
    no = _thing(
        p,
        "汽油桶",
        amount=("12", "只"),
        features="红色200升钢桶，桶身有“汽油”字样",
        seal=f"封{case.no[-4:]}12",
        value="96000",
        purpose="证明未经许可储存汽油及其数量",
    )
    child = next(
        row
        for row in reversed(cases.proceedings(p.place.org_id, case.id))
        if row["procedure"].startswith("seizure@")
    )
    tie = TieMeasure(case_id=case.id, no=no, proceeding_id=child["id"], measure="seizure", listed_as="汽油桶")
    evidence.tie_measure(tie, by=p.who("lead"), at=p.now)


def _thing(
    p: Play, title: str, *, amount: tuple[str, str], features: str, seal: str, value: str, **more: str
) -> str:
    quantity, unit = amount
    done = evidence.register_thing(
        RegisterThing(
            case_id=p.case().id,
            title=title,
            purpose=more.get("purpose", "证明动火作业的工具和作业环境"),
            source="执法人员现场提取",
            collectors=(p.id_of("lead"), p.id_of("co")),
            place="3号罐区作业现场",
            collected_at=p.now - timedelta(minutes=15),
            quantity=Decimal(quantity),
            unit=unit,
            features=features,
            value_yuan=Decimal(value),
            packaging="贴封条的证物箱" if seal else "防爆样品桶",
            seal_no=seal,
            photos=((store().put_bytes(_photograph(title)), "thing.png"),),
            holder=p.case().party_name,
            record="现场检查记录",
            proves=tuple(fact.no for fact in queries.facts(p.place.org_id, p.case().id)[:1]),
        ),
        by=p.who("lead"),
        at=p.now,
    )
    p.wait(minutes=5)
    return done.no


def _examined(p: Play, no: str) -> None:
    item = queries.item_of(p.place.org_id, p.case().id, no)
    if item is None:
        return
    evidence.examine(
        Examine(
            case_id=item.case_id,
            no=no,
            authentic=True,
            lawful=True,
            relevant=True,
            answers={
                "thing_itself": "yes",
                "seals_match": "yes",
                "taken_by_two": "yes",
                "links_to_fact": "yes",
            },
        ),
        by=p.who("lead"),
        at=p.now,
    )


def _photograph(title: str) -> bytes:
    """Return a drawn picture of a thing: the demo has no photographs of anything."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (640, 480), (214, 216, 212))
    draw = ImageDraw.Draw(image)
    if "焊" in title:
        draw.rounded_rectangle((170, 150, 470, 380), 18, fill=(38, 84, 150))
        draw.rectangle((200, 190, 330, 270), fill=(228, 230, 232))
        draw.line((430, 340, 590, 430), fill=(30, 30, 30), width=12)
    else:
        draw.ellipse((220, 100, 420, 150), fill=(140, 30, 26))
        draw.rectangle((220, 125, 420, 390), fill=(160, 38, 32))
        draw.rectangle((250, 220, 390, 310), fill=(236, 230, 210))
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()
