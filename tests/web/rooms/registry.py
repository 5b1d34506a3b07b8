"""What the room of the registry adds to the matrix."""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.arguments import Arguments, both, plain
from tests.web.world import Town


def of_agreements(town: Town) -> Mapping[str, Mapping[str, object]]:
    """The note of each draft."""
    return {whose: {"kind": "agreements.agreement", **pk} for whose, pk in both("agreement")(town).items()}


PLACES: dict[str, Arguments] = {**dict.fromkeys(("list", "export"), plain), "note": of_agreements}
MASKED: dict[str, Arguments] = {"diarium": both("registration")}
