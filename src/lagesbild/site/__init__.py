"""The web application: settings, addresses, server."""
