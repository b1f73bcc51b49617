"""Steps of sealing and detention, in the order in which they come."""
