"""Problems, what they rest on, how they are valued and prioritised, and why they arise."""
