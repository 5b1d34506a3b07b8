"""Series of figures per area and period from others: reported crime, population, surveys."""
