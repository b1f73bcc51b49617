"""The public page on which anybody can check a document of the bureau."""
