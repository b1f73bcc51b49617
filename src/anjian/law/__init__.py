"""The law as data: statutes, terms, working-day calendars, dated parameters, violations.

Pure: no database and no clock. Data files are read on first use, so that importing is fast.
"""
