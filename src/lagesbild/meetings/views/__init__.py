"""The pages of meetings and tasks."""
