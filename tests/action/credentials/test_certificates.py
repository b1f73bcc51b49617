"""Certificates come with the first signature or from the administrator, and end with a reason."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import InternalError, connection, transaction
from django.db.utils import ProgrammingError

from anjian.audit.actions import transaction as act
from anjian.credentials import actions, keys, queries, signing
from anjian.credentials.commands import IssueCertificate, RevokeCertificate, SignStatement
from anjian.kit.errors import Conflict, Invalid, NotFound, Refused
from anjian.kit.ids import uuid7
from anjian.proof import pki, timestamps
from tests.action.credentials.conftest import AT, Bureau

pytestmark = pytest.mark.django_db


def signed(bureau: Bureau, **changes: Any) -> queries.Signature:
    document = uuid7()
    values: dict[str, Any] = {
        "kind": "document",
        "subject_id": document,
        "mark_id": uuid7(),
        "signer_name": bureau.officer.name,
        "officer": bureau.officer,
        "content": {"slot": "officer", "opinion": "同意。"},
    }
    with act(by=bureau.officer, at=changes.pop("at", AT)) as tx:
        actions.sign_statement(tx, SignStatement(**(values | changes)), at=tx.at)
    return queries.signatures_on(bureau.org_id, document)[0]


class TestSigning:
    def test_the_first_signature_brings_the_certificate_and_the_second_uses_it(self, bureau: Bureau) -> None:
        first, second = signed(bureau), signed(bureau)
        assert first.certificate_id == second.certificate_id
        (found,) = queries.certificates(bureau.org_id, at=AT)
        assert (found.holder, found.kind, found.state, found.local) == (
            bureau.officer.name, "officer", "valid", True,
        )  # fmt: skip
        assert found.issuer == "本地测试机构签发"

    def test_both_signatures_hold_and_fall_with_any_change(self, bureau: Bureau) -> None:
        found = signed(bureau)
        assert found.holds()
        assert found.content["opinion"] == "同意。"
        assert found.content["certificate_sha256"] == pki.sha256_of(pki.certificate(found.certificate_pem))
        changed = found.statement.replace("同意", "不同意")
        message = changed.encode()
        assert not pki.verify(found.certificate_pem, message, bytes.fromhex(found.signature))
        assert not queries.sm2.verify(found.sm2_public_pem, message, bytes.fromhex(found.sm2_signature))

    def test_whoever_has_no_key_is_sealed_with_the_bureaus_evidence_key(self, bureau: Bureau) -> None:
        found = signed(bureau, officer=None, signer_name="赵喆堃")
        assert (found.holder_kind, found.signer_name) == ("evidence", "赵喆堃")
        assert found.holds()

    def test_what_is_rolled_back_leaves_no_signature_and_no_certificate(self, bureau: Bureau) -> None:
        def broken() -> None:
            with act(by=bureau.officer, at=AT) as tx:
                command = SignStatement(
                    kind="document",
                    subject_id=uuid7(),
                    mark_id=uuid7(),
                    signer_name="王虎",
                    officer=bureau.officer,
                )
                actions.sign_statement(tx, command, at=AT)
                raise RuntimeError

        with pytest.raises(RuntimeError):
            broken()
        assert queries.certificates(bureau.org_id, at=AT) == []

    def test_rows_cannot_be_rewritten_by_anybody(self, bureau: Bureau) -> None:
        signed(bureau)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for deed in (
            "UPDATE credentials_signature SET at = now()",
            "DELETE FROM credentials_signature",
            "TRUNCATE credentials_signature",
            "UPDATE credentials_certificate SET holder_name = '王虎'",
            "DELETE FROM credentials_certificate",
        ):
            with (
                pytest.raises((InternalError, ProgrammingError)),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(deed)

    def test_every_row_stands_in_the_log(self, bureau: Bureau) -> None:
        found = signed(bureau)
        with connection.cursor() as cursor:
            cursor.execute("SELECT kind FROM transparency_pending WHERE org_id = %s", [bureau.org_id])
            kinds = [kind for (kind,) in cursor.fetchall()]
        assert kinds.count("certificate") == 1
        assert "row" in kinds
        assert found.id

    def test_key_files_are_the_services_alone(self, bureau: Bureau, settings: Any) -> None:
        signed(bureau)
        files = sorted(Path(settings.DATA_DIR, "keys").glob("*.key"))
        assert len(files) >= 4
        assert {one.stat().st_mode & 0o777 for one in files} == {0o600}
        assert all(b'"aes' in one.read_bytes() or b"aes-256-gcm" in one.read_bytes() for one in files)


class TestIssue:
    def test_the_administrator_issues_and_renews_and_old_signatures_keep_holding(
        self, bureau: Bureau
    ) -> None:
        old = signed(bureau)
        command = IssueCertificate(officer_id=bureau.officer.id, reason="密钥到期更换")
        actions.issue_certificate(command, by=bureau.admin, at=AT + timedelta(days=1))
        new = signed(bureau, at=AT + timedelta(days=2))
        assert new.certificate_id != old.certificate_id
        assert [c.no for c in queries.certificates(bureau.org_id, at=AT, kind="officer")] == [2, 1]
        assert queries.signatures_on(bureau.org_id, old.subject_id)[0].holds()

    def test_nobody_else_does(self, bureau: Bureau) -> None:
        command = IssueCertificate(officer_id=bureau.officer.id, reason="自己签发")
        with pytest.raises(Refused, match="系统管理员"):
            actions.issue_certificate(command, by=bureau.officer, at=AT)

    @pytest.mark.parametrize(
        "command",
        [
            IssueCertificate(officer_id=uuid7(), reason="没有这个人"),
            IssueCertificate(kind="other", reason="没有这种"),
            IssueCertificate(kind="seal", reason=" "),
        ],
    )
    def test_says_what_is_wrong(self, bureau: Bureau, command: IssueCertificate) -> None:
        with pytest.raises(Invalid):
            actions.issue_certificate(command, by=bureau.admin, at=AT)

    def test_a_certificate_near_its_end_says_so_and_then_that_it_is_over(self, bureau: Bureau) -> None:
        signed(bureau)
        states = [
            queries.certificates(bureau.org_id, at=AT + timedelta(days=days))[0].state
            for days in (0, 365 * 3 - 30, 365 * 3 + 1)
        ]
        assert states == ["valid", "expiring", "expired"]


class TestRevoke:
    def revoke(self, bureau: Bureau, found: queries.Certificate, **changes: Any) -> None:
        values: dict[str, Any] = {
            "certificate_id": found.id,
            "reason": "key_compromise",
            "note": "笔记本失窃",
        }
        actions.revoke_certificate(RevokeCertificate(**(values | changes)), by=bureau.admin, at=AT)

    def test_is_on_the_list_at_once_and_the_next_signature_brings_another(self, bureau: Bureau) -> None:
        old = signed(bureau)
        (found,) = queries.certificates(bureau.org_id, at=AT)
        self.revoke(bureau, found)
        listed, _root = queries.crls(at=keys.authority_clock())
        crl = pki.x509.load_der_x509_crl(listed)
        assert crl.get_revoked_certificate_by_serial_number(int(found.serial, 16)) is not None
        (now,) = queries.certificates(bureau.org_id, at=AT)
        assert (now.state, now.revoked_why, now.revoked_note) == ("revoked", "密钥可能泄露", "笔记本失窃")
        assert signed(bureau, at=AT + timedelta(minutes=1)).certificate_id != old.certificate_id

    def test_twice_is_a_conflict_and_without_reason_invalid(self, bureau: Bureau) -> None:
        signed(bureau)
        (found,) = queries.certificates(bureau.org_id, at=AT)
        with pytest.raises(Invalid):
            self.revoke(bureau, found, reason="because")
        with pytest.raises(Invalid):
            self.revoke(bureau, found, note="")
        self.revoke(bureau, found)
        with pytest.raises(Conflict):
            self.revoke(bureau, found)

    def test_another_bureaus_certificate_is_not_found(self, bureau: Bureau, elsewhere: Bureau) -> None:
        signed(elsewhere)
        (found,) = queries.certificates(elsewhere.org_id, at=AT)
        with pytest.raises(NotFound):
            self.revoke(bureau, found)

    def test_of_those_who_left_is_revoked_by_night(self, bureau: Bureau) -> None:
        signed(bureau)
        assert actions.revoke_of_those_who_left(bureau.org_id, at=AT) == 0
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE people_officer SET left_on = %s WHERE id = %s", [AT.date(), bureau.officer.id]
            )
        later = AT + timedelta(days=2)
        assert actions.revoke_of_those_who_left(bureau.org_id, at=later) == 1
        (found,) = queries.certificates(bureau.org_id, at=later)
        assert (found.state, found.revoked_why) == ("revoked", "人员离岗、调离或者退休")
        assert actions.revoke_of_those_who_left(bureau.org_id, at=later) == 0


class TestDetached:
    def test_signs_bytes_for_what_leaves_the_house(self, bureau: Bureau) -> None:
        made = signing.sign(bureau.org_id, None, b"manifest", at=AT)
        assert pki.verify(made.certificate_pem, b"manifest", made.signature)
        assert queries.sm2.verify(made.sm2_public_pem, b"manifest", made.sm2_signature)
        assert re.search("电子存证$", made.holder)
        with pytest.raises(LookupError):
            signing.sign(bureau.org_id, bureau.officer.id, b"manifest", at=AT)
        signed(bureau)
        own = signing.sign(bureau.org_id, bureau.officer.id, b"manifest", at=AT)
        assert own.holder == bureau.officer.name

    def test_the_roots_it_trusts_are_those_of_certificates_and_time(self, bureau: Bureau) -> None:
        digest = bytes(32)
        token = keys.time_authority().stamp(digest)
        assert timestamps.verify(token, digest, roots=queries.trusted_roots()).local
