"""Analysis of all testimonies of a case: grid of facts, silence, timeline, people and orders, sameness.

Everything here is derived from the statements that stand and from the ledger of contradictions; it
is for the case manager's eyes, asks and never accuses, and no word of it enters a signed record.
The same statements in the same order always give the same board. Words are weighed by how common
they are in interviews at large, never by what this case has brought so far: so a statement says the
same whenever the board is looked at, and what was derived of it once is kept.
"""
