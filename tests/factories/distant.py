"""A remote session played through its actions, as far as a test wants it."""

from __future__ import annotations

import base64
import struct
import zlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from anjian.evidence.store import store
from anjian.kit import clock
from anjian.kit.actor import system_actor
from anjian.recordings.actions import OpenPart
from anjian.recordings.shelf import vault
from anjian.recordings.vault import Times
from anjian.remote import access, actions, queries
from tests.action.faults.fault import case_of
from tests.factories.recorded import chunks

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from anjian.config.demo.play import Play
    from anjian.kit.actor import Actor
    from anjian.remote.models import Session

ID_NO = "610102198506150013"
MATTER = "10月8日3号罐动火作业的安排和监护情况"


def png(shade: int = 0) -> str:
    """A valid one-pixel PNG as the signature pad sends it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    body = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes([0, shade])))
        + chunk(b"IEND", b"")
    )
    return "data:image/png;base64," + base64.b64encode(body).decode()


@dataclass(slots=True)
class Distant:
    """One session: its officers, its secrets, the guest's device; time moves on by ten seconds a deed."""

    p: Play
    lead: Actor
    second: Actor
    at: datetime
    made: actions.Invitation
    device: str = ""
    parts: dict[str, tuple[UUID, int]] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        """The session."""
        return self.made.session_id

    @property
    def session(self) -> Session:
        """The session as it stands now."""
        return access.session_for(self.lead, self.id)

    @property
    def guest(self) -> Session:
        """The session as the guest's device obtains it."""
        return access.guest_session(self.made.token, self.device, at=self.at)

    def now(self, seconds: int = 10) -> datetime:
        """Let time go on."""
        self.at += timedelta(seconds=seconds)
        return self.at

    def enter(self) -> None:
        """The guest enters the code and has working devices."""
        self.device = actions.enter_by_code(self.made.token, self.made.code, at=self.now())
        checks = [{"code": c, "ok": True, "value": ""} for c in ("camera", "microphone", "network", "clock")]
        actions.note_device(self.id, checks, by=self.guest, at=self.now())

    def take(self, kind: str, content: bytes, title: str = "", *, by_guest: bool = False) -> UUID:
        """Take a picture, or let the guest hand over a file."""
        by = actions.guest_actor(self.session) if by_guest else self.lead
        return actions.take_item(
            actions.TakeItem(
                session=self.session, kind=kind, title=title or kind, filename=f"{kind}.png",
                digest=store().put_bytes(content), position={},
            ),
            by=by, at=self.now(),
        )  # fmt: skip

    def identify(self, **changes: Any) -> None:
        """Both officers are there; the card is pictured and its number typed."""
        for officer in (self.lead, self.second):
            actions.present(self.id, by=officer, at=self.now())
        self.take("identity", b"\x89PNG card")
        told = {
            "id_no": ID_NO, "sex": "男", "address": "云州市临江区码头路1号", "same_person": True,
            "guest_place": "云州市临江区码头路1号家中",
        }  # fmt: skip
        actions.identify(
            actions.Identify(session_id=self.id, **(told | changes)), by=self.lead, at=self.now()
        )

    def record(self, *, seconds: int = 0) -> None:
        """Both browsers record: a part each, and its first chunks."""
        actions.set_recording(self.id, on=True, by=self.lead, at=self.now())
        for stream, by in (("picture", self.lead), ("guest", actions.guest_actor(self.session))):
            self.part(stream, by)
        self.send(seconds)

    def part(self, stream: str, by: Actor, **more: Any) -> UUID:
        """One browser begins a run of its recorder."""
        cmd = OpenPart(
            client_id=uuid4(), stream=stream, who="", mime="video/webm;codecs=vp8,opus",
            started_ms=round(self.at.timestamp() * 1000), **more,
        )  # fmt: skip
        opened = actions.open_part(self.session, cmd, by=by, at=self.at)
        self.parts[stream] = (opened.part, 0)
        return opened.part

    def send(self, seconds: int = 0, *streams: str) -> None:
        """Send chunks of what each side recorded; the last lasts as long as is told."""
        for stream in streams or tuple(self.parts):
            part, at = self.parts[stream]
            body, lasted = chunks("picture")[at]
            ms = round(self.at.timestamp() * 1000)
            took = max(lasted, seconds * 1000)
            vault().append(
                self.lead.org_id, part, at, body, Times(client_ms=ms, duration_ms=took, server_ms=ms)
            )
            self.parts[stream] = (part, at + 1)

    def inform(self) -> None:
        """Read every point aloud, confirm each, consent."""
        org = self.lead.org_name
        for point in queries.points_of(self.session, org_name=org):
            actions.tell(self.id, point.code, by=self.lead, at=self.now(5))
            actions.agree_point(self.guest, point.code, org_name=org, at=self.now(5))
        actions.consent(self.guest, org_name=org, at=self.now())

    def ask(self, question: str = "当天谁安排的动火作业？", answer: str = "是班组长安排的。") -> None:
        """Put a question and its answer on the record."""
        actions.write_line(self.id, question=question, answer=answer, by=self.lead, at=self.now())

    def read(self) -> None:
        """Give the record to the guest, who reads each page and confirms."""
        actions.read_record(self.id, by=self.lead, at=self.now())
        self.see()
        actions.confirm_record(self.guest, at=self.now())

    def see(self) -> None:
        """The guest reads every page that is not read yet."""
        for page in queries.pages_of(self.session):
            actions.see_page(self.guest, page.no, page.sha256, at=self.now())

    def sign(self) -> None:
        """The guest signs each page, the officers the last."""
        pages = queries.pages_of(self.session)
        place = {"lat": 30.2, "lon": 120.1, "accuracy_m": 12}
        for page in pages:
            cmd = actions.SignPage(
                slot="party",
                page_no=page.no,
                sha256=page.sha256,
                image=png(page.no),
                moment=png(99),
                position=place,
            )
            actions.sign_page(self.guest, cmd, by=actions.guest_actor(self.session), at=self.now())
        for slot, by in (("officer", self.lead), ("officer2", self.second)):
            cmd = actions.SignPage(slot=slot, page_no=pages[-1].no, sha256=pages[-1].sha256, image=png(50))
            actions.sign_page(self.session, cmd, by=by, at=self.now())

    def stop(self) -> None:
        """Stop recording: both sides deliver and end their parts."""
        actions.set_recording(self.id, on=False, by=self.lead, at=self.now())
        for part, count in self.parts.values():
            ms = round(self.at.timestamp() * 1000)
            said = {"by": "recorder", "client_ms": ms, "server_ms": ms}
            vault().end(self.lead.org_id, part, chunks=count, cause="stopped", said=said)


