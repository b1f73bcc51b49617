"""The composition root: settings, addresses, servers, the supervisor and the command line."""
