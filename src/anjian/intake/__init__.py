"""Ways in for evidence: resumable uploads, one-time links, docking stations."""
