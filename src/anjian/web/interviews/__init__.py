"""Screens of the interview centre: list and set-up, console, room, exhibit display."""
