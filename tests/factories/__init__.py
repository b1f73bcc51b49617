"""Cases for tests, brought to where a test needs them by the real actions and never by setting a state."""
