"""What `./anjian check` and `./anjian log` do inside an installation."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from anjian.config import records
from anjian.kit import clock
from anjian.proof.tlog.proof_text import ProofText
from anjian.transparency import queries
from anjian.transparency.actions import integrate
from tests.action.transparency.test_sequencing import behind_the_triggers, event_of, queue
from tests.factories.tlog_client import PublicLog

pytestmark = pytest.mark.django_db
AT = clock.now()
Out = pytest.CaptureFixture[str]


@pytest.fixture
def org_id() -> UUID:
    return uuid4()


def test_a_check_says_what_does_not_hold(org_id: UUID, capsys: Out) -> None:
    event_of(org_id)
    assert records.main(["check", "--org", str(org_id)]) == 0
    assert "全部相符" in capsys.readouterr().out
    behind_the_triggers("UPDATE audit_event SET sentence = '假' WHERE org_id = %s", org_id)
    assert records.main(["check", "--org", str(org_id)]) == 1
    assert f"[chain_broken] audit_event {org_id}" in capsys.readouterr().out
    assert records.main(["check", "--org", str(org_id), "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert not said["ok"]
    assert [one["code"] for one in said["organisations"][0]["findings"]] == ["chain_broken"]
    assert len(queries.checks(org_id)) == 3


def test_checkpoint_key_and_proof(org_id: UUID, capsys: Out) -> None:
    subject = queue(org_id, 3)[0]
    assert records.main(["checkpoint", "--org", str(org_id)]) == 0
    assert "还没有检查点" in capsys.readouterr().out
    integrate(org_id, at=AT)
    assert records.main(["checkpoint", "--org", str(org_id), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["size"] == 3
    assert records.main(["checkpoint", "--org", str(org_id)]) == 0
    assert queries.checkpoint(org_id).text in capsys.readouterr().out
    assert records.main(["key", "--org", str(org_id)]) == 0
    assert queries.log_key(org_id) in capsys.readouterr().out
    assert records.main(["proof", "event", str(subject), "--org", str(org_id)]) == 0
    assert ProofText.parse(capsys.readouterr().out).index == 0
    assert records.main(["proof", "file", str(subject), "--org", str(org_id)]) == 1
    assert "没有这一项" in capsys.readouterr().err


def test_the_static_copy_is_the_whole_log(org_id: UUID, tmp_path: Path, capsys: Out) -> None:
    queue(org_id, 600)
    integrate(org_id, at=AT)
    assert records.main(["tiles", str(tmp_path), "--org", str(org_id)]) == 0
    assert "600条" in capsys.readouterr().out
    folder = tmp_path / "log" / str(org_id)
    copy = PublicLog(lambda name: (folder / name).read_bytes(), (folder / "key").read_text())
    assert copy.audit() == 600
