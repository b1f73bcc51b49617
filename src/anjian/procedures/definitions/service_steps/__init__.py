"""The parts of the procedure of service 送达."""
