"""Fixing a web page: everything here runs in the worker and touches no database."""
