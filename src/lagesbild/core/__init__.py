"""What every room of the application stands on: walls between partnerships, actions, timeline, outbox, access."""
