"""A page that stayed open shows, after the events it heard, what a page opened now would show.

A whole story is played under an open page. After every single action the sections whose ``data-live``
fits one of the events heard are taken from a fresh page, as the browser does it; the rest stays as it
was. Then nothing may differ from the fresh page.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from anjian.archive.actions import accept_lacks
from anjian.audit.actions import Transaction, close_separate_connection
from anjian.audit.events import registered
from anjian.audit.queries import newest_outbox_id, replay
from anjian.kit import clock
from tests.action.faults.fault import case_of, standing_copy, take
from tests.factories.town import START, a_case, a_town, go_on
from tests.live.mishaps import mishaps, served_again

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from anjian.config.demo.play import Play

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_VOID = {"input", "br", "img", "meta", "link", "hr", "use", "path", "source", "col", "circle", "rect", "line"}
_PASSING = {"data-last-event", "data-csrf", "nonce", "value:csrfmiddlewaretoken", "value:key"}
NOT_ON_A_CASE_PAGE = {
    "registers.meeting.opened": "no case is bound to it yet",
    "interviews.room.set_up": "rooms belong to the bureau",
    "evidence.place.set_up": "places belong to the bureau",
    "evidence.place.counted": "places belong to the bureau",
    "dossiers.enterprise.registered": "has a page of its own",
}


class Sections(HTMLParser):
    """A page taken apart: each section that keeps itself fresh, and everything around them ("")."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.patterns: dict[str, list[str]] = {}
        self.content: dict[str, list[str]] = {"": []}
        self._inside, self._depth = "", 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if not self._inside and "data-live" in known:
            self._inside, self._depth = str(known["id"]), 0
            self.patterns[self._inside] = str(known["data-live"]).split()
            self.content[self._inside] = []
        if self._inside and tag not in _VOID:
            self._depth += 1
        passing = {"value"} if f"value:{known.get('name')}" in _PASSING else set()
        kept = {k: v for k, v in known.items() if k not in _PASSING | passing}
        self.content[self._inside].append(f"<{tag} {sorted(kept.items(), key=str)}>")

    def handle_endtag(self, tag: str) -> None:
        self.content[self._inside].append(f"</{tag}>")
        if self._inside and tag not in _VOID:
            self._depth -= 1
            if self._depth == 0:
                self._inside = ""

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.content[self._inside].append(" ".join(data.split()))


def fits(pattern: str, type_: str) -> bool:
    """As the browser has it (islands/src/lib/live.ts)."""
    return pattern in {"*", type_} or (pattern.endswith(".*") and type_.startswith(pattern[:-1]))


class Standing:
    """A clock that stands still: pages differ by what happened, not by their age."""

    def __init__(self, instant: datetime) -> None:
        self.instant = instant

    def now(self) -> datetime:
        return self.instant


@dataclass
class OpenPage:
    """A case page that stays open while the case goes on."""

    p: Play
    client: Client
    shown: dict[str, list[str]] = field(default_factory=dict)
    last_id: int = 0
    heard: set[str] = field(default_factory=set)
    missed: list[str] = field(default_factory=list)

    def fresh(self) -> Sections:
        answer = self.client.get(f"/cases/{self.p.no}/")
        assert answer.status_code == 200
        return Sections(answer.content.decode())

    def open(self) -> None:
        self.shown, self.last_id = self.fresh().content, newest_outbox_id()

    def catch_up(self) -> None:
        """Hear what happened since, refresh as the browser would, and compare."""
        if newest_outbox_id() == self.last_id:
            return
        events = replay(self.p.place.org_id, f"case:{case_of(self.p).id}", self.last_id)
        types = {event.type for event in events}
        fresh = self.fresh()
        for section, patterns in fresh.patterns.items():
            if any(fits(pattern, type_) for pattern in patterns for type_ in types):
                self.shown[section] = fresh.content[section]
        for section, content in fresh.content.items():
            if self.shown.get(section) != content:
                old, new = set(self.shown.get(section, [])), set(content)
                differs = sorted(old ^ new)[:4]
                self.missed.append(f"#{section or 'page'} after {', '.join(sorted(types))}: {differs}")
        self.heard |= types
        self.shown, self.last_id = fresh.content, newest_outbox_id()


@pytest.fixture(scope="module")
def page(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[OpenPage]:
    with django_db_blocker.unblock(), a_town(tmp_path_factory.mktemp("open")) as town:
        restore = clock.install(Standing(clock.now().replace(year=START.year, month=12, day=1)))
        p = a_case(
            town, until="lead", legal_review=True, discussion=True, fine=60_000, defence="请求从轻处罚。"
        )
        client = Client()
        client.force_login(get_user_model().objects.get(username="wanghu"), backend=BACKEND)
        yield OpenPage(p, client)
        restore()
    close_separate_connection()


@pytest.mark.django_db
def test_a_section_that_listens_to_nothing_is_found_out(
    page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    deaf = OpenPage(page.p, page.client)
    deaf.open()
    take(standing_copy(page.p), "dismiss", by="unit_head", ground="no_conduct", explanation="没有违法事实。")
    whole = deaf.fresh()
    whole.patterns = {name: [] for name in whole.patterns}
    monkeypatch.setattr(deaf, "fresh", lambda: whole)
    deaf.catch_up()
    assert any(missed.startswith("#next") for missed in deaf.missed)


@pytest.mark.django_db
def test_stale_page_plus_events_is_the_fresh_page(page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.open()
    begun = Transaction.__init__

    def begin(self: Transaction, *args: Any, **kwargs: Any) -> None:
        page.catch_up()
        begun(self, *args, **kwargs)

    monkeypatch.setattr(Transaction, "__init__", begin)
    p = page.p = standing_copy(page.p)
    go_on(p, "investigating")
    mishaps(p)
    go_on(p, "notice_served")
    served_again(p)
    go_on(p, "closed")
    # The extension of the mishaps was granted without its paper: the archivist answers for that.
    accept_lacks(p.no, "审批材料另卷保存，已经核对。", by=p.who("archivist"), at=p.now)
    go_on(p, "archived")
    page.catch_up()
    assert not page.missed, "\n".join(dict.fromkeys(page.missed))
    case_side = (
        "cases.",
        "documents.",
        "evidence.",
        "interviews.",
        "deadlines.",
        "journeys.",
        "registers.meeting.",
        "intake.link.",
        "intake.submission.",
        "intake.file.",
    )
    expected = {t for t in registered() if t.startswith(case_side)} - NOT_ON_A_CASE_PAGE.keys()
    assert expected - page.heard - {"cases.case.opened"} == set()
