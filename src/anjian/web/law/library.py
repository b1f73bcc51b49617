"""Pages of the library: texts, reading one, comparing two, opening a citation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from anjian.kit import clock
from anjian.kit.errors import NotFound
from anjian.law.statutes import all_statutes
from anjian.law.statutes import cite as read_citation
from anjian.law.text_diff import compare
from anjian.library import access, queries
from anjian.web.components import crumbs
from anjian.web.http import actor_of, officer_required
from anjian.web.law.links import breaking, punished_by

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from anjian.law.citations import Citation
    from anjian.law.statutes import Statute, Version
    from anjian.law.texts import Article
    from anjian.law.violations import Violation
    from anjian.library.queries import Text

_MOST_ROWS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A statute of the library with its texts, the newest first."""

    title: str
    code: str
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article on the reading page, with what the catalogue ties to it.

    `opens`: headings that begin with it, as (level, words). `hit`: the words searched for stand in it.
    """

    article: Article
    opens: tuple[tuple[int, str], ...]
    hit: bool
    punishes: tuple[Violation, ...]
    broken_by: tuple[Violation, ...]


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return clock.today()


@officer_required
def texts(request: HttpRequest) -> HttpResponse:
    """Show the library by statute, or the articles that hold the words searched for."""
    actor = actor_of(request)
    kept = queries.texts(actor.org_id)
    shelves: dict[str, list[Text]] = {}
    for each in kept:
        shelves.setdefault(each.statute, []).append(each)
    words = request.GET.get("q", "").strip()
    today = clock.today()
    current = [each.id for each in kept if each.covers(today)]
    context = {
        "shelves": tuple(
            Shelf(title=of[0].title, code=code if code in all_statutes() else "", texts=tuple(of))
            for code, of in shelves.items()
        ),
        "q": words,
        "hits": queries.search(actor.org_id, words, text_ids=current) if words else (),
        "today": today,
        "may_import": access.may_import(actor),
        "crumbs": crumbs(_("法律文本")),
    }
    return render(request, "law/texts.html", context)


@officer_required
def text(request: HttpRequest, text_id: UUID) -> HttpResponse:
    """Show one text whole, with contents, search within, and ties between duties and penalties."""
    actor = actor_of(request)
    kept = access.text_for(actor, text_id)
    words = request.GET.get("q", "").split()
    on = kept.valid_to or max(clock.today(), kept.valid_from)
    entries = _entries(queries.articles(actor.org_id, text_id), kept.statute, words, on)
    context = {
        "text": kept,
        "entries": entries,
        "contents": [each for each in entries if each.opens],
        "q": " ".join(words),
        "words": words,
        "hits": [each for each in entries if each.hit],
        "others": [each for each in queries.texts_of(actor.org_id, kept.statute) if each.id != kept.id],
        "on": on,
        "crumbs": crumbs((_("法律文本"), reverse("law:texts")), kept.title),
    }
    return render(request, "law/text.html", context)


def _entries(articles: tuple[Article, ...], statute: str, words: list[str], on: date) -> tuple[Entry, ...]:
    listed = all_statutes().get(statute)
    entries: list[Entry] = []
    before: tuple[str, ...] = ()
    for article in articles:
        same = 0
        while same < min(len(before), len(article.under)) and before[same] == article.under[same]:
            same += 1
        opens = tuple((level + 2, title) for level, title in enumerate(article.under) if level >= same)
        before = article.under
        place = _place(listed, article)
        entries.append(
            Entry(
                article=article,
                opens=opens,
                hit=bool(words) and all(word in article.plain for word in words),
                punishes=punished_by(place, on)[:_MOST_ROWS] if place else (),
                broken_by=breaking(place, on)[:_MOST_ROWS] if place else (),
            )
        )
    return tuple(entries)


def _place(listed: Statute | None, article: Article) -> Citation | None:
    if listed is None:
        return None
    try:
        return listed.art(article.number, sub=article.sub)
    except ValueError:
        return None


@officer_required
def compared(request: HttpRequest, text_id: UUID, other_id: UUID) -> HttpResponse:
    """Show two texts of one statute side by side, the older on the left."""
    actor = actor_of(request)
    old, new = sorted(
        (access.text_for(actor, text_id), access.text_for(actor, other_id)),
        key=lambda each: (each.valid_from, each.imported_at),
    )
    if old.statute != new.statute:
        raise NotFound
    changes = compare(queries.articles(actor.org_id, old.id), queries.articles(actor.org_id, new.id))
    every = request.GET.get("all") == "1"
    context = {
        "old": old,
        "new": new,
        "changes": changes if every else [each for each in changes if each.kind not in {"same", "moved"}],
        "every": every,
        "counts": {
            kind: sum(each.kind == kind for each in changes)
            for kind in ("changed", "new", "gone", "moved", "same")
        },
        "crumbs": crumbs(
            (_("法律文本"), reverse("law:texts")),
            (new.title, reverse("law:text", args=[new.id])),
            _("版本对照"),
        ),
    }
    return render(request, "law/compare.html", context)


@officer_required
def cited(request: HttpRequest, key: str) -> HttpResponse:
    """Open a citation in the text of the day, or say in our own words what the catalogue knows of it."""
    actor = actor_of(request)
    try:
        citation = read_citation(key)
    except ValueError:
        raise NotFound from None
    on = _day(request.GET.get("on", ""))
    statute = all_statutes()[citation.statute]
    found = queries.article_in_force(actor.org_id, citation, on)
    version: Version | None = statute.in_force(on)
    context = {
        "citation": citation,
        "statute": statute,
        "version": version,
        "on": on,
        "text": found[0] if found else None,
        "article": found[1] if found else None,
        "without_article": found is None
        and queries.text_in_force(actor.org_id, citation.statute, on) is not None,
        "punishes": punished_by(citation, on),
        "broken_by": breaking(citation, on),
        "may_import": access.may_import(actor),
        "crumbs": crumbs((_("法律文本"), reverse("law:texts")), str(citation)),
    }
    return render(request, "law/cite.html", context)
