"""The readable first page of a bundle: the case in words, everything in it, and how anyone can check it.

One HTML file without scripts and without foreign addresses; it links to the files beside it. Chinese
stands first, English beside it. Nothing on it is taken as proof by the checkers but its own hash.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from anjian.proof.index_style import STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from anjian.proof.manifest import File, Stream

_WEEKDAYS = "一二三四五六日"


@dataclass(slots=True, kw_only=True)
class Page:
    """What the page tells beside the list of files; gathered while the bundle is written."""

    title: str
    subject: Mapping[str, Any]
    signer: Mapping[str, Any]
    words: Mapping[str, str] = field(default_factory=dict)
    times: list[tuple[str, str, str, str, int]] = field(default_factory=list)
    links: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    undone: list[Mapping[str, Any]] = field(default_factory=list)

    def event(self, record: Mapping[str, Any]) -> None:
        """Remember what the timeline shows of an event."""
        actor = record.get("actor")
        name = actor.get("name", "") if isinstance(actor, dict) else ""
        at = str(record.get("occurred_at") or "")
        words = str(record.get("sentence") or record.get("type") or "")
        self.times.append((at, words, str(name), str(record["stream_id"]), int(record["seq"])))

    def custody(self, record: Mapping[str, Any]) -> None:
        """Remember a link of custody under its item."""
        said = {**record, "act": self.words.get(str(record.get("act")), record.get("act"))}
        self.links.setdefault(str(record["stream_id"]), []).append(said)


def render_index(
    page: Page,
    files: Sequence[File],
    streams: Sequence[Stream],
    *,
    at: str,
    log: Mapping[str, Any] | None,
) -> bytes:
    """Return the page; every value is escaped, no script, no foreign address."""
    sections = [
        ("contents", "卷内目录", "Documents by volume", _documents(files)),
        ("evidence", "证据", "Evidence", _evidence(page, files)),
        ("timeline", "办理经过", "Timeline", _timeline(page)),
        ("undone", "已撤销的步骤", "Steps undone and done again", _undone(page)),
        ("signatures", "签名", "Signatures", _marks(files)),
        ("log", "防篡改日志", "Tamper-evident log", _log(log)),
        ("files", "其他文件", "Other files", _others(files)),
        ("check", "怎样核验", "How to check", _how(page, streams)),
    ]
    shown = [one for one in sections if one[3]]
    nav = "".join(f'<li><a href="#{name}">{zh}</a></li>' for name, zh, _, _ in shown)
    signer = page.signer
    facts = {**page.subject, "封存单位": signer["org"], "封存时间": at[:16].replace("T", " ")}
    body = "".join(
        f'<section id="{name}" aria-labelledby="{name}-title"><h2 id="{name}-title">{zh}'
        f'<span lang="en">{en}</span></h2>{inner}</section>'
        for name, zh, en, inner in shown
    )
    return (
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(page.title)}</title><style>{STYLE}</style></head><body><main>"
        f"<header><h1>{escape(page.title)}</h1>"
        f'<p class="quiet">案卷包：任何人不凭本系统即可核验<span lang="en">A sealed case file anyone can check</span></p>'
        f'{_facts(facts)}<nav aria-label="本页目录"><ul>{nav}</ul></nav></header>{body}</main></body></html>\n'
    ).encode()


def _facts(facts: Mapping[str, Any]) -> str:
    pairs = (f"<dt>{escape(str(k))}</dt><dd>{escape(str(v))}</dd>" for k, v in facts.items() if v)
    return f"<dl>{''.join(pairs)}</dl>"


def _link(path: str, words: str) -> str:
    return f'<a href="{escape(quote(path))}">{escape(words)}</a>'


def _table(
    heads: Sequence[tuple[str, str]], rows: Iterable[Sequence[str]], numeric: Sequence[int] = ()
) -> str:
    head = "".join(
        f'<th scope="col"{" class=n" if n in numeric else ""}>{zh}<span lang="en">{en}</span></th>'
        for n, (zh, en) in enumerate(heads)
    )
    body = "".join(
        "<tr>"
        + "".join(f"<td{' class=n' if n in numeric else ''}>{c}</td>" for n, c in enumerate(row))
        + "</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _hash(row: File) -> str:
    return f'<code title="SHA-256">{row.sha256}</code>'


def _documents(files: Sequence[File]) -> str:
    sealed = {str(row.about.get("of")): row for row in files if row.role == "sealed"}
    parts: list[str] = []
    volumes = [row for row in files if row.role == "volume"]
    if volumes:
        links = "；".join(f"{_link(row.path, row.title)}（{_size(row.size)}）" for row in volumes)
        parts.append(f'<p>整卷成册<span lang="en">Whole volumes</span>：{links}</p>')
    rows = [row for row in files if row.role == "document"]
    for volume, group in groupby(rows, key=lambda row: str(row.about.get("volume") or "")):
        if volume:
            parts.append(f"<h3>{escape(volume)}</h3>")
        parts.append(
            _table(
                (
                    ("序号", "No."),
                    ("文书", "Document"),
                    ("文号", "Reference"),
                    ("页码", "Pages"),
                    ("签名盖章", "Signed"),
                    ("SHA-256", ""),
                ),
                (
                    (
                        str(number),
                        _link(row.path, row.title)
                        + (f"<br>{_link(sealed[row.path].path, '签章文本')}" if row.path in sealed else ""),
                        escape(str(row.about.get("no") or "")),
                        escape(str(row.about.get("pages") or "")),
                        _signed(row),
                        _hash(row),
                    )
                    for number, row in enumerate(group, 1)
                ),
                numeric=(0,),
            )
        )
    return "".join(parts)


def _signed(row: File) -> str:
    lines = [
        f"{escape(str(one.get('name', '')))}"
        f' <span class="quiet nw">{escape(_when(str(one.get("at", ""))))}</span>'
        for one in row.about.get("signers") or ()
    ]
    issued = row.about.get("issued_at")
    if issued:
        lines.append(f'<span class="quiet">制发</span> <span class="nw">{escape(_when(str(issued)))}</span>')
    return "<br>".join(lines)


def _evidence(page: Page, files: Sequence[File]) -> str:
    further: dict[str, list[File]] = {}
    items: list[File] = []
    for row in files:
        if row.role in {"original", "derived", "recording"}:
            no = str(row.about.get("no") or row.path)
            first = row.role == "original" and not row.about.get("of_sha256") and no not in further
            further.setdefault(no, [])
            if first:
                items.append(row)
            else:
                further[no].append(row)
    return "".join(_item(page, row, further.get(str(row.about.get("no") or row.path), [])) for row in items)


_FACTS = (
    ("kind", "种类 Kind"),
    ("form", "形式 Form"),
    ("source", "来源 Source"),
    ("purpose", "证明对象 To prove"),
    ("collected_at", "取得时间 Taken at"),
    ("place", "地点 Place"),
    ("filename", "原文件名 Name"),
)


def _item(page: Page, row: File, further: Sequence[File]) -> str:
    about = row.about
    facts = {
        label: _when(str(about[name])) if name == "collected_at" else about[name]
        for name, label in _FACTS
        if about.get(name)
    }
    if about.get("collected_by"):
        facts["取得人 Taken by"] = "、".join(map(str, about["collected_by"]))
    facts |= {"大小 Size": _size(row.size), "SHA-256": row.sha256, "SM3": row.sm3}
    links = page.links.get(str(about.get("item") or ""), []) or list(about.get("custody") or ())
    custody = (
        f'<details open><summary>保管经过（{len(links)}）<span lang="en">Custody</span></summary>{_custody(links)}</details>'
        if links
        else ""
    )
    others = (
        '<h3>所属文件<span lang="en">Further files and copies</span></h3>'
        + _table(
            (("文件", "File"), ("性质", "What"), ("大小", "Size"), ("SHA-256", "")),
            ((_link(one.path, one.title), _nature(one), _size(one.size), _hash(one)) for one in further),
            numeric=(2,),
        )
        if further
        else ""
    )
    return (
        f'<article><h3>{_link(row.path, row.title)}</h3><div class="with"><div>{_facts(facts)}</div>'
        f"<div>{_preview(row)}</div></div>{others}{custody}</article>"
    )


def _nature(row: File) -> str:
    if row.role == "recording":
        return "完整性证明"
    if row.role == "derived":
        recipe = row.about.get("recipe")
        said = (
            str(recipe.get("name") or recipe.get("kind") or "")
            if isinstance(recipe, dict)
            else str(recipe or "")
        )
        return f"派生副本 {escape(said)}"
    return "原件"


def _preview(row: File) -> str:
    source, title = escape(quote(row.path)), escape(row.title)
    if row.media_type in {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"}:
        return f'<a href="{source}"><img src="{source}" alt="{title}" loading="lazy"></a>'
    if row.media_type.startswith("video/"):
        return f'<video src="{source}" controls preload="none" aria-label="{title}"></video>'
    if row.media_type.startswith("audio/"):
        return f'<audio src="{source}" controls preload="none" aria-label="{title}"></audio>'
    return ""


def _custody(links: Sequence[Mapping[str, Any]]) -> str:
    return _table(
        (("时间", "When"), ("事项", "What"), ("由", "From"), ("至", "To"), ("封签", "Seal"), ("经手", "By"), ("说明", "Why")),
        (
            (
                f'<span class="nw">{escape(_when(str(link.get("happened_at", ""))))}</span>',
                *(escape(_words(link.get(name))) for name in ("act", "from", "to", "seal_no", "by", "reason")),
            )
            for link in links
        ),
    )  # fmt: skip


def _timeline(page: Page) -> str:
    gone = {(str(one["stream_id"]), int(one["seq"])) for one in page.undone}
    parts = []
    rows = [row for row in page.times if row[0]]
    for day, group in groupby(rows, key=lambda row: row[0][:10]):
        lines = "".join(_moment(row, gone=(row[3], row[4]) in gone) for row in group)
        parts.append(f'<h3>{escape(_day(day))}</h3><ol class="time">{lines}</ol>')
    return "".join(parts)


def _moment(row: tuple[str, str, str, str, int], *, gone: bool) -> str:
    at, words, name, _, _ = row
    start = '<li class="gone">' if gone else "<li>"
    tag = ' <span class="tag gone">已撤销 undone</span>' if gone else ""
    return (
        f'{start}<span class="nw quiet">{escape(at[11:16])}</span>'
        f'<span><span class="what">{escape(words)}</span>{tag}</span>'
        f'<span class="by quiet">{escape(name)}</span></li>'
    )


def _undone(page: Page) -> str:
    if not page.undone:
        return ""
    rows = (
        (
            f'<span class="nw">{escape(_when(str(one.get("at", ""))))}</span>',
            escape(str(one["sentence"])),
            f'<span class="nw">{escape(_when(str(one.get("undone_at", ""))))}</span>',
            escape(str(one.get("reason") or "")),
            str(one["seq"]),
            str(one["undone_by"]),
        )
        for one in page.undone
    )
    return (
        "<p>下列步骤已被撤销，原记录保留不动，案件以其后重新办理的步骤为准。</p>"
        '<p lang="en">These steps no longer count; their records stay as they were.</p>'
        + _table(
            (
                ("办理时间", "Taken"), ("步骤", "Step"), ("撤销时间", "Undone"), ("理由", "Why"),
                ("记录号", "Entry"), ("撤销记录号", "Undone by entry"),
            ),
            rows,
            numeric=(4, 5),
        )
    )  # fmt: skip


def _marks(files: Sequence[File]) -> str:
    marks = [row for row in files if row.role == "mark"]
    if not marks:
        return ""
    return _table(
        (
            ("时间", "When"),
            ("签名人", "Who"),
            ("事项", "What"),
            ("算法", "Algorithms"),
            ("声明", "Statement"),
        ),
        (
            (
                f'<span class="nw">{escape(_when(str(row.about.get("at", ""))))}</span>',
                escape(str(row.about.get("name") or "")),
                escape(str(row.about.get("what") or "")),
                escape("、".join(str(one["algorithm"]) for one in row.about.get("signatures") or ())),
                _link(row.path, row.title),
            )
            for row in marks
        ),
    )


def _log(log: Mapping[str, Any] | None) -> str:
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
        f"{_facts(facts)}<p>{_link(log['checkpoint'], '检查点 checkpoint')}　{_link(log['proofs'], '证明 proofs')}</p>"
    )


def _others(files: Sequence[File]) -> str:
    shown = {"volume", "document", "original", "derived", "recording", "mark", "index"}
    rows = [row for row in files if row.role not in shown]
    return (
        f"<details><summary>{len(rows)} 个文件</summary>"
        + _table(
            (("文件", "File"), ("说明", "What"), ("大小", "Size"), ("SHA-256", "")),
            ((_link(row.path, row.path), escape(row.title), _size(row.size), _hash(row)) for row in rows),
            numeric=(2,),
        )
        + "</details>"
    )


def _how(page: Page, streams: Sequence[Stream]) -> str:
    signer = page.signer
    chains = "".join(
        f"<li>{escape(s.file)} {escape(s.stream)}：{s.count}，<code>{s.head}</code></li>" for s in streams
    )
    return (
        "<p>在装有 Python 3.8 或更高版本的计算机上（不需要网络），进入本文件夹执行：</p>"
        '<p lang="en">On any computer with Python 3.8 or later, offline, in this folder:</p>'
        "<pre><code>python3 -I verify.py</code></pre>"
        f"<p>核验程序 {_link('verify.py', 'verify.py')} 只用 Python 自带的标准库。如对随卷程序不放心，"
        "请从您信任的地方取得同一程序（逐字节相同），或按公开的格式说明自行编写。</p>"
        '<p lang="en">If you doubt the copy that came along, fetch the same file from a place you trust, or write '
        "your own from the published format.</p>"
        "<p>程序能证明：文件一个不多、一个不少、一字未改，签名和日志证明相互吻合。它不能自行知道密钥是谁的："
        "请把下面的指纹与封存单位公布的比对，或用 <code>--key</code>、<code>--log</code>、<code>--witness</code>、"
        "<code>--roots</code> 告诉它。</p>"
        '<p lang="en">It cannot know whose the keys are: compare the fingerprint with the published one.</p>'
        f"{_facts({'封存单位 Sealed by': signer['org'], '密钥指纹 Key': signer['key_id'], '公钥 Public key': signer['public_key']})}"
        f'<details><summary>哈希链<span lang="en">Chains</span></summary><ul>{chains or "<li>无</li>"}</ul></details>'
    )


def _words(value: object) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or "、".join(str(v) for v in value.values() if v))
    return "、".join(map(str, value)) if isinstance(value, list | tuple) else str(value or "")


def _when(text: str) -> str:
    return text[:16].replace("T", " ")


def _day(text: str) -> str:
    from datetime import date

    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.year}年{day.month}月{day.day}日 星期{_WEEKDAYS[day.weekday()]}"


def _size(size: int) -> str:
    value, unit = float(size), "B"
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1000 or unit == "GB":
            break
        value /= 1000
    return f"{size:,} B" if unit == "B" else f"{value:,.1f} {unit}"
