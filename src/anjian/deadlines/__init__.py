"""Statutory clocks of cases: stored due dates with their explanation, never arithmetic in a page."""
