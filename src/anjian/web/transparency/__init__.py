"""The log in public, its state inside the bureau, and the proof of one item."""
