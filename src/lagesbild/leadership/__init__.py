"""Leadership: one page on whether what was agreed is kept, and the wheel of the year."""
