"""Founds the demo city: bureaux, units, officers with certificates, powers, a delegation, firms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from anjian.config.demo import cast, firms
from anjian.dossiers.actions import register_enterprise
from anjian.interviews.actions import SetUpRoom, set_up_room
from anjian.kit.actor import Certificate, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.people import actions as people
from anjian.people.queries import actor

if TYPE_CHECKING:
    from uuid import UUID

    from anjian.kit.actor import Actor

FOUNDED = datetime.combine(date(2025, 1, 2), time(9), LOCAL_ZONE)
SEED = 20261001
FIRMS_OF_CITY, FIRMS_OF_DISTRICT = 125, 35


@dataclass(slots=True)
class Founded:
    """A bureau of the demo city with handles to its people and firms."""

    org_id: UUID
    bureau: cast.Bureau
    officers: dict[str, UUID] = field(default_factory=dict)
    units: dict[str, UUID] = field(default_factory=dict)
    firms: list[UUID] = field(default_factory=list)

    def actor(self, name: str, *, on: date) -> Actor:
        """Return one of its officers as of a day. Raises KeyError for a stranger."""
        found = actor(self.org_id, self.officers[name], on=on)
        if found is None:
            raise KeyError(name)
        return found

    def with_role(self, role: str) -> list[str]:
        """Return the names of those who hold a role, in the order of the cast."""
        return [someone.name for someone in self.bureau.people if role in someone.roles]


def found_bureau_of_story() -> Founded:
    """Found only the city's own bureau with the firm of the main story: enough to play it."""
    made = found_bureau(cast.CITY, parent=None, password="!")  # noqa: S106  nobody signs in
    made.firms.append(
        register_enterprise(firms.MAIN_STORY_FIRM, by=system_actor(made.org_id, cast.CITY.name), at=FOUNDED)
    )
    return made


def found_city(*, seed: int = SEED) -> list[Founded]:
    """Found every bureau of the city; the first one returned is the city's own."""
    rng = Random(seed)  # noqa: S311  invented people, not secrets
    password = make_password(cast.PASSWORD)
    founded: list[Founded] = []
    serial = 0
    for bureau in cast.BUREAUX:
        made = found_bureau(bureau, parent=founded[0].org_id if founded else None, password=password)
        system = system_actor(made.org_id, bureau.name)
        count = FIRMS_OF_DISTRICT if founded else FIRMS_OF_CITY
        if not founded:
            made.firms.append(register_enterprise(firms.MAIN_STORY_FIRM, by=system, at=FOUNDED))
            count -= 1
        place_name = bureau.name.removeprefix("云州市").removesuffix("应急管理局") or "市辖区"
        made.firms += [
            register_enterprise(command, by=system, at=FOUNDED)
            for command in firms.firms(
                rng, place_code=bureau.place_code, place_name=place_name, count=count, serial_from=serial
            )
        ]
        serial += count
        founded.append(made)
    return founded


def found_bureau(bureau: cast.Bureau, *, parent: UUID | None, password: str) -> Founded:
    """Found one bureau with its units, officers, powers and rooms; ``password`` is already hashed."""
    org_id = people.found_organisation(
        people.FoundOrganisation(
            name=bureau.name,
            short_name=bureau.short_name,
            level=bureau.level,
            place_code=bureau.place_code,
            number_region=bureau.region,
            parent_id=parent,
            particulars=(
                ("court", bureau.court),
                ("review_body", bureau.review_body),
                ("bank_name", "云州银行非税收入代收点"),
                ("bank_account_name", "云州市财政局非税收入专户"),
                ("bank_account_no", "9901 0000 2026 0001"),
                ("contact", bureau.people[0].name),
                ("postcode", "990000"),
                ("address", f"{bureau.name.removesuffix('应急管理局')}应急路1号"),
                ("phone", "12350"),
                ("demo", "yes"),
            ),
        )
    )
    made = Founded(org_id, bureau)
    system = system_actor(org_id, bureau.name)
    for position, (name, body) in enumerate(bureau.units):
        managers = ("", "") if body == "agency" else (bureau.name, "属地镇街（园区）管委会")
        made.units[name] = people.set_up_unit(
            people.SetUpUnit(
                name=name, body=body, position=position, line_manager=managers[0], local_manager=managers[1]
            ),
            by=system,
            at=FOUNDED,
        )
    for number, someone in enumerate(bureau.people, start=1):
        made.officers[someone.name] = people.register_officer(
            people.RegisterOfficer(
                name=someone.name,
                unit_id=made.units[someone.unit],
                post=someone.post,
                roles=frozenset(someone.roles),
                since=FOUNDED.date(),
                legal_qualified=someone.legal_qualified,
                certificates=(_certificate(bureau, number),) if someone.certified else (),
                username=someone.username,
                password_hash=password if someone.username else "",
            ),
            by=system,
            at=FOUNDED,
        )
    _grant_powers(made, system)
    names = (
        ("询问一室", "询问二室", "询问三室", "询问四室")
        if bureau.level == "city"
        else ("询问一室", "询问二室")
    )
    for name in names:
        set_up_room(SetUpRoom(name=name, kind="fixed"), by=system, at=FOUNDED)
    set_up_room(SetUpRoom(name="移动询问箱", kind="portable"), by=system, at=FOUNDED)
    return made


def _certificate(bureau: cast.Bureau, number: int) -> Certificate:
    return Certificate(
        no=f"{bureau.place_code}-{number:04d}",
        issuer="云州市人民政府"
        if bureau.level == "city"
        else f"{bureau.name.removesuffix('应急管理局')}人民政府",
        field="应急管理（安全生产）",
        area=bureau.name.removesuffix("应急管理局"),
        valid_from=date(2024, 6, 1),
        valid_to=date(2029, 5, 31),
    )


def _grant_powers(made: Founded, system: Actor) -> None:
    for kind, basis in (
        ("inspect", "《安全生产法》第六十五条"),
        ("penalise", "《安全生产法》第一百一十五条"),
        ("coerce", "《安全生产法》第六十五条第一款第四项"),
    ):
        people.record_power(
            people.RecordPower(
                kind=kind,
                field="安全生产",
                territory=made.bureau.place_code,
                legal_basis=basis,
                valid_from=date(2021, 9, 1),
            ),
            by=system,
            at=FOUNDED,
        )
    for name, body in made.bureau.units:
        if body == "delegated":
            people.sign_delegation(
                people.SignDelegation(
                    no="云应急委〔2025〕1号",
                    unit_id=made.units[name],
                    kinds=("inspect", "penalise"),
                    matters="小型生产经营场所安全生产检查与简易程序处罚",
                    published_on=date(2025, 1, 1),
                    valid_from=date(2025, 1, 2),
                    valid_to=date(2027, 12, 31),
                ),
                by=system,
                at=FOUNDED,
            )
