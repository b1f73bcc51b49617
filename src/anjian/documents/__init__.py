"""Enforcement documents 执法文书: kinds, drafting, approval, signing, numbering, issue, service."""
