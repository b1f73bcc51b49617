"""The case: a lead that becomes a filed case, is carried by a procedure and ends in the archive."""
