"""Screens of the ways in: one-time links, what was handed in, docking stations."""
