"""Recordings of interviews and inspections: chunks with a chain, parts, gaps with causes, certificates."""
