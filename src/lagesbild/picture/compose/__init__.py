"""From records to a picture: pure, free of the clock, equal for equal input."""
