"""The fictive persons of the demonstration and the bodies they sit in."""
