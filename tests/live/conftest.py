"""A real server for the live line: uvicorn in a thread, on a port of its own, over the test database."""

from __future__ import annotations

import socket
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
import uvicorn
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from anjian.audit.actions import transaction
from anjian.cases.models import Case
from anjian.interviews import board_events
from anjian.kit.actor import Actor, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.ids import uuid7
from anjian.live.stream import LiveApp
from anjian.people import actions as people
from anjian.people import queries as staff
from anjian.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = datetime(2026, 10, 9, 9, 0, tzinfo=LOCAL_ZONE)


class Server:
    """A running server; ``stop`` and ``start`` are a restart on the same port."""

    def __init__(self) -> None:
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.start()

    def start(self) -> None:
        self.app = LiveApp()
        config = uvicorn.Config(self.app, log_level="error", lifespan="on", timeout_graceful_shutdown=3)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(
            target=self.server.run, kwargs={"sockets": [self.socket.dup()]}, daemon=True
        )
        self.socket.listen(2048)
        self.thread.start()
        self.until(lambda: self.server.started)
        relay = self.app._relay
        assert relay is not None
        self.until(relay.listening.is_set)

    def stop(self) -> float:
        began = time.monotonic()
        self.app.end_streams()
        self.server.should_exit = True
        self.thread.join(10)
        assert not self.thread.is_alive()
        return time.monotonic() - began

    @staticmethod
    def until(true: Any, seconds: float = 10.0) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "did not happen in time"
            time.sleep(0.01)


@dataclass
class Bureau:
    """An organisation with a case, an officer with a signed-in browser, and a way to make news."""

    name: str
    org_id: UUID = field(init=False)
    actor: Actor = field(init=False)
    case_id: UUID = field(init=False)
    cookie: str = field(init=False)

    def __post_init__(self) -> None:
        self.org_id = people.found_organisation(
            people.FoundOrganisation(
                name=f"{self.name}应急管理局", short_name=self.name, level="city",
                place_code="990100", number_region=self.name,
            )
        )  # fmt: skip
        founder = system_actor(self.org_id, self.name)
        unit_id = people.set_up_unit(people.SetUpUnit(name="案件管理中心"), by=founder, at=AT)
        officer_id = people.register_officer(
            people.RegisterOfficer(
                name="何清", unit_id=unit_id, post="主任", roles=frozenset({"case_manager"}), since=AT.date(),
                username=f"manager-{self.name}",
            ),
            by=founder,
            at=AT,
        )  # fmt: skip
        found = staff.actor(self.org_id, officer_id, on=AT.date())
        assert found is not None
        self.actor = found
        self.case_id = Case.objects.create(
            org_id=self.org_id, no="2026-0001", title="案", procedure="p@1", state="s", stage="g",
            source="inspection", party_kind="unit", party_name="厂", place_code="990100", unit_id=unit_id,
            opened_on=AT.date(), moved_at=AT,
        ).id  # fmt: skip
        user = User.objects.get(username=f"manager-{self.name}")
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[1]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

    @property
    def topic(self) -> str:
        return f"case:{self.case_id}"

    def publish(self, number: int = 0) -> None:
        with transaction(by=self.actor, at=AT) as tx:
            tx.record(
                board_events.ContradictionSettled(
                    stream_id=self.case_id, contradiction_id=uuid7(), no=number, state="open",
                    material=True, reason="",
                )
            )  # fmt: skip


_OURS = ("audit_", "transparency_", "people_", "cases_", "interviews_", "django_session")


@pytest.fixture
def transactional_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database in which tests really commit, as the server's other connections must see it.

    Stands in for pytest-django's fixture of this name, which empties tables by TRUNCATE: ours refuse
    that on principle. Afterwards our rows are removed behind the triggers' back.
    """
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            for (table,) in cursor.fetchall():
                if table.startswith(_OURS):
                    cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608  names from the catalogue
            cursor.execute("SET session_replication_role = DEFAULT")
        connection.close()


@pytest.fixture
def live(transactional_db: None) -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()
    server.socket.close()


@pytest.fixture
def bureau(live: Server) -> Bureau:
    return Bureau("云州")


@pytest.fixture
def elsewhere(live: Server) -> Bureau:
    return Bureau("海州")
