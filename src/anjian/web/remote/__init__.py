"""Screens of evidence at a distance: officers' pages, the guest's without account, captured web pages."""
