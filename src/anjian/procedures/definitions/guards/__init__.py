"""The conditions of the procedures, each a sentence, its articles and a small typed function."""
