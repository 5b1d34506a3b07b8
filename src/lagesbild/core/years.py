"""Years that a day may lie in: beyond them it cannot be read back everywhere, and is a slip of the pen.

The last day of the calendar has no day after it, and no time in a time zone.
"""

FIRST_YEAR, LAST_YEAR = 1900, 2199
