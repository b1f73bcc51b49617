"""Every address of the house × everybody of the cast, nobody, and an officer of another bureau."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from anjian.cases import access as cases
from anjian.config.demo import story
from anjian.credentials.queries import certificates
from anjian.evidence.queries import items_of
from anjian.evidence.tasks import make_thumbnail
from anjian.interviews.models import Contradiction, Prompt, Session
from anjian.kit import clock
from anjian.library.actions import ImportText, import_text
from anjian.live.topics import may_listen
from tests.action.faults import scenes
from tests.action.faults.fault import case_of, take
from tests.factories import inputs as i
from tests.factories.archived import archived
from tests.factories.distant import far_away
from tests.factories.filmed import filmed
from tests.factories.handed import handed
from tests.factories.kept import kept
from tests.factories.logged import logged
from tests.factories.registered import entered
from tests.factories.town import a_case, a_town
from tests.http.table import DOOR, EVERYBODY, OPEN_TO_ALL, PEOPLE, TABLE, Address
from tests.http.table_archive import ARCHIVE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from anjian.config.demo.play import Play

pytestmark = pytest.mark.django_db
TABLE.update(ARCHIVE)
LAW_TEXT = ImportText(source="# 示例法\n\n第一条 本法自2020年1月1日起施行。\n", source_name="示例.md")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Standing:
    """A clock that stands still."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


class House:
    """One case in the middle of its inquiry, and everybody signed in."""

    def __init__(self, p: Play, outsider: Any) -> None:
        """Play the case on until there is something behind every address."""
        self.p = p
        self.people = {part: p.place.actor(name, on=p.today) for part, name in PEOPLE.items()}
        self.people["outsider"] = outsider
        case = case_of(p)
        session = Session.objects.get(org_id=case.org_id, case_id=case.id, name="张某")
        self.args = {
            "no": case.no,
            "case_id": case.id,
            "step": "confirm_address",
            "document": scenes.paper(p, "D10").id,
            "item": "E-3",
            "session_id": session.id,
            "prompt_id": Prompt.objects.get(org_id=case.org_id, case_id=case.id).id,
            "contradiction_id": Contradiction.objects.filter(org_id=case.org_id).first().id,
            "image": "0" * 64,
            "present": "present",
            "view": "facts",
            "page_no": 1,
            "violation": "WSL-97-7",
            "citation": "WSL:97#4",
            "law_text": import_text(LAW_TEXT, by=self.people["manager"], at=clock.now()),
            "form": "D29",
            "first_page": 1,
            "suffix": "docx",
            "certificate": certificates(p.place.org_id, at=p.now)[0].id,
            **kept(p, by=self.people["handler"], keeper=self.people["archivist"]),
            **entered(p),
            **far_away(p),
            **handed(p),
            **logged(p),
            **filmed(case.id, "E-3", by=self.people["handler"], colleague=p.place.actor("孙晓", on=p.today)),
            **archived(p),
        }
        self.clients = {who: self._signed_in(actor) for who, actor in self.people.items()}

    def _signed_in(self, actor: Any) -> Client:
        client = Client(raise_request_exception=False)
        user = get_user_model().objects.get(officer_id=actor.id)
        client.force_login(user, backend=BACKEND)
        return client

    def ask(self, client: Client, name: str, **headers: str) -> Any:
        row = TABLE[name]
        path = reverse(name, args=[self.args[a] for a in row.args])
        return getattr(client, row.method)(path, row.data, headers=headers)


