"""The web layer as a Django application: templates, static files, template tags."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages of the case platform."""

    name = "anjian.web"
    label = "web"
    verbose_name = "页面"
