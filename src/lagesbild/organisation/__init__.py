"""Bodies, seats, functions and mandates: who meets, who decides what, and which posts must stay filled."""
