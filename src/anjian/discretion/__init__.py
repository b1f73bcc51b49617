"""Discretion 裁量: how high a fine may be, should be, and why, step by step with its articles.

Pure: no database and no clock. Grade tables, statutory factors and lists of leniency are dated data
files; the calculation is a function of them, of the catalogue of violations and of what an officer
states about an act, so that anyone can run it again and get the same figures.
"""
