"""A bureau with the cast of an ordinary case, one case number, and a store of its own."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from struct import pack
from typing import Any
from uuid import UUID

import pytest
import yaml

from anjian.cases.access import case_for
from anjian.cases.actions import OpenCase
from anjian.cases.actions import open_case as open_case_file
from anjian.documents import access, actions, queries
from anjian.documents.kinds import get
from anjian.documents.rendering import ROOT
from anjian.kit.actor import Actor, Certificate, system_actor
from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.errors import NotFound
from anjian.people import actions as people
from anjian.people import queries as staff

AT = datetime(2026, 10, 8, 15, 0, tzinfo=LOCAL_ZONE)


def a_png(shade: int = 0) -> bytes:
    """A small valid picture: a signature is never looked into, only kept."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes([shade, shade, shade]) * 40 for _ in range(12))
    head = pack(">IIBBBBB", 40, 12, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def sample(code: str) -> dict[str, Any]:
    """The realistic sample that lies beside every form."""
    text = (ROOT / "kinds" / get(code).folder / "sample.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@dataclass
class Bureau:
    """The bureau as the tests see it: people and short ways to do what they do."""

    org_id: UUID
    case_id: UUID
    cast: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.cast[name]
        except KeyError:
            raise AttributeError(name) from None

    def fields(self, code: str, **changes: Any) -> dict[str, Any]:
        """The sample of a form with this bureau's own officers in it."""
        fields = sample(code)
        if "officers" in fields:
            fields["officers"] = [
                {"name": one.name, "cert_no": one.certificates[0].no, "id": str(one.id)}
                for one in (self.officer, self.colleague)
            ]
        return fields | changes

    def draft(self, code: str, *, by: Actor | None = None, at: datetime = AT, **changes: Any) -> UUID:
        return actions.draft(
            actions.DraftInstrument(code=code, case_id=self.case_id, fields=self.fields(code, **changes)),
            by=by or self.drafter(code),
            at=at,
        )

    def drafter(self, code: str) -> Actor:
        """Whoever writes that form first."""
        first = get(code).drafters[0]
        return self.cast[{"legal_reviewer": "reviewer", "hearing_chair": "chair"}.get(first, "officer")]

    def sign_all(self, instrument_id: UUID, *, at: datetime = AT) -> None:
        detail = queries.one(self.org_id, instrument_id)
        pages = tuple(range(1, queries.pages_of(self.org_id, instrument_id) + 1))
        own = {"officer": "officer", "officer2": "colleague", "chair": "chair", "reviewer": "reviewer",
               "agency_head": "head", "keeper": "archivist"}  # fmt: skip
        for missing in detail.signatures_left:
            slot, _, name = missing.partition(":")
            by = self.cast.get(own.get(slot, ""), self.officer)
            outsider = "" if slot in own else name or "张伟"
            actions.sign(
                actions.SignInstrument(
                    instrument_id=instrument_id,
                    expected_version=detail.row.version,
                    slot=slot,
                    signer_name=outsider,
                    png=a_png(),
                    pages=pages if slot in detail.kind.every_page else (),
                ),
                by=by,
                at=at,
            )

    def approve_all(self, instrument_id: UUID, *, at: datetime = AT) -> None:
        detail = queries.one(self.org_id, instrument_id)
        version = detail.row.version
        actions.submit(
            actions.SubmitInstrument(instrument_id=instrument_id, expected_version=version),
            by=self.officer,
            at=at,
        )
        own = {"unit_head": "unit_head", "agency_leader": "leader", "agency_head": "head"}
        for role in detail.kind.approvals:
            actions.approve(
                actions.ApproveInstrument(instrument_id=instrument_id, expected_version=version, role=role),
                by=self.cast[own[role]],
                at=at,
            )

    def issue(self, instrument_id: UUID, *, by: Actor | None = None, at: datetime = AT) -> str:
        version = queries.one(self.org_id, instrument_id).row.version
        return actions.issue(
            actions.IssueInstrument(instrument_id=instrument_id, expected_version=version),
            by=by or self.officer,
            at=at,
        )

    def issued(self, code: str, *, at: datetime = AT, **changes: Any) -> UUID:
        """A document brought to issue the way the law has it."""
        instrument_id = self.draft(code, at=at, **changes)
        self.sign_all(instrument_id, at=at)
        if get(code).approvals:
            self.approve_all(instrument_id, at=at)
        if queries.one(self.org_id, instrument_id).row.status != "issued":
            self.issue(instrument_id, by=self.drafter(code), at=at)
        return instrument_id

    def service(self, instrument_id: UUID, **changes: Any) -> actions.RecordService:
        values: dict[str, Any] = {
            "instrument_id": instrument_id,
            "method": "直接送达",
            "served_at": AT + timedelta(hours=1),
            "place": "示例市临江区油库路1号",
            "servers": (self.officer.id, self.colleague.id),
            "receiver": "赵喆堃",
            "receiver_relation": "法定代表人",
            "receiver_png": a_png(),
        }
        return actions.RecordService(**(values | changes))


def found(name: str, *, complete: bool = True, own: tuple[tuple[str, str], ...] = ()) -> Bureau:
    particulars = (
        ("review_body", "示例市人民政府"),
        ("court", "示例市临江区人民法院"),
        ("address", "示例市政务路8号"),
        ("phone", "029-00000000"),
        ("demo", "1"),
    )
    org_id = people.found_organisation(
        people.FoundOrganisation(
            name=f"{name}应急管理局", short_name=name, level="city", place_code="990100", number_region=name,
            particulars=(particulars if complete else ()) + own,
        )
    )  # fmt: skip
    founder = system_actor(org_id, f"{name}应急管理局")
    unit_id = people.set_up_unit(people.SetUpUnit(name="执法支队一大队"), by=founder, at=AT)

    def officer(who: str, *roles: str, valid_to: date = date(2028, 1, 1)) -> Actor:
        certificate = Certificate(
            no=f"{name}-{who}", issuer="省政府", field="应急", area="全市",
            valid_from=date(2024, 1, 1), valid_to=valid_to,
        )  # fmt: skip
        officer_id = people.register_officer(
            people.RegisterOfficer(
                name=who, unit_id=unit_id, post="执法人员", roles=frozenset(roles), since=date(2024, 1, 1),
                certificates=(certificate,),
            ),
            by=founder,
            at=AT,
        )  # fmt: skip
        known = staff.actor(org_id, officer_id, on=AT.date())
        assert known is not None
        return known

    cast = {
        "officer": officer("王虎", "case_officer"),
        "colleague": officer("李晨", "case_officer"),
        "expired": officer("孙旧", "case_officer", valid_to=date(2026, 10, 7)),
        "unit_head": officer("刘强", "unit_head", "case_officer"),
        "leader": officer("陈玥", "agency_leader"),
        "head": officer("马建国", "agency_head"),
        "reviewer": officer("何静", "legal_reviewer"),
        "chair": officer("周正", "hearing_chair"),
        "archivist": officer("秦赟", "archivist"),
    }
    opened = OpenCase(
        title="动火作业未安排专门人员案",
        source="inspection",
        party_kind="unit",
        party_name="示例市长河油品储运有限公司",
        violation="WSL-101-3",
        place_code="990100",
    )
    no = open_case_file(opened, by=cast["officer"], at=AT)
    return Bureau(org_id=org_id, case_id=case_for(cast["officer"], no).id, cast=cast)


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture(autouse=True)
def open_case() -> Iterator[dict[str, Any]]:
    """The case file's rule, replaced: open to everybody but those put under `closed_to`."""
    rule: dict[str, Any] = {"closed_to": set()}

    def gate(actor: Actor, case_id: UUID) -> None:
        del case_id
        if actor.id in rule["closed_to"]:
            raise NotFound

    former, procedure = list(access._gates), list(access._issue_gates)
    access.use_case_gate(gate)
    # The documents' own rules are tested here; what the procedure holds back is tested with the cases.
    access._issue_gates[:] = []
    yield rule
    access._gates[:], access._issue_gates[:] = former, procedure


@pytest.fixture
def bureau(db: None) -> Bureau:
    return found("示例市")


@pytest.fixture
def elsewhere(db: None) -> Bureau:
    return found("邻市")
