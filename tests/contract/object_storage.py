"""A real object storage to test against: OpenStack Swift with its S3 interface, on one disk and one machine.

Four servers (proxy, account, container, object) with one copy of everything; the same code that runs in data
centres. The folder must be on a file system with extended attributes.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCESS, SECRET, REGION, BUCKET = "test:tester", "testing-secret", "cn-northwest-1", "evidence"

_BACKEND = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
mount_check = false
user = {user}
swift_dir = {root}
devices = {root}/disks
log_level = ERROR
log_address = {root}/nowhere
[pipeline:main]
pipeline = {kind}-server
[app:{kind}-server]
use = egg:swift#{kind}
{more}
"""
_PROXY = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
workers = 0
user = {user}
swift_dir = {root}
log_level = ERROR
log_address = {root}/nowhere
[pipeline:main]
pipeline = catch_errors cache listing_formats bulk s3api tempauth slo dlo proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:1
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
location = {region}
s3_acl = false
check_bucket_owner = false
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = {secret} .admin
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
"""
_START = "import sys; from swift.{module} import main; sys.argv = ['swift', {conf!r}]; sys.exit(main())"
_MODULES = {
    "account": "account.server",
    "container": "container.server",
    "object": "obj.server",
    "proxy": "proxy.server",
}


@contextlib.contextmanager
def swift(root: Path) -> Iterator[str]:
    """Run the storage in a folder while the context lasts; gives the address of its S3 interface."""
    ports = dict(zip(_MODULES, _free_ports(4), strict=True))
    (root / "disks" / "d1").mkdir(parents=True)
    (root / "swift.conf").write_text(
        "[swift-hash]\nswift_hash_path_suffix = evidence\n[storage-policy:0]\nname = one\ndefault = yes\n"
    )
    import pwd

    said = {"root": root, "user": pwd.getpwuid(os.getuid()).pw_name, "region": REGION, "secret": SECRET}
    running: list[subprocess.Popen[bytes]] = []
    try:
        for kind, module in _MODULES.items():
            conf = root / f"{kind}.conf"
            if kind == "proxy":
                conf.write_text(_PROXY.format(port=ports[kind], **said))
            else:
                _make_ring(root, kind, ports[kind])
                conf.write_text(_BACKEND.format(kind=kind, port=ports[kind], more="", **said))
            with (root / f"{kind}.log").open("wb") as log:
                code = _START.format(module=module, conf=str(conf))
                running.append(
                    subprocess.Popen(
                        [sys.executable, "-W", "ignore", "-c", code], stdout=log, stderr=log, cwd=root
                    )
                )
        for port in ports.values():
            _wait(port, running, root)
        yield f"http://127.0.0.1:{ports['proxy']}"
    finally:
        for process in running:
            process.terminate()
        for process in running:
            process.wait(10)


def _make_ring(root: Path, kind: str, port: int) -> None:
    from swift.common.ring import RingBuilder

    builder = RingBuilder(4, 1, 0)
    builder.add_dev(
        {
            "id": 0, "region": 1, "zone": 1, "weight": 1.0, "device": "d1", "meta": "",
            "ip": "127.0.0.1", "port": port, "replication_ip": "127.0.0.1", "replication_port": port,
        }
    )  # fmt: skip
    builder.rebalance()
    builder.get_ring().save(str(root / f"{kind}.ring.gz"))


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    found = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return found


def _wait(port: int, running: list[subprocess.Popen[bytes]], root: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if any(process.poll() is not None for process in running):
            break
        time.sleep(0.1)
    logs = "\n".join(path.read_text(errors="replace")[-2000:] for path in sorted(root.glob("*.log")))
    raise AssertionError(f"the object storage did not start:\n{logs}")


def environment(address: str) -> dict[str, str]:
    """Return the variables by which clients find the storage."""
    return {
        "AWS_ENDPOINT_URL": address,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": ACCESS,
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_REGION": REGION,
    }


def make_bucket(address: str, name: str = BUCKET) -> None:
    """Create a bucket; stores are given one that exists."""
    import hashlib
    import hmac

    at = datetime.now(UTC)
    day, instant = f"{at:%Y%m%d}", f"{at:%Y%m%dT%H%M%SZ}"
    host, empty = address.removeprefix("http://"), hashlib.sha256().hexdigest()
    signed = "host;x-amz-content-sha256;x-amz-date"
    headers_said = f"host:{host}\nx-amz-content-sha256:{empty}\nx-amz-date:{instant}\n"
    request = f"PUT\n/{name}\n\n{headers_said}\n{signed}\n{empty}"
    scope = f"{day}/{REGION}/s3/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{instant}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{SECRET}".encode()
    for part in (day, REGION, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, text.encode(), "sha256").hex()
    authorization = (
        f"AWS4-HMAC-SHA256 Credential={ACCESS}/{scope}, SignedHeaders={signed}, Signature={signature}"
    )
    headers = {"Authorization": authorization, "X-Amz-Date": instant, "X-Amz-Content-Sha256": empty}
    asked = urllib.request.Request(f"{address}/{name}", method="PUT", headers=headers)  # noqa: S310  http to ourselves
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310  as above
        assert answer.status == 200
