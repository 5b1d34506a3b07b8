"""Names of kinds of decision in this room, as `organisation.mandates` knows them."""

JOINT = "promises.joint"
PARTY = "promises.party_decision"
