"""The first page of a bundle, second half: timeline, undone steps, signatures, log, how to check."""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from anjian.proof.index_parts import day_of, facts_of, link_to, table_of, when

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from anjian.proof.index_parts import Moment, Page
    from anjian.proof.manifest import File, Stream

SYSTEM = "系统"
FOLD = 4
"""So many entries of the platform itself in a row are folded into one line."""


def timeline(page: Page) -> str:
    """What happened, day by day."""
    gone = {(str(one["stream_id"]), int(one["seq"])) for one in page.undone}
    parts = []
    for day, group in groupby((one for one in page.times if one.at), key=lambda one: one.at[:10]):
        runs = (list(run) for _, run in groupby(group, key=lambda one: one.name == SYSTEM))
        parts.append(
            f'<h3>{escape(day_of(day))}</h3><ol class="time">{"".join(_run(run, gone) for run in runs)}</ol>'
        )
    return "".join(parts)


def _run(run: Sequence[Moment], gone: Collection[tuple[str, int]]) -> str:
    """Consecutive moments; many that the platform made by itself are folded away."""
    lines = "".join(_moment(one, gone=(one.stream, one.seq) in gone) for one in run)
    if run[0].name != SYSTEM or len(run) < FOLD:
        return lines
    return (
        f'<li><span class="nw quiet">{escape(run[0].at[11:16])}</span>'
        f'<details><summary>系统自动处理{len(run)}条<span lang="en">by the system</span></summary>'
        f'<ol class="time">{lines}</ol></details><span class="by quiet">{SYSTEM}</span></li>'
    )


def _moment(one: Moment, *, gone: bool) -> str:
    start = '<li class="gone">' if gone else "<li>"
    tag = ' <span class="tag gone">已撤销 undone</span>' if gone else ""
    return (
        f'{start}<span class="nw quiet">{escape(one.at[11:16])}</span>'
        f'<span><span class="what">{escape(one.words)}</span>{tag}</span>'
        f'<span class="by quiet">{escape(one.name)}</span></li>'
    )


def undone(page: Page) -> str:
    """The steps that were undone and done again; empty when there are none."""
    if not page.undone:
        return ""
    rows = (
        (
            f'<span class="nw">{escape(when(str(one.get("at", ""))))}</span>',
            escape(str(one["sentence"])),
            f'<span class="nw">{escape(when(str(one.get("undone_at", ""))))}</span>',
            escape(str(one.get("reason") or "")),
            str(one["seq"]),
            str(one["undone_by"]),
        )
        for one in page.undone
    )
    return (
        "<p>下列步骤已被撤销，原记录保留不动，案件以其后重新办理的步骤为准。</p>"
        '<p lang="en">These steps no longer count; their records stay as they were.</p>'
        + table_of(
            (
                ("办理时间", "Taken"), ("步骤", "Step"), ("撤销时间", "Undone"), ("理由", "Why"),
                ("记录号", "Entry"), ("撤销记录号", "Undone by entry"),
            ),
            rows,
            numeric=(4, 5),
        )
    )  # fmt: skip


def marks(files: Sequence[File]) -> str:
    """Who signed what, and when; empty when nobody did."""
    marks = [row for row in files if row.role == "mark"]
    if not marks:
        return ""
    return table_of(
        (
            ("时间", "When"),
            ("签名人", "Who"),
            ("事项", "What"),
            ("算法", "Algorithms"),
            ("声明", "Statement"),
        ),
        (
            (
                f'<span class="nw">{escape(when(str(row.about.get("at", ""))))}</span>',
                escape(str(row.about.get("name") or "")),
                escape(str(row.about.get("what") or "")),
                escape("、".join(str(one["algorithm"]) for one in row.about.get("signatures") or ())),
                link_to(row.path, row.title),
            )
            for row in marks
        ),
    )


def log_facts(log: Mapping[str, Any] | None) -> str:
    """Which log holds all this; empty when there are no proofs."""
    if log is None:
        return ""
    facts = {
        "日志 Log": log["origin"],
        "条数 Entries": f"{log['size']:,}",
        "根 Root": log["root"],
        "公钥 Key": log["key"],
        "见证人 Witnesses": "；".join(map(str, log["witnesses"])),
        "未入日志 Not in the log": len(log["without"]) or "",
    }
    return (
        "<p>本卷的每条事件、证据、保管记录和文书都记入处罚机关的防篡改日志；日志的检查点由机关签名，"
        "由见证人联署。改动其中任何一项，就与检查点的根不符。</p>"
        '<p lang="en">Every event, item, link of custody and document is an entry of this log.</p>'
        f"{facts_of(facts)}<p>{link_to(log['checkpoint'], '检查点 checkpoint')}　"
        f"{link_to(log['proofs'], '证明 proofs')}</p>"
    )


def how(page: Page, streams: Sequence[Stream]) -> str:
    """How anyone can check the bundle, and what the check cannot know."""
    signer = page.signer
    known = {
        "封存单位 Sealed by": signer["org"],
        "密钥指纹 Key": signer["key_id"],
        "公钥 Public key": signer["public_key"],
    }
    chains = "".join(
        f"<li>{escape(s.file)} {escape(s.stream)}：{s.count}，<code>{s.head}</code></li>" for s in streams
    )
    return (
        "<p>在装有 Python 3.8 或更高版本的计算机上（不需要网络），进入本文件夹执行：</p>"
        '<p lang="en">On any computer with Python 3.8 or later, offline, in this folder:</p>'
        "<pre><code>python3 -I verify.py</code></pre>"
        f"<p>核验程序 {link_to('verify.py', 'verify.py')} 只用 Python 自带的标准库。如对随卷程序不放心，"
        "请从您信任的地方取得同一程序（逐字节相同），或按公开的格式说明自行编写。</p>"
        '<p lang="en">If you doubt the copy that came along, fetch the same file from a place you trust, '
        "or write your own from the published format.</p>"
        "<p>程序能证明：文件一个不多、一个不少、一字未改，签名和日志证明相互吻合。它不能自行知道密钥是谁的："
        "请把下面的指纹与封存单位公布的比对，或用 <code>--key</code>、<code>--log</code>、"
        "<code>--witness</code>、<code>--roots</code> 告诉它。</p>"
        '<p lang="en">It cannot know whose the keys are: compare the fingerprint with the published one.</p>'
        f"{facts_of(known)}"
        f'<details><summary>哈希链<span lang="en">Chains</span></summary>'
        f"<ul>{chains or '<li>无</li>'}</ul></details>"
    )
