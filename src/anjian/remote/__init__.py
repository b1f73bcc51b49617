"""Evidence taken at a distance: video sessions by one-time link, captured web pages."""
