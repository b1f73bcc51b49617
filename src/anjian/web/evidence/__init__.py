"""Screens of evidence: upload, registering, the matrix of proof, one item with its custody."""
