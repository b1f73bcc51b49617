"""`./anjian witness`: a second body watches that a log only grows. It needs no database and no platform."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from http.server import ThreadingHTTPServer

    from anjian.proof.tlog.witness import Witness

SUMMARY = "见证程序, 供另一单位监督存证日志只增不改 / cosign logs as an independent body"

_EPILOG = """examples:
  ./anjian witness init --data DIR --name justice.example/witness   prints the witness's public key
  ./anjian witness add-log VKEY --data DIR                          follow a log (its key: /log/ORG/key)
  ./anjian witness serve --data DIR --port 8811                     POST /add-checkpoint (tlog-witness)
  ./anjian witness status --data DIR
"""
LARGEST_BODY = 64 * 1024


def run(arguments: Sequence[str]) -> int:
    """Do one thing; status 1 when the folder or the key cannot be used."""
    from anjian.proof.tlog.note import BadNote

    chosen = _parser().parse_args(arguments)
    try:
        status: int = chosen.do(chosen)
    except FileNotFoundError:
        print(f"{chosen.data} 还不是见证程序的数据目录，请先执行 init", file=sys.stderr)
    except BlockingIOError:
        print(f"{chosen.data} 正由另一个见证程序使用", file=sys.stderr)
    except (BadNote, ValueError) as problem:
        print(f"不能使用：{problem}", file=sys.stderr)
    else:
        return status
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./anjian witness",
        description=SUMMARY,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    acts = parser.add_subparsers(required=True)
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=Path, required=True, metavar="DIR", help="见证程序的数据目录")
    init = acts.add_parser("init", parents=[data], help="建立见证程序并生成密钥")
    init.add_argument("--name", required=True, help="见证程序的名称（不含空格和加号）")
    init.set_defaults(do=_init)
    add = acts.add_parser("add-log", parents=[data], help="登记要见证的日志")
    add.add_argument("vkey", metavar="VKEY")
    add.set_defaults(do=_add_log)
    serve = acts.add_parser("serve", parents=[data], help="开始见证")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8811)
    serve.set_defaults(do=_serve)
    acts.add_parser("status", parents=[data], help="列出各日志的最新检查点").set_defaults(do=_status)
    return parser


def _init(chosen: argparse.Namespace) -> int:
    from anjian.proof.tlog.witness import Witness

    print(Witness.create(chosen.data, chosen.name))
    return 0


def _opened(folder: Path) -> Witness:
    import time

    from anjian.proof.tlog.witness import Witness

    return Witness(folder, clock=time.time)


def _add_log(chosen: argparse.Namespace) -> int:
    from anjian.proof.tlog.witness import Witness

    known = Witness.follow(chosen.data, chosen.vkey)
    print(f"已登记：{known.verifier.name}")
    return 0


def _status(chosen: argparse.Namespace) -> int:
    """Read the folder without holding it, so that it works beside `serve`."""
    import json
    from datetime import datetime

    name = json.loads((chosen.data / "witness.json").read_text(encoding="utf-8"))["name"]
    refused = sum(1 for _ in (chosen.data / "refused").glob("*.txt"))
    print(f"见证程序 {name}；拒绝过的提交 {refused} 次")
    for path in sorted((chosen.data / "logs").glob("*.json")):
        said = json.loads(path.read_text(encoding="utf-8"))
        when = datetime.fromtimestamp(said["cosigned_at"]).astimezone().isoformat(timespec="seconds")
        seen = f"共{said['size']}条，{when}" if said["checkpoint"] else "尚未见证"
        print(f"  {said['vkey'].partition('+')[0]}：{seen}")
    return 0


def _serve(chosen: argparse.Namespace) -> int:
    server = server_of(_opened(chosen.data), host=chosen.host, port=chosen.port)
    print(f"见证程序正在 http://{chosen.host}:{server.server_address[1]} 运行", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("见证程序已停止")
    return 0


def server_of(witness: Witness, *, host: str, port: int) -> ThreadingHTTPServer:
    """The HTTP side of a witness: add-checkpoint, and what a monitor may read."""
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    from anjian.proof.tlog.witness import TEXT, Answer

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30
        server_version, sys_version = "anjian-witness", ""

        def do_POST(self) -> None:
            length = self.headers.get("Content-Length", "")
            if not length.isdigit() or int(length) > LARGEST_BODY:
                self.close_connection = True
                self._send(Answer(413 if length.isdigit() else 411, "no body of a size taken here\n"))
                return
            body = self.rfile.read(int(length))
            if self.path != "/add-checkpoint":
                self._send(Answer(404, "POST /add-checkpoint\n"))
                return
            self._send(witness.add_checkpoint(body))

        def do_GET(self) -> None:
            if self.path == "/key":
                self._send(Answer(200, f"{witness.cosigner.verifier}\n"))
            elif self.path == "/logs":
                seen = "".join(f"{one.size} {one.verifier.name}\n" for one in witness.logs())
                self._send(Answer(200, seen))
            else:
                self._send(Answer(404, "GET /key or /logs\n"))

        def _send(self, answer: Answer) -> None:
            data = answer.body.encode()
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type or TEXT)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *values: object) -> None:  # noqa: A002  the base class's name
            print(f"{self.address_string()} {format % values}", file=sys.stderr)

    return ThreadingHTTPServer((host, port), Handler)
