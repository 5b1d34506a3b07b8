"""What programs read: only what is published."""
