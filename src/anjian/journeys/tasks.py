"""Journeys have no scheduled work of their own."""
