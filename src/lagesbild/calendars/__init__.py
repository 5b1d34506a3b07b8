"""Calendars: the wheel of the year reaches people, as a calendar to subscribe to and as reminders by mail."""
