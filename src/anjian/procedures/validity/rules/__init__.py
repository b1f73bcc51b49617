"""The checks, one module for each group of errors; each module holds `CHECKS`."""