@pytest.fixture(scope="module")
def house(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[House]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("house")) as town:
        p = a_case(town, until="investigating")
        scenes.prove(p)
        shown = {"record": "现场检查记录", "media_type": "image/png"}
        p.item("audiovisual", "现场照片", story.picture(3), "site.png", **shown)
        for item in items_of(p.place.org_id, case_of(p).id):
            make_thumbnail(org_id=str(p.place.org_id), item_id=str(item.id))
        scenes.contradict(p)
        scenes.prompt(p, "核实危险作业由谁安排")
        take(
            p,
            "request_recusal",
            officer=p.id_of("co"),
            requested_by="当事人",
            requested_on=p.today,
            grounds="与竞争对手有亲属关系",
        )
        take(p, "decide_recusal", by="head", upheld=True, **i.REASON)
        restore = clock.install(Standing(p.now + timedelta(minutes=1)))
        yield House(p, town.district.actor("林远", on=p.today))
        restore()


def names() -> set[str]:
    """Every named address of the resolver."""

    def walk(resolver: Any, space: str = "") -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                yield from walk(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
            elif entry.name:
                yield f"{space}{entry.name}"

    return set(walk(get_resolver()))


def test_the_table_names_every_address_and_no_other() -> None:
    assert {n for n in names() if not n.startswith(DOOR)} == TABLE.keys() | OPEN_TO_ALL


def verdict(status: int) -> str:
    if status in {403, 409}:
        return "refused"
    return "hidden" if status == 404 else "ok" if status in {200, 204, 302, 303, 422} else str(status)


@pytest.mark.parametrize("name", sorted(TABLE))
def test_who_may(house: House, name: str) -> None:
    row: Address = TABLE[name]
    expected = {
        who: "ok" if who in row.ok else "refused" if who in row.refused else "hidden" for who in EVERYBODY
    }
    got = {who: verdict(house.ask(client, name).status_code) for who, client in house.clients.items()}
    assert got == expected


class TestNobody:
    @pytest.mark.parametrize("name", sorted(TABLE))
    def test_is_sent_to_the_door(self, house: House, name: str) -> None:
        page = house.ask(Client(), name)
        assert page.status_code == 302
        assert page.headers["Location"].startswith("/accounts/login/")
        part = house.ask(Client(), name, **{"HX-Request": "true"})
        assert part.status_code == 401
        assert not part.content

    @pytest.mark.parametrize("name", sorted(n for n in names() if n.startswith("mfa_")))
    def test_changes_no_factor(self, house: House, name: str) -> None:
        page = Client().get(reverse(name))
        assert page.status_code == 302
        assert "login" in page.headers["Location"]


class TestARecusedOfficer:
    """Recusal hides the case everywhere, from the moment it is decided (APL art. 43)."""

    def test_finds_it_in_no_list_and_by_no_search(self, house: House) -> None:
        no, client = house.args["no"], house.clients["recused"]
        for page in (
            "/cases/",
            "/cases/?q=动火",
            f"/cases/?q={no}",
            "/workbench/",
            "/documents/",
            "/evidence/",
            "/interviews/",
        ):
            answer = client.get(page)
            assert answer.status_code == 200
            assert f"/cases/{no}/" not in answer.content.decode(), page
        assert f"/cases/{no}/" in house.clients["handler"].get("/cases/?q=动火").content.decode()

    def test_hears_nothing_of_it(self, house: House) -> None:
        topics = [
            f"{k}:{house.args[i]}"
            for k, i in (("case", "case_id"), ("interview", "case_id"), ("room", "session_id"))
        ]
        assert not any(may_listen(house.people["recused"], topic) for topic in topics)
        assert may_listen(house.people["handler"], topics[0])
        assert may_listen(house.people["in_room"], topics[2])


@pytest.mark.parametrize("who", ["outsider", "admin", "other_unit", "other_room"])
def test_no_stranger_hears_of_the_case(house: House, who: str) -> None:
    assert not may_listen(house.people[who], f"case:{house.args['case_id']}")
    assert not may_listen(house.people[who], f"interview:{house.args['case_id']}")
    assert not may_listen(house.people[who], f"room:{house.args['session_id']}")


def test_the_case_is_the_same_to_all_who_may_see_it(house: House) -> None:
    assert cases.case_for(house.people["handler"], house.args["no"]).id == house.args["case_id"]
