"""What plans and measures are called where their words are masked."""

PLAN, MEASURE = "plan", "measure"
PARTY = "plans.party_decision"
"""Kind of decision by which a party takes a plan for its own."""
