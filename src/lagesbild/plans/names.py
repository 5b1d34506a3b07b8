"""What plans and measures are called where their words are masked."""

PLAN, MEASURE = "plan", "measure"
