"""The catalogue of violations: what is forbidden, by which article, and what it costs whom."""
