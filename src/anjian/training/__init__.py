"""Training: simulated rooms play written cases, so that a case manager can practise before the worst day."""
