"""Tags of the design system: `{% load ui %}`, then icon, badge, panel, assets and small filters."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from anjian.kit.clock import LOCAL_ZONE
from anjian.kit.ids import uuid7
from anjian.web import components, words
from anjian.web.frontend import built
from anjian.web.law.links import linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.forms import BoundField

register = template.Library()

_EMPTY: SafeString = mark_safe("")


@register.simple_tag
def styles() -> SafeString:
    """Link the style sheet and the page's sign; before the front end is built there are none."""
    url, sign = built("src/styles/app.css"), built("favicon.svg")
    if url is None or sign is None:
        return _EMPTY
    return format_html('<link rel="stylesheet" href="{}"><link rel="icon" href="{}">', url, sign)


@register.simple_tag
def scripts() -> SafeString:
    """Load the islands; before the front end is built the pages work without."""
    url = built("src/main.ts")
    return format_html('<script type="module" src="{}"></script>', url) if url else _EMPTY


@register.simple_tag
@lru_cache(maxsize=1024)
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """Draw an icon of the sprite; without a label it is decoration that readers skip."""
    classes = f"icon icon-{size}" if size else "icon"
    href = f"{built('icons.svg') or ''}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, href)


@register.simple_tag
def refusal_list(refusals: Iterable[Any]) -> SafeString:
    """Draw reasons: the sentence, its articles, who may, what to do. The same ones return on many pages."""
    language = get_language() or ""
    drawn = format_html_join("", "{}", ((_refusal(language, refusal),) for refusal in refusals))
    return format_html('<ul class="refusals">{}</ul>', drawn)


@lru_cache(maxsize=2048)
def _refusal(language: str, refusal: Any) -> SafeString:
    del language  # part of the key: what follows is in the language of the screen
    rule = words.rule(refusal)
    if rule:
        said = format_html('<p><b>{}</b></p><p class="small" lang="zh-Hans">{}</p>', rule, refusal.reason)
    else:
        said = format_html("<p>{}</p>", refusal.reason)
    parts = [
        (label, value)
        for label, value in (
            (_("依据"), linked("、".join(str(cite) for cite in refusal.cites))),
            (_("谁可以办"), words.terms(refusal.who)),
            (_("怎么办"), words.cure(refusal)),
        )
        if value
    ]
    rest = format_html_join("", "<dt>{}</dt><dd>{}</dd>", parts)
    return format_html(
        '<li class="refusal">{}{}</li>', said, format_html("<dl>{}</dl>", rest) if parts else ""
    )


@register.simple_tag
def closed_step(option: components.StepOption) -> SafeString:
    """Draw a step that is not allowed now: its name, how many reasons, and behind them each of them."""
    return _closed_step(get_language() or "", option.label, option.reasons)


@lru_cache(maxsize=2048)
def _closed_step(language: str, label: str, reasons: tuple[components.Reason, ...]) -> SafeString:
    del language  # part of the key: what follows is in the language of the screen
    missing = ngettext("%(n)s 项未满足", "%(n)s 项未满足", len(reasons)) % {"n": len(reasons)}
    return format_html(
        '<details class="step-closed"><summary>{}<span>{}</span><span class="small">{}</span>'
        '<span class="step-chevron">{}</span></summary>{}</details>',
        icon("lock"),
        label,
        missing,
        icon("chevron-down"),
        refusal_list(reasons),
    )


@register.simple_tag
def badge(label: str, tone: str = "neutral", sign: str = "") -> SafeString:
    """Show a state as text with a sign; the colour only repeats what both already say.

    Tones: neutral, info, ok, warn, bad, done. `sign` overrides the tone's own icon.
    """
    known = tone if tone in components.TONES else "neutral"
    drawn = icon(sign or components.TONES[known])
    return format_html('<span class="badge badge-{}">{}{}</span>', known, drawn, label)


@register.simple_tag
def status_badge(code: str, label: str = "") -> SafeString:
    """Show the state of an instrument, a clock, a record or a room by its code."""
    status = components.STATUSES.get(code)
    if status is None:
        return badge(label or code)
    return badge(label or _(status.label), status.tone, status.sign)


@register.simple_block_tag
def panel(
    content: str,
    title: str,
    *,
    id: str = "",  # noqa: A002 -- the HTML attribute
    count: int | str | None = None,
    note: str = "",
    href: str = "",
    href_label: str = "",
    live: str = "",
    live_src: str = "",
    flush: bool = False,
    level: int = 2,
    extra: str = "",
) -> SafeString:
    """Frame a part of a page: blue bar, title, count, a note or a link on the right.

    `flush` leaves the padding away (tables). `live` is a list of event types, separated by
    blanks, at which the part refreshes itself, from `live_src` or from the page's own address.
    """
    head_id = f"{id}-title" if id else f"panel-{uuid7().hex[-8:]}"
    right: list[SafeString] = []
    if note:
        right.append(format_html('<span class="panel-note">{}</span>', note))
    if href:
        right.append(format_html('<a href="{}">{}</a>', href, href_label or _("全部")))
    if extra:
        right.append(mark_safe(extra))  # noqa: S308 -- markup captured by the template itself
    attributes = format_html_join(
        "",
        ' {}="{}"',
        [(k, v) for k, v in (("id", id), ("data-live", live), ("data-live-src", live_src)) if v],
    )
    counted = format_html(' <span class="panel-count">{}</span>', count) if count is not None else _EMPTY
    side = format_html('<div class="panel-side">{}</div>', mark_safe("".join(right))) if right else _EMPTY  # noqa: S308
    return format_html(
        '<section class="panel"{1}>'
        '<header class="panel-head"><h{2} class="panel-title" id="{0}">{3}{4}</h{2}>{5}</header>'
        '<div class="panel-body{6}">{7}</div></section>',
        head_id,
        attributes,
        level,
        title,
        counted,
        side,
        " panel-flush" if flush else "",
        content,
    )


