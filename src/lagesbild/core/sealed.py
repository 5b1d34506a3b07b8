"""Content that is kept for good while words in it may be masked: a digest stands for each of people's words.

What is sealed proves all of the content; when a word is masked later, everything else is proved by it all the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac


@dataclass(frozen=True, slots=True)
class Seal:
    """How a kind of content is sealed.

    Parameters
    ----------
    salt : str
        Tells its digests from those of other kinds.
    words : tuple of str
        Names under which people's own words stand.
    """

    salt: str
    words: tuple[str, ...] = ()

    def of(self, content: Any, inside: bool = False) -> Any:
        """The content with a digest in the place of each of the words."""
        if isinstance(content, dict):
            return {name: self.of(one, name in self.words) for name, one in content.items()}
        if isinstance(content, list):
            return [self.of(one) for one in content]
        return self.keyed(content) if inside and isinstance(content, str) else content

    def digest(self, sealed: Any) -> str:
        """Keyed digest of what is sealed, the same as on the timeline."""
        return self.keyed(json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":")))

    def keyed(self, text: str) -> str:
        """Keyed digest of a text."""
        return salted_hmac(self.salt, text, algorithm="sha256").hexdigest()
