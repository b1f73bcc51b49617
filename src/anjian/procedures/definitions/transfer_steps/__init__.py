"""Steps of the transfer of a suspected crime, by who has the case."""
