"""Jobs on enterprise files: none, since every line of a file is written by the action it tells of."""
