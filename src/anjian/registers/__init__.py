"""Registers beside the case files: interference, opinions and discussions, typical cases, joint meetings."""
