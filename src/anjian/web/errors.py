"""Answers of last resort: the handlers that config/urls.py and the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler 400."""
    del exception
    return render(request, "errors/error.html", {"status": 400, "title": _("这个请求无法处理")}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler 403."""
    del exception
    return render(request, "errors/403.html", {"status": 403, "title": _("不能这样办理")}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Handler 404."""
    del exception
    return render(request, "errors/404.html", {"status": 404, "title": _("没有找到")}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Handler 500: needs neither the database nor the actor."""
    return render(request, "errors/500.html", {"status": 500, "title": _("系统出错")}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: the form was kept open too long or came from elsewhere."""
    del reason
    return render(request, "errors/csrf.html", {"status": 403, "title": _("页面已过期")}, status=403)


def locked_out(
    request: HttpRequest, credentials: dict[str, Any] | None = None, *args: Any, **kwargs: Any
) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: too many wrong passwords."""
    del credentials, args, kwargs
    return render(request, "account/locked_out.html", {"status": 429, "title": _("账号已锁定")}, status=429)
