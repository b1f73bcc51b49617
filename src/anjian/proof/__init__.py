"""Proof without the platform: hash chains, the sealed bundle and its stand-alone check."""
