"""The door: sends a signed-in officer to the workbench."""
