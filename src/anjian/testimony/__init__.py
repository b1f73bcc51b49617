"""Cross-check of testimonies (证词比对): claims, comparators, issues, prompts.

Pure Python: no database, no network, no model download. The same statements in
the same order always give the same alarms.
"""
