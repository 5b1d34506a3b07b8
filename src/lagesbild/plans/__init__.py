"""Action plans: for each cause what is done, by whom, when, and how it goes."""
