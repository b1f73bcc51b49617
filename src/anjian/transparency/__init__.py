"""The tamper-evident log of each organisation (RFC 6962) and its checkpoints."""
