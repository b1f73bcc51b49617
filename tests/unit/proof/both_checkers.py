"""The two checkers side by side: the platform's own, and the one file that travels with every bundle."""

from __future__ import annotations

import functools
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest

from anjian.proof import verify as ours
from anjian.proof.authenticity import Vouchers
from anjian.proof.contents import Known
from tests.unit.proof.specimen import a_signer
from tests.unit.proof.whole_specimen import log_signer, witness, world

CHECKER = Path(ours.__file__).parent / "standalone" / "verify.py"


@functools.cache
def standalone() -> ModuleType:
    """Load the one file under a name of its own, as a stranger would run it."""
    spec = importlib.util.spec_from_file_location("the_checker_in_the_bundle", CHECKER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def items(names: list[str]) -> set[str]:
    """The files that findings name: an event's finding names its line of the file."""
    return {name.split(" ")[0] for name in names}


def by_ours(path: Path, *, known: bool) -> tuple[set[str], list[tuple[str, str]]]:
    """What the platform's checker names, and its findings."""
    keys = [a_signer().key_id] if known else []
    report = ours.verify(path, trusted=keys, known=world().known if known else Known())
    return items([f.item for f in report.findings]), [(f.code, f.item) for f in report.findings]


def by_theirs(path: Path, *, known: bool) -> tuple[set[str], list[tuple[str, str]]]:
    """What the checker in the bundle names, and its findings."""
    module = standalone()
    wishes = (
        module.Wishes(
            [a_signer().key_id],
            [str(log_signer().verifier)],
            [str(witness().verifier)],
            module.pem_certificates(world().roots.encode()),
        )
        if known
        else module.Wishes()
    )
    check = module.Check(str(path), wishes)
    check.run()
    return items([item for _, item, _ in check.findings]), [(code, item) for code, item, _ in check.findings]


@contextmanager
def remembering() -> Iterator[None]:
    """Let both checkers remember pure results of their mathematics: the same input gives the same answer.

    Only for runs of thousands of bundles that share most of their signatures.
    """
    module = standalone()
    names = ("ed25519_check", "ecdsa_check", "sm2_check")
    kept = {name: getattr(module, name) for name in names}
    pdf, stamp = Vouchers.pdf_problem, Vouchers.check_stamp

    @functools.lru_cache(4096)
    def known_pdf(raw: bytes, roots: tuple[str, ...]) -> str:
        return pdf(Vouchers(roots), raw)

    @functools.lru_cache(4096)
    def known_stamp(token: bytes, sha256: bytes, roots: tuple[str, ...]) -> datetime:
        return stamp(Vouchers(roots), token, sha256)

    def pdf_problem(self: Vouchers, pdf: bytes) -> str:
        return known_pdf(pdf, self.roots)

    def check_stamp(self: Vouchers, token: bytes, sha256: bytes) -> datetime:
        return known_stamp(token, sha256, self.roots)

    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setattr(module, name, functools.lru_cache(20_000)(kept[name]))
        patch.setattr(Vouchers, "pdf_problem", pdf_problem)
        patch.setattr(Vouchers, "check_stamp", check_stamp)
        yield
