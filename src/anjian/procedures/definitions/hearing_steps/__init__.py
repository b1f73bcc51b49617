"""The parts of the hearing 听证."""
