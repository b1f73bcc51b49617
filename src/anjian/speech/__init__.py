"""Speech to text by an engine on the agency's own network; what it hears is a draft, never a record."""
