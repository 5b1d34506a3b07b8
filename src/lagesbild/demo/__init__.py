"""Invented towns and invented incidents."""
