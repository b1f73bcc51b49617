"""Sign-in: accounts are given by the agency, never taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter

if TYPE_CHECKING:
    from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library is untyped
    """Our rules for allauth: no self-registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody registers: an account comes with the appointment of an officer."""
        del request
        return False


def sign_in_name(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """Return the account name of an attempt (AXES_USERNAME_CALLABLE).

    The failure signal carries it as `username`, the check before a password is looked at as `login`.
    Both must count under one name, or the right password would open a locked door.
    """
    given = credentials or {}
    return given.get("username") or given.get("login") or request.POST.get("login", "")
