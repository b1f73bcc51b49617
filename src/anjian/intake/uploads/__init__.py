"""Resumable uploads: who may send (tickets), what has arrived (the shelf), until it is in the store.

Nothing here asks the database: a file keeps arriving while the database is away.
"""
