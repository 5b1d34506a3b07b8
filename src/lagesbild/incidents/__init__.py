"""Händelser: reported, sorted, mapped, and seen in a picture. The room that others are measured by."""
