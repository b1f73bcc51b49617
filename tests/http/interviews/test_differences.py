"""Record against recording: a transcript comes in once, differences are listed, the record stays as it is."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anjian.audit import queries as audit
from anjian.interviews import crosscheck
from anjian.interviews.models import Segment, Transcript
from anjian.kit import clock
from anjian.kit.clock import LOCAL_ZONE
from tests.action.interviews.conftest import found
from tests.http.interviews.test_pages import _HallClock, signed_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

    from tests.action.interviews.conftest import Hall


@pytest.fixture
def hall(db: None, tmp_path: Path, settings: Any) -> Iterator[Hall]:
    settings.DATA_DIR = tmp_path
    crosscheck.forget()
    made = found("云州")
    restore = clock.install(_HallClock(made))
    yield made
    restore()


def srt(*pieces: tuple[int, int, str]) -> bytes:
    def stamp(s: int) -> str:
        return f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02},000"

    return "\n".join(f"{i}\n{stamp(b)} --> {stamp(e)}\n{t}\n" for i, (b, e, t) in enumerate(pieces)).encode()


def bring_in(client: Client, session: Any, begun: str, data: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("talk.srt", data)
    url = reverse("interviews:transcript", args=[session])
    return client.post(url, {"file": file, "begun": begun, "channel": "person", **more})


def test_a_wrong_name_and_hour_are_listed_with_the_moment_to_listen_to(hall: Hall) -> None:
    session = hall.questioning()
    hall.ask(session, "当天几点到的现场？谁安排的？", "8点半到的，张某自己去的。")
    hall.ask(session, "现场几个人？", "四个人。")
    first, second = Segment.objects.order_by("no")
    begun = first.committed_at - timedelta(seconds=50)
    later = round((second.committed_at - begun).total_seconds())
    data = srt((20, 40, "九点半到的，我自己去的"), (later - 20, later - 10, "四个人吧"))
    client = signed_in(hall.pairs[0][0])
    local = begun.astimezone(LOCAL_ZONE).strftime("%Y-%m-%dT%H:%M:%S")
    assert bring_in(client, session, local, data).status_code == 303
    assert bring_in(client, session, local, data).status_code == 303
    assert Transcript.objects.count() == 1

    page = client.get(reverse("interviews:differences", args=[session]))
    text = page.content.decode()
    assert "九点半" in text
    assert "8点半" in text
    rows = page.context["differences"]
    assert {(r["view"].no, r["view"].kind) for r in rows} == {(1, "when"), (1, "who")}
    assert rows[0]["view"].at_ms == round((begun + timedelta(seconds=20)).timestamp() * 1000)
    assert first.answer == Segment.objects.get(org_id=hall.org_id, id=first.id).answer
    events = [e.type for e in audit.activity_of(hall.org_id, hall.case_id)]
    assert events.count("interviews.transcript.kept") == 1


def test_without_a_transcript_the_page_says_how_to_get_one(hall: Hall) -> None:
    session = hall.questioning()
    page = signed_in(hall.manager).get(reverse("interviews:differences", args=[session]))
    assert page.status_code == 200
    assert "还没有机器转写" in page.content.decode()


def test_a_file_that_is_no_transcript_is_refused_in_words(hall: Hall) -> None:
    session = hall.questioning()
    client = signed_in(hall.pairs[0][0])
    wrong = bring_in(client, session, "2026-10-09T09:00:00", b"hello")
    assert wrong.status_code == 422
    assert "SRT" in wrong.content.decode()
    undated = bring_in(client, session, "gestern", srt((1, 2, "有")))
    assert undated.status_code == 422
    assert not Transcript.objects.exists()


def test_other_rooms_and_strangers_do_not_find_it(hall: Hall) -> None:
    session = hall.questioning()
    for actor in (hall.pairs[1][0],):
        client = signed_in(actor)
        assert client.get(reverse("interviews:differences", args=[session])).status_code == 404
        assert bring_in(client, session, "2026-10-09T09:00:00", srt((1, 2, "有"))).status_code == 404
