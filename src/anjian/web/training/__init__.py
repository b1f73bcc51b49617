"""Screens of exercises 演练, in a rehearsal only."""
