"""The readable first page of a bundle: what is in it, and how anyone can check it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from anjian.proof.manifest import File, Stream

_HEADINGS = {
    "volume": "卷宗",
    "document": "执法文书",
    "original": "证据原件",
    "derived": "派生副本",
    "other": "其他文件",
    "events": "事件记录",
}
_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.6 system-ui,"Noto Sans SC","Microsoft YaHei",sans-serif;max-width:72rem;margin:2rem auto;
padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1.5rem}dt{opacity:.75}dd{margin:0}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #8886}
td.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
code{font:.8rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}
""".replace("\n", "")


def render_index(
    *,
    title: str,
    subject: Mapping[str, Any],
    files: Iterable[File],
    streams: Iterable[Stream],
    signer: Mapping[str, Any],
    at: str,
) -> bytes:
    """Return the self-contained HTML page; every value is escaped, no script, no foreign address."""
    rows = list(files)
    parts = [
        '<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>",
        _facts({**subject, "封存单位": signer["org"], "封存时间": at, "封存密钥指纹": signer["key_id"]}),
    ]
    for role, heading in _HEADINGS.items():
        chosen = [row for row in rows if row.role == role]
        if chosen:
            parts.append(f"<h2>{heading}（{len(chosen)}）</h2>{_table(chosen)}")
    chains = "".join(
        f"<li>{escape(s.stream)}：共{s.count}条，末条哈希 <code>{s.head}</code></li>" for s in streams
    )
    parts.append(
        f"<h2>事件链</h2><ul>{chains or '<li>无</li>'}</ul>"
        "<h2>如何核验</h2><p>本卷宗由 <code>manifest.json</code> 列明每个文件的大小与 SHA-256、SM3 值，"
        "并由 <code>manifest.sig</code> 以 Ed25519 签名封存。用 <code>anjian verify</code> 核验整卷；"
        "也可用 <code>sha256sum</code> 逐个核对。请将密钥指纹与封存单位公布的指纹比对。</p>"
        "</main></body></html>\n"
    )
    return "".join(parts).encode()


def _facts(facts: Mapping[str, Any]) -> str:
    pairs = (f"<dt>{escape(str(k))}</dt><dd>{escape(str(v))}</dd>" for k, v in facts.items() if v)
    return f"<dl>{''.join(pairs)}</dl>"


def _table(rows: Iterable[File]) -> str:
    body = "".join(
        f'<tr><td class="n">{row.order}</td>'
        f'<td><a href="{escape(quote(row.path))}">{escape(row.title)}</a></td>'
        f'<td class="n">{row.size:,}</td><td><code>{row.sha256}</code></td></tr>'
        for row in rows
    )
    return (
        '<table><thead><tr><th scope="col">序号</th><th scope="col">名称</th>'
        f'<th scope="col">字节</th><th scope="col">SHA-256</th></tr></thead><tbody>{body}</tbody></table>'
    )
