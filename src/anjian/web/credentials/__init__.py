"""Screens of electronic authentication."""
