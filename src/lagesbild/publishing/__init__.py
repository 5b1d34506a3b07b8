"""What the public may read: masked once, frozen, replaced by a newer edition."""
