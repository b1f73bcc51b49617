"""The procedures in force, one readable file or folder each."""
