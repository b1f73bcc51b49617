"""Questioning of persons in parallel rooms: sessions, the typed record, prompts, contradictions."""
