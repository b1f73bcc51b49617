"""Staff and powers: what is entered is in force on its days, and is on record."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from anjian.audit.queries import chain_of, check_chain
from anjian.kit.actor import Actor, Certificate, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import NotFound, Refused
from anjian.people import access, actions, queries

pytestmark = pytest.mark.django_db
AT = datetime(2026, 10, 8, 9, tzinfo=LOCAL_ZONE)
DAY = AT.date()
CERTIFICATE = Certificate(
    no="A-1",
    issuer="省政府",
    field="应急",
    area="全市",
    valid_from=date(2024, 1, 1),
    valid_to=date(2026, 12, 31),
)


@pytest.fixture
def founder() -> Actor:
    org_id = actions.found_organisation(
        actions.FoundOrganisation(
            name="试验市应急管理局", short_name="试", level="city", place_code="990900", number_region="试"
        )
    )
    return system_actor(org_id, "试验市应急管理局")


def a_unit(by: Actor, **traits: Any) -> Any:
    return actions.set_up_unit(actions.SetUpUnit(**({"name": "执法支队"} | traits)), by=by, at=AT)


def an_officer(by: Actor, unit_id: Any, **traits: Any) -> Any:
    values: dict[str, Any] = {
        "name": "王虎",
        "unit_id": unit_id,
        "post": "科员",
        "roles": frozenset({"case_officer"}),
        "since": date(2026, 1, 1),
        "certificates": (CERTIFICATE,),
    }
    return actions.register_officer(actions.RegisterOfficer(**(values | traits)), by=by, at=AT)


def a_power(by: Actor, **traits: Any) -> None:
    values: dict[str, Any] = {
        "kind": "penalise",
        "field": "安全生产",
        "territory": "990900",
        "legal_basis": "《安全生产法》第一百一十五条",
        "valid_from": date(2021, 9, 1),
    }
    actions.record_power(actions.RecordPower(**(values | traits)), by=by, at=AT)


def types(org_id: Any, stream_id: Any) -> list[str]:
    assert check_chain(org_id, stream_id) is None
    return [entry["type"] for entry in chain_of(org_id, stream_id)]


class TestOfficers:
    def test_are_registered_with_roles_and_certificates(self, founder: Actor) -> None:
        officer_id = an_officer(founder, a_unit(founder))
        known = queries.actor(founder.org_id, officer_id, on=DAY)
        assert known is not None
        assert known.roles == {"case_officer"}
        assert known.certificate_on(DAY) == CERTIFICATE
        assert known.certificate_on(date(2027, 1, 1)) is None
        assert types(founder.org_id, officer_id) == [
            "people.officer.registered",
            "people.certificate.recorded",
        ]

    def test_hold_a_role_from_its_first_to_its_last_day(self, founder: Actor) -> None:
        officer_id = an_officer(founder, a_unit(founder))
        actions.grant_role(officer_id, "unit_head", since=DAY, by=founder, at=AT)
        actions.end_role(officer_id, "unit_head", until=DAY + timedelta(days=9), by=founder, at=AT)
        held = {
            n: queries.actor(founder.org_id, officer_id, on=DAY + timedelta(days=n)) for n in (-1, 0, 9, 10)
        }
        assert [("unit_head" in known.roles) for known in held.values() if known] == [
            False,
            True,
            True,
            False,
        ]
        assert types(founder.org_id, officer_id)[-2:] == ["people.role.granted", "people.role.ended"]

    def test_act_no_more_on_a_suspended_certificate(self, founder: Actor) -> None:
        officer_id = an_officer(founder, a_unit(founder))
        actions.suspend_certificate(officer_id, "A-1", reason="调离", by=founder, at=AT)
        known = queries.actor(founder.org_id, officer_id, on=DAY)
        assert known is not None
        assert known.certificate_on(DAY) is None

    def test_are_nobody_to_another_bureau(self, founder: Actor) -> None:
        officer_id = an_officer(founder, a_unit(founder))
        other = actions.found_organisation(
            actions.FoundOrganisation(
                name="邻市应急管理局", short_name="邻", level="city", place_code="990800", number_region="邻"
            )
        )
        assert queries.actor(other, officer_id, on=DAY) is None
        with pytest.raises(NotFound):
            access.officer(system_actor(other, "邻"), officer_id, on=DAY)

    def test_need_a_role_that_exists(self, founder: Actor) -> None:
        with pytest.raises(ValueError, match="unknown roles"):
            an_officer(founder, a_unit(founder), roles=frozenset({"superuser"}))


class TestPowers:
    def reasons(
        self, founder: Actor, kind: str = "penalise", place: str = "990900", **officer: Any
    ) -> set[str]:
        unit_id = a_unit(founder, name="队", body=officer.pop("body", "agency"))
        known = queries.actor(founder.org_id, an_officer(founder, unit_id, **officer), on=DAY)
        assert known is not None
        found = access.why_not(known, "penalise", territory=place, on=DAY)
        assert all(r.cites and r.who and r.cure for r in found)
        return {r.code for r in found}

    def test_are_held_in_their_territory(self, founder: Actor) -> None:
        a_power(founder)
        assert self.reasons(founder, place="990901") == set()

    def test_end_at_its_border(self, founder: Actor) -> None:
        a_power(founder)
        assert self.reasons(founder, place="610100") == {"territory"}

    def test_end_on_their_day(self, founder: Actor) -> None:
        a_power(founder, valid_to=DAY - timedelta(days=1))
        assert self.reasons(founder) == {"territory"}

    def test_need_a_certificate(self, founder: Actor) -> None:
        a_power(founder)
        assert self.reasons(founder, certificates=()) == {"certificate"}

    def test_of_a_delegated_body_need_the_instrument_and_never_coerce(self, founder: Actor) -> None:
        a_power(founder)
        a_power(founder, kind="coerce")
        assert self.reasons(founder, body="delegated") == {"delegation"}
        with pytest.raises(Refused):
            actions.sign_delegation(
                actions.SignDelegation(
                    no="1",
                    unit_id=a_unit(founder, name="镇"),
                    kinds=("coerce",),
                    matters="查封",
                    published_on=DAY,
                    valid_from=DAY,
                    valid_to=DAY + timedelta(days=365),
                ),
                by=founder,
                at=AT,
            )
