"""Whatever is changed in a bundle is found by both checkers, and the item is named; untouched ones pass."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.unit.proof.both_checkers import CHECKER, by_ours, by_theirs, remembering
from tests.unit.proof.forgeries import FORGERS, INSIDERS, sealed_anew
from tests.unit.proof.mutated import Mutated
from tests.unit.proof.mutations import a_mutation, laid_out, members_of, packed
from tests.unit.proof.whole_specimen import a_whole_bundle


@pytest.fixture(scope="module", autouse=True)
def _remembered() -> Iterator[None]:
    with remembering():
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("whole") / "case.zip"
    a_whole_bundle(path)
    return path.read_bytes()


def judged(found: Mutated, folder: Path, *, as_folder: bool, what: str) -> None:
    """Lay it out, let both checkers look, and take it away again."""
    path = laid_out(found, folder / "case.zip", folder=as_folder)
    expected = {name if name != "case.zip" else path.name for name in found.expected}
    for check in (by_ours, by_theirs):
        named, findings = check(path, known=found.known)
        assert findings, f"{what} escaped {check.__name__}"
        assert named & expected, f"{what}: {check.__name__} named {findings}, not {expected}"
    shutil.rmtree(path) if path.is_dir() else path.unlink()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_no_false_alarm(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    for folder in (False, True):
        path = tmp_path_factory.mktemp("honest") / "case"
        a_whole_bundle(path, seed=seed, folder=folder)
        for known in (False, True):
            assert by_ours(path, known=known)[1] == []
            assert by_theirs(path, known=known)[1] == []


def test_sealing_anew_without_a_change_raises_no_alarm(whole: bytes, tmp_path: Path) -> None:
    assert packed(members_of(whole)) == whole
    path = tmp_path / "case.zip"
    path.write_bytes(packed(sealed_anew(members_of(whole))))
    assert by_ours(path, known=True)[1] == by_theirs(path, known=True)[1] == []


@pytest.mark.parametrize("seed", range(300))
def test_a_change_is_found_and_named(whole: bytes, tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    name, found = a_mutation(rng, whole, "case.zip")
    judged(found, tmp_path, as_folder=seed % 2 == 1, what=f"{name} {seed}")


@pytest.mark.parametrize("work", [*INSIDERS, *FORGERS], ids=lambda work: work.__name__.strip("_"))
def test_every_kind_of_insider_and_forger_is_found(whole: bytes, tmp_path: Path, work: object) -> None:
    assert callable(work)
    members, done = members_of(whole), 0
    for seed in range(8):
        found = work(random.Random(seed), members)
        if found is not None:
            judged(found, tmp_path, as_folder=seed % 2 == 1, what=f"{work} {seed}")
            done += 1
    assert done


@pytest.mark.parametrize("seed", range(6))
def test_the_file_in_the_bundle_says_so_by_its_exit_status(whole: bytes, tmp_path: Path, seed: int) -> None:
    _, found = a_mutation(random.Random(9000 + seed), whole, "case.zip")
    path = laid_out(found, tmp_path / "case.zip", folder=False)
    if found.known:
        return
    done = subprocess.run([sys.executable, "-I", str(CHECKER), str(path)], capture_output=True, check=False)
    assert done.returncode == 1, done.stdout.decode()
    assert any(name in done.stdout.decode() for name in found.expected)
