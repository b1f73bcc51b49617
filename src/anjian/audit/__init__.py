"""Append-only record of every change, its hash chain and the outbox that feeds live pages."""
