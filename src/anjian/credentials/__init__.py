"""Keys and certificates of officers and bureaus, and what was signed with them."""
