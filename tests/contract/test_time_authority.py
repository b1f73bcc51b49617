"""A time authority over HTTP, as RFC 3161 section 3.4 has it: ours as a server, and one of OpenSSL."""

from __future__ import annotations

import hashlib
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from anjian.proof import pades, pki, timestamps
from tests.unit.proof.seals import drawn, sealer

DIGEST = hashlib.sha256(b"a drawn page").digest()


@contextmanager
def served(answer: Callable[[bytes], bytes], *, status: int = 200) -> Iterator[str]:
    """A small HTTP server that answers each query so; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            body = answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            del args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def openssl_tsa(tmp_path_factory: pytest.TempPathFactory) -> tuple[Callable[[bytes], bytes], str]:
    """An authority that is OpenSSL alone: RSA, its own root, policy and serial numbers."""
    folder = tmp_path_factory.mktemp("openssl-tsa")
    (folder / "tsa.cnf").write_text(
        f"""
[req]
distinguished_name = name
prompt = no
[name]
O = Example Time
CN = Example Time Root
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
[stamper]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = one
[one]
dir = {folder}
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
    )
    (folder / "serial").write_text("1000\n")

    def openssl(*words: object) -> None:
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True, cwd=folder)

    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "root.key", "-out", "root.pem",
            "-days", "30", "-config", "tsa.cnf", "-extensions", "root")  # fmt: skip
    openssl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr",
            "-config", "tsa.cnf", "-subj", "/O=Example Time/CN=Example Time Stamper")  # fmt: skip
    openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-out", "tsa.pem",
            "-days", "30", "-extfile", "tsa.cnf", "-extensions", "stamper")  # fmt: skip
    lock = threading.Lock()

    def answer(query: bytes) -> bytes:
        with lock:
            (folder / "query").write_bytes(query)
            openssl("ts", "-reply", "-queryfile", "query", "-out", "reply", "-config", "tsa.cnf")
            return (folder / "reply").read_bytes()

    return answer, (folder / "root.pem").read_text()


def test_a_token_of_ours_over_http_is_the_same_as_from_the_folder(tmp_path: Path) -> None:
    local = timestamps.LocalAuthority(tmp_path)
    with served(local.answer) as url:
        remote = timestamps.authority(tmp_path, url, roots_pem=local.roots_pem[0])
        stamp = timestamps.verify(remote.stamp(DIGEST), DIGEST, roots=remote.roots_pem)
    assert stamp.local, "whoever answers, the token says that a test authority made it"
    assert not remote.local


def test_an_authority_of_openssl_is_understood_and_not_called_local(
    tmp_path: Path, openssl_tsa: tuple[Callable[[bytes], bytes], str]
) -> None:
    answer, root = openssl_tsa
    with served(answer) as url:
        authority = timestamps.authority(tmp_path, url, roots_pem=root)
        token = authority.stamp(DIGEST)
    stamp = timestamps.verify(token, DIGEST, roots=[root])
    assert (stamp.authority, stamp.local, stamp.policy) == ("Example Time Stamper", False, "1.2.3.4.1")


def test_a_pdf_is_sealed_with_its_time_and_judged_by_both_roots(
    tmp_path: Path, openssl_tsa: tuple[Callable[[bytes], bytes], str]
) -> None:
    answer, root = openssl_tsa
    with served(answer) as url:
        time = timestamps.authority(tmp_path, url, roots_pem=root)
        sealed = pades.seal_pdf(drawn(), sealer(tmp_path, time=time))
    own = pki.pem(pki.Authority(tmp_path).root)
    verdict = pades.check_pdf(sealed, roots=[own, root])
    assert verdict.intact, verdict.problem
    assert verdict.signatures[0].stamp_authority == "Example Time Stamper"
    assert verdict.signatures[0].level == "PAdES-B-LTA"
    assert not pades.check_pdf(sealed, roots=[root]).trusted


def test_a_token_of_an_authority_that_is_not_trusted_is_refused(
    tmp_path: Path, openssl_tsa: tuple[Callable[[bytes], bytes], str]
) -> None:
    stranger = timestamps.LocalAuthority(tmp_path / "other").roots_pem[0]
    with served(openssl_tsa[0]) as url, pytest.raises(timestamps.TimestampError, match="不可信"):
        timestamps.authority(tmp_path, url, roots_pem=stranger).stamp(DIGEST)


def test_an_old_token_sent_again_is_refused(tmp_path: Path) -> None:
    local = timestamps.LocalAuthority(tmp_path)
    kept: list[bytes] = []

    def again(query: bytes) -> bytes:
        kept.append(kept[0] if kept else local.answer(query))
        return kept[0]

    with served(again) as url:
        authority = timestamps.authority(tmp_path, url, roots_pem=local.roots_pem[0])
        authority.stamp(DIGEST)
        with pytest.raises(timestamps.TimestampError, match="不符"):
            authority.stamp(DIGEST)


@pytest.mark.parametrize(("body", "status"), [(b"", 200), (b"<html>", 200), (b"gone", 503)])
def test_an_answer_that_is_none_is_said_to_be_none(tmp_path: Path, body: bytes, status: int) -> None:
    with served(lambda _query: body, status=status) as url, pytest.raises(timestamps.TimestampError):
        timestamps.authority(tmp_path, url).stamp(DIGEST)


def test_an_authority_that_is_away_is_said_to_be_away(tmp_path: Path) -> None:
    with served(lambda query: query) as url:
        pass
    with pytest.raises(timestamps.TimestampError, match="没有应答"):
        timestamps.authority(tmp_path, url).stamp(DIGEST)


def test_a_query_for_another_digest_is_rejected_in_form(tmp_path: Path) -> None:
    local = timestamps.LocalAuthority(tmp_path)
    query = tmp_path / "query"
    subprocess.run(
        ["openssl", "ts", "-query", "-digest", "00" * 20, "-sha1", "-out", query],
        check=True, capture_output=True,
    )  # fmt: skip
    (tmp_path / "reply").write_bytes(local.answer(query.read_bytes()))
    shown = subprocess.run(
        ["openssl", "ts", "-reply", "-in", tmp_path / "reply", "-text"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Rejected" in shown.stdout
    assert "unrecognized or unsupported algorithm" in shown.stdout
