"""Whether a commitment is kept: pure functions of a record and a day. No Django, no database, no clock."""
