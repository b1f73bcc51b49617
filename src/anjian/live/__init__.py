"""Server-sent events: what was committed reaches every open page that may know of it, in order."""
