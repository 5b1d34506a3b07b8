"""The pages of plans, measures, doses and the catalogue."""
