"""Running the work of a form and telling what stands against it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import authenticate
from django.utils.translation import gettext as _

from anjian.kit import clock
from anjian.kit.errors import Conflict, Invalid, Refused
from anjian.people import queries as people
from anjian.web.field_controls import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

    from anjian.kit.actor import Actor
    from anjian.web.forms_from_fields import FieldForm

KEEPERS = frozenset({"case_officer", "unit_head", "interviewer", "case_manager", "archivist"})


def attempt(form: FieldForm, work: Callable[[], None]) -> tuple[int, tuple[Any, ...]] | None:
    """Run the work of a form; None when it is done, else the status and the reasons against it."""
    if not form.bound:
        return 200, ()
    if not form.is_valid():
        return 422, ()
    try:
        work()
    except Invalid as problem:
        form.add_errors(problem.fields)
        return problem.status, ()
    except Refused as problem:
        return problem.status, problem.refusals
    except Conflict as problem:
        form.general.append(problem.message)
        return problem.status, ()
    return None


def keepers(actor: Actor, *, besides: bool = True) -> tuple[Choice, ...]:
    """Return who may sign a custody act; without the person who asks when ``besides``."""
    return tuple(
        Choice(str(p.id), p.name, f"{p.unit_name} {p.post}")
        for p in people.officers(actor.org_id, on=clock.today())
        if p.roles & KEEPERS and not (besides and p.id == actor.id)
    )


def beside(request: HttpRequest, login: str, password: str, *, chosen: object = None) -> Actor:
    """Return the colleague who proves on this screen who they are. Raises Invalid.

    ``chosen`` is the officer (id) who was named as the second signer; another account is refused.
    """
    user = authenticate(request, username=login, login=login, password=password)
    colleague = people.actor_for_user(user, on=clock.today()) if user is not None else None
    if colleague is None:
        raise Invalid({"password": _("账号或者密码不正确。")})
    if chosen is not None and str(colleague.id) != str(chosen):
        raise Invalid({"login": _("这个账号不是所选的第二名签名人。")})
    return colleague


def choices(words: dict[str, str], *, without: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Return translated choices of a table of words."""
    left_out = set(without)
    return tuple(Choice(code, _(label)) for code, label in words.items() if code not in left_out)
