"""The project's own rules, each with good and bad samples.

`python -m lint` tests the rules first, then the code.
"""
