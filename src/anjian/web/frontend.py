"""Addresses of the built front end: scripts, style sheet, icon sprite."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django_vite.core.asset_loader import DjangoViteAppClient, DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError


class ContentNamedClient(DjangoViteAppClient):  # type: ignore[misc]  # the library is untyped
    """Serves the bundler's files under the names it gave them.

    Those names already carry a content hash. A second renaming by the static storage would
    give the entry script one address and the chunks that import it another: it would run twice.
    """

    def get_production_server_url(self, path: str) -> str:
        """Return the static address of a built file."""
        return urljoin(settings.STATIC_URL, path)


def built(path: str) -> str | None:
    """Return the address of a built file by its source name, or None before the first build.

    Tests and management commands run without a front end; pages then carry neither style nor script.
    """
    try:
        url: str = DjangoViteAssetLoader.instance().generate_vite_asset_url(path)
    except DjangoViteAssetNotFoundError:
        return None
    return url