def arranged(p: Play, *, officers: tuple[str, str] = ("王虎", "赵敏"), **changes: Any) -> Distant:
    """Arrange a session of the played case between its two handlers and somebody elsewhere."""
    lead, second = (p.place.actor(name, on=p.today) for name in officers)
    at = p.now + timedelta(minutes=1)
    told = {
        "case_no": case_of(p).no, "kind": "person", "capacity": "证人", "guest_name": "罗小文",
        "matter": MATTER,
        "purpose": "证明动火作业由谁安排、有没有监护", "place": "云州市应急管理局远程取证室",
        "second_id": second.id, "guest_phone": "13800000001", "known_id_no": ID_NO,
    }  # fmt: skip
    made = actions.open_session(actions.OpenSession(**(told | changes)), by=lead, at=at)
    return Distant(p=p, lead=lead, second=second, at=at, made=made)


def far_away(p: Play) -> dict[str, Any]:
    """Return ids: a session that waits for its guest, a capture that waits for the worker."""
    d = arranged(p, officers=("王虎", "刘建军"))
    order = actions.OrderCapture(
        case_no=d.session.case_no, url="https://example.com/", purpose="证明网页所载内容", place="局机关",
        second_id=d.second.id,
    )  # fmt: skip
    return {"remote_session": d.id, "capture_id": actions.order_capture(order, by=d.lead, at=d.now())}


def everything_happens(p: Play) -> None:
    """Let each kind of remote event come by once, in the middle of a case."""
    told = far_away(p)
    org_id = p.place.org_id
    system = system_actor(org_id, p.place.bureau.name)
    actions.keep_failure(org_id, told["capture_id"], "找不到网站：example.com", by=system, at=p.now)
    d = arranged(p, officers=("王虎", "刘建军"))
    d.enter()
    d.identify()
    d.record(seconds=600)
    d.inform()
    d.ask()
    d.read()
    d.sign()


def clock_of(d: Distant) -> Any:
    """A clock that stands where the session's time is."""

    class Standing:
        def now(self) -> datetime:
            return d.at

    return clock.install(Standing())
