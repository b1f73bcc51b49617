"""The whole-process record of a case: the time axis, recording of steps, clocks of clips, redactions."""
