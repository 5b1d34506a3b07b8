"""People, what they may do in which partnership, and how they sign in."""
