"""Screens of a case: the list, a new lead, the case page, taking a step, the flow chart."""
