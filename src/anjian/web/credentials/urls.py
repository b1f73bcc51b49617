"""Addresses of electronic authentication; the authority's own certificates and lists are public."""

from __future__ import annotations

from django.urls import path

from anjian.web.credentials import views

app_name = "credentials"
urlpatterns = [
    path("", views.listing, name="list"),
    path("<uuid:certificate_id>/revoke", views.revoke, name="revoke"),
    path("<uuid:certificate_id>/certificate.pem", views.certificate, name="certificate"),
    path("ca.pem", views.authority, name="authority"),
    path("tsa.pem", views.time_authority, name="time_authority"),
    path("revoked.crl", views.revoked, name="revoked"),
    path("root.crl", views.root_revoked, name="root_revoked"),
]
