"""The floor under a page: a bare Django view with one SELECT, served by the same server and bridge."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any, cast

from anjian.config.environment import database


def serve(fd: int) -> None:
    """Serve `/` on a listening socket: no middleware, no session, no template."""
    from django.conf import settings

    settings.configure(
        SECRET_KEY="floor",  # noqa: S106  it signs nothing
        ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[],
        DATABASES={"default": database(os.environ["DATABASE_URL"])},
    )  # fmt: skip
    import django
    import uvicorn
    from django.core.handlers.wsgi import WSGIHandler
    from django.db import connection
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from anjian.config.bridge import Pages

    django.setup()

    def one_select(request: HttpRequest) -> HttpResponse:
        del request
        with connection.cursor() as cursor:
            cursor.execute("SELECT id, name FROM people_organisation LIMIT 1")
            return HttpResponse(str(cursor.fetchone()))

    globals()["urlpatterns"] = [path("", one_select)]
    pages = Pages(cast("Any", WSGIHandler()), threads=8)
    config = uvicorn.Config(pages, loop="uvloop", http="httptools", lifespan="off", access_log=False)
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=fd)])


if __name__ == "__main__":
    serve(int(sys.argv[1]))
