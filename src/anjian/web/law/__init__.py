"""Finding the article for what was seen, and the library of the texts themselves."""
