"""The officer's day: what is overdue, what waits for me, what is mine, what changed."""
