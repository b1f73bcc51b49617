"""Cross-check of testimonies (证词比对): claims, comparators, issues, prompts.

Pure Python: no database, no model download, and no network but for the optional `judges`.
The same statements in the same order always give the same alarms.
"""
