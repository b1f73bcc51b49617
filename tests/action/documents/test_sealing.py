"""What was issued is sealed once, served under its seal, and anybody can tell."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import ProgrammingError
from procrastinate.contrib.django.models import ProcrastinateJob

from anjian.audit.queries import activity_of
from anjian.credentials import keys
from anjian.credentials import queries as credentials
from anjian.credentials.moment import Moment
from anjian.documents import actions, queries
from anjian.documents.batch import Printing, merged
from anjian.documents.sealed import seal_of, sealed_pdf_of
from anjian.documents.store import store
from anjian.kit.errors import Conflict, NotFound
from anjian.kit.hashing import sha256_hex
from anjian.kit.ids import uuid7
from anjian.proof import pades, sm2
from anjian.proof.timestamps import TimestampError
from tests.action.documents.conftest import AT, Bureau

pytestmark = pytest.mark.django_db


def seal(bureau: Bureau, instrument_id: Any) -> str:
    return actions.ensure_sealed(bureau.org_id, instrument_id, at=AT)


class TestSeal:
    def test_a_served_document_is_validly_signed_for_pdfsig_and_for_pyhanko(
        self, bureau: Bureau, tmp_path: Path
    ) -> None:
        notice = bureau.issued("D29")
        digest = seal(bureau, notice)
        pdf = queries.pdf_of(bureau.org_id, notice)
        assert sha256_hex(pdf) == digest
        path = tmp_path / "notice.pdf"
        path.write_bytes(pdf)
        shown = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=False).stdout
        assert "Signature is Valid." in shown
        assert "示例市应急管理局电子签章" in shown
        verdict = pades.check_pdf(pdf, roots=credentials.trusted_roots())
        assert verdict.valid
        assert verdict.signatures[0].level == "PAdES-B-LTA"
        changed = bytearray(pdf)
        changed[len(pdf) // 3] ^= 1
        assert not pades.check_pdf(bytes(changed), roots=credentials.trusted_roots()).intact

    def test_the_row_tells_by_whom_when_and_over_which_bytes(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        digest = seal(bureau, notice)
        found = seal_of(bureau.org_id, notice)
        assert found is not None
        assert (found.sealed_sha256, found.signer, found.test_only) == (
            digest,
            "示例市应急管理局电子签章",
            True,
        )
        assert found.drawn_sha256 == queries.one(bureau.org_id, notice).row.pdf_sha256
        assert found.stamp_authority == "本地测试时间戳机构"
        certificate = credentials.certificate(bureau.org_id, found.certificate_id, at=AT)
        assert certificate is not None
        pdf = queries.pdf_of(bureau.org_id, notice)
        assert sm2.verify(certificate.sm2_public_pem, pdf, bytes.fromhex(found.sm2_signature))
        assert activity_of(bureau.org_id, bureau.case_id)[0].type == "documents.instrument.sealed"

    def test_the_drawn_file_stays_what_it_was_and_is_what_printers_merge(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        seal(bureau, notice)
        drawn = queries.drawn_pdf_of(bureau.org_id, notice)
        assert sha256_hex(drawn) == queries.one(bureau.org_id, notice).row.pdf_sha256
        assert queries.pdf_of(bureau.org_id, notice).startswith(drawn)
        row = queries.one(bureau.org_id, notice).row
        printed = merged(bureau.org_id, [Printing(row, 1)], both_sides=False)
        assert b"/Sig" not in printed

    def test_twice_is_once(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        assert seal(bureau, notice) == seal(bureau, notice)
        events = [a.type for a in activity_of(bureau.org_id, bureau.case_id)]
        assert events.count("documents.instrument.sealed") == 1

    def test_drawing_enqueues_the_seal_behind_what_officers_wait_for(self, bureau: Bureau) -> None:
        notice = bureau.issued("D29")
        assert not ProcrastinateJob.objects.filter(task_name="documents.seal_pdf").exists()
        actions.ensure_pdf(bureau.org_id, notice, at=AT)
        job = ProcrastinateJob.objects.get(task_name="documents.seal_pdf")
        drawing = ProcrastinateJob.objects.get(task_name="documents.render_pdf")
        assert job.args == {"org_id": str(bureau.org_id), "instrument_id": str(notice)}
        assert job.priority < drawing.priority

    def test_a_case_is_sealed_at_once_before_it_is_bundled(self, bureau: Bureau) -> None:
        ids = [bureau.issued("D29"), bureau.issued("D29")]
        assert actions.seal_case(bureau.org_id, bureau.case_id, at=AT) == 2
        assert all(sealed_pdf_of(bureau.org_id, one) for one in ids)
        assert actions.seal_case(bureau.org_id, bureau.case_id, at=AT) == 0

    def test_what_waits_is_sealed_later_when_time_can_be_had(self, bureau: Bureau, monkeypatch: Any) -> None:
        notice = bureau.issued("D29")
        actions.ensure_pdf(bureau.org_id, notice, at=AT)

        def away(self: Any, sha256: bytes) -> bytes:
            raise TimestampError("没有应答")

        with monkeypatch.context() as outage:
            outage.setattr(type(keys.time_authority()), "stamp", away)
            with pytest.raises(pades.SealingFailed, match="时间戳"):
                seal(bureau, notice)
            assert actions.seal_missing(at=AT, limit=10) == 0
            assert sealed_pdf_of(bureau.org_id, notice) is None
            assert queries.pdf_of(bureau.org_id, notice) == queries.drawn_pdf_of(bureau.org_id, notice)
        assert actions.seal_missing(at=AT, limit=10) == 1

    def test_neither_a_draft_nor_a_withdrawn_document_is_sealed(self, bureau: Bureau) -> None:
        with pytest.raises(Conflict):
            seal(bureau, bureau.draft("D29"))
        with pytest.raises(NotFound):
            seal(bureau, uuid7())
        assert sealed_pdf_of(bureau.org_id, bureau.draft("D29")) is None

    def test_the_table_only_grows(self, bureau: Bureau) -> None:
        seal(bureau, bureau.issued("D29"))
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for deed in ("UPDATE documents_sealed SET size = 1", "DELETE FROM documents_sealed"):
            with (
                pytest.raises((InternalError, ProgrammingError)),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(deed)

    def test_stands_in_the_log(self, bureau: Bureau) -> None:
        digest = seal(bureau, bureau.issued("D29"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM transparency_pending WHERE org_id = %s AND kind = 'document' "
                "AND digest = decode(%s, 'hex')",
                [bureau.org_id, digest],
            )
            assert cursor.fetchone() == (1,)
        assert digest in store()


class TestMarks:
    def test_every_approval_and_signature_is_signed_over_the_version_it_was_given_on(
        self, bureau: Bureau
    ) -> None:
        notice = bureau.issued("D26")
        detail = queries.one(bureau.org_id, notice)
        made = credentials.signatures_on(bureau.org_id, notice)
        assert len(made) == len(detail.marks) > 0
        assert all(one.holds() for one in made)
        assert {one.content["content_sha256"] for one in made} == {
            version.content_sha256 for version in detail.versions
        }
        assert credentials.signatures_of(bureau.org_id, bureau.case_id) == made

    def test_officers_sign_with_their_own_key_and_others_under_the_evidence_key(self, bureau: Bureau) -> None:
        record = bureau.draft("D12")
        bureau.sign_all(record)
        kinds = {one.signer_name: one.holder_kind for one in credentials.signatures_on(bureau.org_id, record)}
        assert kinds[bureau.officer.name] == "officer"
        assert kinds["张伟"] == "evidence"

    def test_the_moment_of_a_party_is_part_of_the_statement(self, bureau: Bureau) -> None:
        record = bureau.draft("D12")
        picture = b"\xff\xd8\xff\xe0still"
        version = queries.one(bureau.org_id, record).row.version
        moment = Moment(latitude=30.5, longitude=114.3, accuracy=12.0, picture=picture, no_place="refused")
        command = actions.SignInstrument(
            instrument_id=record, expected_version=version, slot="party", signer_name="张伟", moment=moment,
            pages=(1,),
        )  # fmt: skip
        actions.sign(command, by=bureau.officer, at=AT)
        (made,) = credentials.signatures_on(bureau.org_id, record)
        told = made.content["moment"]
        assert told["place"]["latitude"] == "30.500000"
        assert told["picture"] == {"sha256": sha256_hex(picture)}
        assert sha256_hex(picture) in store()
        assert made.holds()
