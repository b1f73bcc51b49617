"""Small pure tools every layer may use: clock, ids, canonical JSON, hashing, text, errors."""
