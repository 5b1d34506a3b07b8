"""The shared situational picture: composed of records, shown as pages, documents and data."""
