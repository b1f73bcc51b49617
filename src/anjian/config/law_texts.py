"""Takes law texts into the library of one organisation: `python -m anjian.config.law_texts`.

Told what to do by JSON on stdin, inside the environment that `./anjian law import` prepares.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any


def main() -> int:
    """Import each file and print one JSON line for it; status 1 when one was not taken."""
    import django

    django.setup()
    from anjian.kit.actor import system_actor
    from anjian.people.queries import agencies

    told: dict[str, Any] = json.load(sys.stdin)
    known = agencies()
    wanted = [each for each in known if told["organisation"] in {"", each.name, each.short_name}]
    if len(wanted) != 1:
        names = "、".join(each.name for each in known) or "（没有）"
        print(
            json.dumps(
                {"file": "", "problem": f"请用 --organisation 写明单位，现有：{names}"}, ensure_ascii=False
            )
        )
        return 1
    by = system_actor(wanted[0].id, wanted[0].name, name="命令行")
    results = [_take(Path(path), told, by) for path in told["files"]]
    for result in results:
        print(json.dumps(result, ensure_ascii=False))
    return int(any("problem" in result for result in results))


def _take(path: Path, told: dict[str, Any], by: Any) -> dict[str, Any]:
    from anjian.kit import clock
    from anjian.kit.errors import Conflict, Invalid
    from anjian.library.actions import ImportText, import_text

    day = date.fromisoformat(told["valid_from"]) if told["valid_from"] else None
    try:
        source = path.read_text(encoding="utf-8-sig")
        command = ImportText(source=source, source_name=path.name, statute=told["statute"], valid_from=day)
        import_text(command, by=by, at=clock.now())
    except Invalid as problem:
        return {"file": path.name, "problem": "；".join(problem.fields.values())}
    except Conflict as known:
        return {"file": path.name, "note": known.message}
    except (OSError, UnicodeDecodeError):
        return {"file": path.name, "problem": "文件读不出来，或者不是 UTF-8 编码。"}
    return {"file": path.name, "note": "已导入"}


if __name__ == "__main__":
    sys.exit(main())
