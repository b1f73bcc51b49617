"""Help pages: keyboard, contact and the component gallery."""
