"""Copies with parts made unrecognisable 遮盖副本: the recipe as data, and the makers that follow it. Pure."""
