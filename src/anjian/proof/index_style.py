"""How the first page of a bundle looks: on a screen, light or dark, on a phone, and on paper."""

from __future__ import annotations

_SHEET = """
:root{color-scheme:light dark;--ink:#1c2430;--soft:#5a6675;--line:#d5dbe3;--paper:#fff;--ground:#f4f6f9;
--accent:#1f4e8c;--good:#1d6b3c;--bad:#9c2a22}
@media(prefers-color-scheme:dark){:root{--ink:#e4e9f0;--soft:#9fabba;--line:#384352;--paper:#1a2029;
--ground:#12171e;--accent:#8ab4ec;--good:#7cc79a;--bad:#ee9a92}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);
font:16px/1.65 "Noto Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
main{max-width:76rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}

header,section{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:1.25rem 1.5rem;
margin:0 0 1rem}
h1{font-size:1.6rem;line-height:1.3;margin:0 0 .25rem}
h2{font-size:1.15rem;margin:0 0 .75rem;scroll-margin-top:1rem}
h3{font-size:1rem;margin:1.25rem 0 .5rem}
section>h3:first-of-type{margin-top:.25rem}
[lang=en]{color:var(--soft);font-weight:400;font-size:.875em;margin-inline-start:.4em}
p[lang=en]{margin-inline-start:0}
p{margin:.5rem 0;max-width:60rem}
a{color:var(--accent);text-underline-offset:.15em}
a:focus-visible,summary:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:3px}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:1rem 0 0;padding:.75rem 0 0;
border-top:1px solid var(--line)}
dl{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.25rem;margin:.5rem 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:start;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid var(--line)}
th{color:var(--soft);font-weight:500;white-space:nowrap}
tbody tr:last-child td{border-bottom:0}
.n{text-align:end;font-variant-numeric:tabular-nums;white-space:nowrap}
.nw{white-space:nowrap;font-variant-numeric:tabular-nums}
code{font:.8125rem/1.5 ui-monospace,"Cascadia Mono",Consolas,monospace;overflow-wrap:anywhere}
td code{display:block;max-width:36ch}

pre{background:var(--ground);border:1px solid var(--line);border-radius:6px;padding:.6rem .8rem;
overflow-x:auto;margin:.5rem 0}
.quiet{color:var(--soft)}
.tag{display:inline-block;border:1px solid currentColor;border-radius:4px;padding:0 .4em;font-size:.8125rem;
white-space:nowrap}
.tag.gone{color:var(--bad)}.tag.good{color:var(--good)}
article{border-top:1px solid var(--line);padding:1rem 0}
article:first-of-type{border-top:0;padding-top:0}
article h3{margin:0 0 .4rem}
.with{display:grid;grid-template-columns:minmax(0,1fr) 15rem;gap:1.25rem}

.with img,.with video,.with audio{width:100%;max-height:15rem;object-fit:contain;border:1px solid var(--line);
border-radius:6px;background:var(--ground)}
ol.time{list-style:none;margin:0;padding:0}

ol.time>li{display:grid;grid-template-columns:3.5rem minmax(0,1fr) max-content;
gap:.1rem .9rem;padding:.25rem 0}
ol.time>li+li{border-top:1px solid var(--line)}
li.gone .what{text-decoration:line-through;text-decoration-color:var(--bad)}
details{margin:.5rem 0}summary{cursor:pointer;color:var(--accent)}
@media(max-width:640px){main{padding:.75rem .6rem 3rem}header,section{padding:1rem .9rem}
.with{grid-template-columns:minmax(0,1fr)}dl{grid-template-columns:5.5rem minmax(0,1fr);column-gap:.75rem}
ol.time>li{grid-template-columns:3.5rem minmax(0,1fr)}ol.time .by{grid-column:2}}
@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--ground:#fff;--accent:#000}
body{font-size:10.5pt}main{max-width:none;padding:0}
header,section{border:0;border-radius:0;padding:0 0 .6rem}
nav{display:none}a{text-decoration:none}article,tr,li{break-inside:avoid}h2,h3{break-after:avoid}
details>*{display:revert}.with{grid-template-columns:minmax(0,1fr) 6cm}audio,video{display:none}
@page{margin:18mm 16mm;@bottom-center{content:counter(page) " / " counter(pages);font-size:8pt}}}
"""

STYLE = _SHEET.replace("\n", "")
