"""Journeys keep no tables: what they do is kept by the apps below."""
