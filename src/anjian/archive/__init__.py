"""Volumes of closed cases: pages, locks, lending, retention, destruction."""
