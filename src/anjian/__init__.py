"""Anjian: the enforcement case platform for emergency-management bureaux."""
