"""Screens of documents: what waits for approval, one document with its versions, marks and pages."""