@register.simple_block_tag
def dialog(
    content: str,
    title: str,
    *,
    id: str,  # noqa: A002 -- the HTML attribute
    wide: bool = False,
) -> SafeString:
    """A modal dialog: opened by any button with `data-dialog-open="<id>"`, closed by Esc or its cross."""
    return format_html(
        '<dialog class="dialog{0}" id="{1}" aria-labelledby="{1}-title" data-dialog>'
        '<header class="dialog-head"><h2 class="dialog-title" id="{1}-title">{2}</h2>'
        '<form method="dialog"><button class="button button-quiet" aria-label="{3}">{4}</button></form>'
        "</header>"
        '<div class="dialog-body">{5}</div></dialog>',
        " dialog-wide" if wide else "",
        id,
        title,
        _("关闭"),
        icon("x"),
        content,
    )


@register.simple_tag
def island(name: str, props: Mapping[str, Any] | None = None, **attributes: Any) -> SafeString:
    """Mount an island: an element with `data-island` and its props as a JSON script beside it.

    Keyword attributes become HTML attributes (`_` is written `-`).
    """
    mount_id = str(attributes.pop("id", "")) or f"island-{uuid7().hex[-8:]}"
    extra = format_html_join("", ' {}="{}"', [(k.replace("_", "-"), v) for k, v in attributes.items()])
    return format_html(
        '<div id="{0}" data-island="{1}" data-props="{0}-props"{2}></div>{3}',
        mount_id,
        name,
        extra,
        json_script(dict(props or {}), f"{mount_id}-props"),
    )


@register.simple_tag
def once_key() -> SafeString:
    """Hidden input with a fresh idempotency key, so that a double click acts once."""
    return format_html('<input type="hidden" name="key" value="{}">', uuid7())


@register.filter
def local_time(value: datetime | None, form: str = "short") -> str:
    """Write an instant in the bureau's zone: short `11-22 14:30`, long, clock or day."""
    if value is None:
        return "—"
    local = value.astimezone(LOCAL_ZONE)
    patterns = {"short": "%m-%d %H:%M", "long": "%Y-%m-%d %H:%M:%S", "clock": "%H:%M", "day": "%Y-%m-%d"}
    return local.strftime(patterns.get(form, patterns["short"]))


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date as `2026-11-22`, or a dash."""
    if value is None:
        return "—"
    if isinstance(value, datetime):
        value = value.astimezone(LOCAL_ZONE).date()
    return value.isoformat()


@register.filter
def short_hash(value: str | None) -> str:
    """Show the two ends of a digest."""
    if not value:
        return "—"
    return f"{value[:4]}…{value[-4:]}"


@register.filter
def file_size(value: int | None) -> str:
    """Write a number of bytes with its unit."""
    size = float(value or 0)
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            return f"{size:.0f} {unit}" if unit == "B" or size >= 100 else f"{size:.1f} {unit}"
        size /= 1024
    return ""


@register.filter
def running(clocks: Iterable[components.ClockView]) -> list[components.ClockView]:
    """The clocks that still count."""
    return [clock for clock in clocks if not clock.stopped]


@register.filter
def stopped(clocks: Iterable[components.ClockView]) -> list[components.ClockView]:
    """The clocks that have come to rest."""
    return [clock for clock in clocks if clock.stopped]


@register.filter
def first_character(value: str | None) -> str:
    """The character an avatar shows."""
    return (value or "?").strip()[:1] or "?"


register.filter("term", words.term)
register.filter("terms", words.terms)
register.filter("rule", words.rule)
register.filter("cure", words.cure)
register.filter("told", words.told)


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """Return the present query string with some parameters replaced; None removes one."""
    parameters = context["request"].GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    encoded = parameters.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.simple_tag
def styled(field: BoundField) -> SafeString:
    """Draw a field of a Django form with the class and the ARIA links of our own controls."""
    attributes: dict[str, Any] = {"class": "input"}
    if field.errors:
        attributes |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}_error"}
    return field.as_widget(attrs=attributes)


@register.simple_block_tag
def page_head(
    content: str, title: str, *, no: str = "", status: str = "", facts: Iterable[components.Fact] = ()
) -> SafeString:
    """Head of a page: number, title, state and facts on the left, buttons (the content) on the right.

    `status` is finished markup, normally captured from `{% badge … as status %}`.
    """
    lines = [format_html("<span>{}{}</span>", icon(f.sign), f.text) for f in facts]
    if status:
        lines.insert(0, format_html("{}", status))
    return format_html(
        '<div class="page-head"><div>{}<h1>{}</h1>{}</div><div class="page-actions">{}</div></div>',
        format_html('<p class="page-no">{}</p>', no) if no else _EMPTY,
        title,
        format_html('<div class="page-facts">{}</div>', format_html_join("", "{}", [(x,) for x in lines]))
        if lines
        else _EMPTY,
        content,
    )
