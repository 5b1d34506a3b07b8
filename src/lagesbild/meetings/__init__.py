"""Meetings of bodies: calling, agenda, attendance, decisions that act, minutes."""
