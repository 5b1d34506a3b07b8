"""Files of incidents into the partnership, and out again: planned, shown, loaded whole or not at all, undone."""
