"""The readable first page of a bundle: the case in words, everything in it, and how anyone can check it.

One HTML file without scripts and without foreign addresses; it links to the files beside it. Chinese
stands first, English beside it. Nothing on it is taken as proof by the checkers but its own hash.
"""

from __future__ import annotations

from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from anjian.proof.index_parts import Page, facts_of, hash_of, link_to, size_of, table_of, when, words_of
from anjian.proof.index_story import how, log_facts, marks, timeline, undone
from anjian.proof.index_style import STYLE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from anjian.proof.manifest import File, Stream

__all__ = ["Page", "render_index"]


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
        ("timeline", "办理经过", "Timeline", timeline(page)),
        ("undone", "已撤销的步骤", "Steps undone and done again", undone(page)),
        ("signatures", "签名", "Signatures", marks(files)),
        ("log", "防篡改日志", "Tamper-evident log", log_facts(log)),
        ("files", "其他文件", "Other files", _others(files)),
        ("check", "怎样核验", "How to check", how(page, streams)),
    ]
    shown = [one for one in sections if one[3]]
    nav = "".join(f'<li><a href="#{name}">{zh}</a></li>' for name, zh, _, _ in shown)
    signer = page.signer
    told = {name: value for name, value in page.subject.items() if value != page.title}
    facts = {**told, "封存单位": signer["org"], "封存时间": when(at)}
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
        '<p class="quiet">案卷包：任何人不凭本系统即可核验'
        '<span lang="en">A sealed case file anyone can check</span></p>'
        f'{_summary(page, files)}{facts_of(facts)}<nav aria-label="本页目录"><ul>{nav}</ul></nav></header>'
        f"{body}</main></body></html>\n"
    ).encode()


def _summary(page: Page, files: Sequence[File]) -> str:
    def count(*roles: str) -> int:
        return sum(row.role in roles for row in files)

    papers, sealed, marks = count("document"), count("sealed"), count("mark")
    items = len({row.about.get("no") or row.path for row in files if row.role in {"original", "recording"}})
    return (
        f"<p>本包收有文书{papers}份（其中加盖电子签章{sealed}份）、证据{items}件、签名{marks}个、"
        f"办理记录{len(page.times)}条。每个文件的内容都由下方的哈希值固定，由封存签名、时间戳和日志证明担保。</p>"
        f'<p lang="en">{papers} documents ({sealed} under electronic seal), {items} items of evidence, '
        f"{marks} signatures, {len(page.times)} records, each fixed by its hash.</p>"
    )


def _documents(files: Sequence[File]) -> str:
    sealed = {str(row.about.get("of")): row for row in files if row.role == "sealed"}
    parts: list[str] = []
    volumes = [row for row in files if row.role == "volume"]
    if volumes:
        links = "；".join(f"{link_to(row.path, row.title)}（{size_of(row.size)}）" for row in volumes)
        parts.append(f'<p>整卷成册<span lang="en">Whole volumes</span>：{links}</p>')
    rows = [row for row in files if row.role == "document"]
    for volume, group in groupby(rows, key=lambda row: str(row.about.get("volume") or "")):
        if volume:
            parts.append(f"<h3>{escape(volume)}</h3>")
        parts.append(
            table_of(
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
                        link_to(row.path, row.title)
                        + (f"<br>{link_to(sealed[row.path].path, '签章文本')}" if row.path in sealed else ""),
                        escape(str(row.about.get("no") or "")),
                        escape(str(row.about.get("pages") or "")),
                        _signed(row),
                        hash_of(row),
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
        f' <span class="quiet nw">{escape(when(str(one.get("at", ""))))}</span>'
        for one in row.about.get("signers") or ()
    ]
    issued = row.about.get("issued_at")
    if issued:
        lines.append(f'<span class="quiet">制发</span> <span class="nw">{escape(when(str(issued)))}</span>')
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
        label: when(str(about[name])) if name == "collected_at" else about[name]
        for name, label in _FACTS
        if about.get(name)
    }
    if about.get("collected_by"):
        facts["取得人 Taken by"] = "、".join(map(str, about["collected_by"]))
    facts |= {"大小 Size": size_of(row.size), "SHA-256": row.sha256, "SM3": row.sm3}
    links = page.links.get(str(about.get("item") or ""), []) or list(about.get("custody") or ())
    custody = (
        f'<details open><summary>保管经过（{len(links)}）<span lang="en">Custody</span></summary>'
        f"{_custody(links)}</details>"
        if links
        else ""
    )
    others = (
        '<h3>所属文件<span lang="en">Further files and copies</span></h3>'
        + table_of(
            (("文件", "File"), ("性质", "What"), ("大小", "Size"), ("SHA-256", "")),
            (
                (link_to(one.path, one.title), _nature(one), size_of(one.size), hash_of(one))
                for one in further
            ),
            numeric=(2,),
        )
        if further
        else ""
    )
    return (
        f'<article><h3>{link_to(row.path, row.title)}</h3><div class="with"><div>{facts_of(facts)}</div>'
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


_LINK = ("act", "from", "to", "seal_no", "by", "reason")


def _custody(links: Sequence[Mapping[str, Any]]) -> str:
    return table_of(
        (
            ("时间", "When"), ("事项", "What"), ("由", "From"), ("至", "To"), ("封签", "Seal"),
            ("经手", "By"), ("说明", "Why"),
        ),
        (
            (
                f'<span class="nw">{escape(when(str(link.get("happened_at", ""))))}</span>',
                *(escape(words_of(link.get(name))) for name in _LINK),
            )
            for link in links
        ),
    )  # fmt: skip


def _others(files: Sequence[File]) -> str:
    shown = {"volume", "document", "original", "derived", "recording", "mark", "index"}
    rows = [row for row in files if row.role not in shown]
    return (
        f"<details><summary>{len(rows)} 个文件</summary>"
        + table_of(
            (("文件", "File"), ("说明", "What"), ("大小", "Size"), ("SHA-256", "")),
            (
                (link_to(row.path, row.path), escape(row.title), size_of(row.size), hash_of(row))
                for row in rows
            ),
            numeric=(2,),
        )
        + "</details>"
    )
