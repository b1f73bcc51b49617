"""Jobs of the registers: none; everything is done while the person waits."""
