"""Evidence: originals kept by their hash, who held them when, what they prove."""
