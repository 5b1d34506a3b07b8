"""Themes in free text: words that come together, how many texts hold them, and texts to read as examples."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lagesbild.analysis.asked import asked
from lagesbild.analysis.result import Method, Result, TooFew
from lagesbild.analysis.texts.stemming import STOP, swedish_stem

LEAST = 20
"""Texts without which no themes are looked for."""
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Theme(Result):
    """A theme.

    Parameters
    ----------
    words : tuple of str
        Its words as people wrote them, the weightiest first.
    count : int
        Texts of which it is the strongest theme.
    examples : tuple of int
        Numbers of the texts in which it is clearest, for people to read. They may hold what must not be shown.
    """

    words: tuple[str, ...]
    count: int
    examples: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Themes(Result):
    """Themes, commonest first.

    Parameters
    ----------
    themes : tuple of Theme
    texts : int
        Texts that hold any word.
    without : int
        Texts of them that fit no theme.
    method : Method
    """

    themes: tuple[Theme, ...]
    texts: int
    without: int
    method: Method


@asked
def themes(
    texts: Sequence[str], *, most: int = 8, words: int = 6, examples: int = 3, rare: int = 3, seed: int = 0
) -> Themes:
    """Find what free texts are about, with scikit-learn.

    Parameters
    ----------
    texts : sequence of str
        Free texts in Swedish.
    most : int
        Themes looked for; fewer where the texts hold fewer words.
    words, examples : int
        Words and example texts of each.
    rare : int
        Words in fewer texts than this are left out: they tell of single people.
    seed : int
        Of the factorisation.

    Returns
    -------
    Themes

    Raises
    ------
    ValueError
        If an argument is below 1.
    TooFew
        If fewer than 20 texts hold a word, or no word is common enough.
    ImportError
        If scikit-learn is not installed (`pip install "lagesbild[themes]"`).

    Notes
    -----
    Words are stemmed, weighed by TF-IDF and factorised into non-negative parts. A text belongs to the theme with its
    largest weight.

    References
    ----------
    Lee, D. D. & Seung, H. S. (1999). Learning the parts of objects by non-negative matrix factorization. Nature 401,
    788–791.
    """
    if min(most, words, examples, rare) < 1:
        raise ValueError("most, words, examples and rare must be at least 1")
    said = [_WORD.findall(text) for text in texts]
    held = [i for i, found in enumerate(said) if any(word.lower() not in STOP for word in found)]
    if len(held) < LEAST:
        raise TooFew(f"{len(held)} texts are too few to look for themes in; {LEAST} are needed")
    forms: dict[str, Counter[str]] = {}
    for i in held:
        for word in said[i]:
            if word.lower() not in STOP:
                forms.setdefault(swedish_stem(word), Counter())[word.lower()] += 1
    from sklearn import decomposition
    from sklearn.feature_extraction import text as features

    stems = [[swedish_stem(word) for word in said[i] if word.lower() not in STOP] for i in held]
    weigh = features.TfidfVectorizer(analyzer=lambda document: document, min_df=rare, max_df=0.6, sublinear_tf=True)
    try:
        weights = weigh.fit_transform(stems)
    except ValueError as error:
        raise TooFew("no word is common enough, and none too common, to make a theme of") from error
    names = weigh.get_feature_names_out()
    parts = min(most, *weights.shape)
    model = decomposition.NMF(parts, init="nndsvda", random_state=seed % 2**32, max_iter=600, tol=1e-3)
    # Where the parts hold the texts exactly, rounding can make what is left a hair below nought.
    with np.errstate(invalid="ignore"):
        share, loading = model.fit_transform(weights), model.components_
    fits = share.max(axis=1) > 1e-9
    strongest = np.where(fits, share.argmax(axis=1), -1)
    found = []
    for part in range(parts):
        mine = np.flatnonzero(strongest == part)
        if not mine.size:
            continue
        clearest = mine[np.argsort(-share[mine, part], kind="stable")][:examples]
        top = [n for n in np.argsort(-loading[part], kind="stable")[:words] if loading[part, n] > 0]
        shown = tuple(forms[str(names[n])].most_common(1)[0][0] for n in top)
        found.append(Theme(shown, len(mine), tuple(held[i] for i in clearest)))
    found.sort(key=lambda theme: (-theme.count, theme.words))
    method = Method(
        "TF-IDF and non-negative factorisation",
        {"most": most, "rare": rare, "seed": seed},
        (
            "Themes are words that come together; what people mean is for people to read.",
            "Who does not write is in no theme.",
        ),
        "Lee & Seung 1999, Nature 401:788",
    )
    return Themes(tuple(found), len(held), int(np.count_nonzero(~fits)), method)
