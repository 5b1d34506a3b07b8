"""Dialogues with citizens and staff, and safety walks: what people say about where they live and work."""
