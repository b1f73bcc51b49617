"""Jobs of the library: none, since a text is read and kept in one action."""
