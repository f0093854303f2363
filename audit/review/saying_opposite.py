"""Texts that say the opposite of what they said when they were last read, or what another entry says."""

from collections.abc import Iterator, Mapping, Sequence

from hipexpert.audit.guarding_words import denying_words, only_denials, only_guards, only_opposites
from hipexpert.audit.review.last_read import LastRead
from hipexpert.audit.review.since_read import SinceRead

LONG, NAMED = 5, 60
"""From how many words on a text is one entry's own, and how much of a name is told."""


def saying_opposite(changed: Sequence[SinceRead], said: LastRead) -> Mapping[int, tuple[str, ...]]:
    """In what texts that changed say the opposite, or what another says, by the number of the change, each in words; ``said`` is what the
    pack says now.
    """
    was = {text: (number, where) for number, each in enumerate(changed) for where, text in texts_in(each.before)}
    others = _of_others(changed, said)
    denying = {language: _denying(said, language) for language in {each.language for each in changed if each.language}}
    found: dict[int, tuple[str, ...]] = {}
    for number, each in enumerate(changed):
        before = dict(texts_in(each.before))
        told = []
        for where, text in texts_in(each.now):
            if before.get(where) in (None, text):
                continue
            was_said = before[where]
            lost = (
                only_denials(was_said, text, denying[each.language])
                if each.language
                else only_guards(was_said, text) or only_opposites(was_said, text)
            )
            if lost:
                told.append(f"`{where}` differs by “{'”, “'.join(lost)}” alone")
            elif exchanged := _exchanged((number, where), text, was, changed):
                told.append(exchanged)
            elif text in others and len(text.split()) >= LONG:
                told.append(f"`{where}` says what {others[text][:NAMED]} says")
        if told:
            found[number] = tuple(told)
    return found


def _of_others(changed: Sequence[SinceRead], said: LastRead) -> Mapping[str, str]:
    """The texts of entries that are as they were, of the kinds that changed, with whose they are."""
    kinds, differing = {each.kind for each in changed}, {f"{each.kind} {each.name}" for each in changed}
    return {
        text: name
        for name, content in said.entries.items()
        if name.partition(" ")[0] in kinds and name not in differing
        for text in content.values()
        if isinstance(text, str)
    }


def _exchanged(own: tuple[int, str], text: str, was: Mapping[str, tuple[int, str]], changed: Sequence[SinceRead]) -> str:
    """Whose text is said, where that one says something else now; empty where it is nobody's."""
    number, place = was.get(text, own)
    if (number, place) == own or dict(texts_in(changed[number].now)).get(place) in (None, text):
        return ""
    of = f" of `{changed[number].name[:NAMED]}`" if number != own[0] else ""
    return f"`{own[1]}` says what `{place}`{of} said"


def _denying(said: LastRead, language: str) -> frozenset[str]:
    return denying_words((text, words) for each, text, _, words in said.translations if each == language)


def texts_in(content: object, where: str = "") -> Iterator[tuple[str, str]]:
    """The texts of an entry, each of more than one word, by where they stand in it; without lists of them."""
    if isinstance(content, str):
        if " " in content:
            yield where, content
    elif isinstance(content, Mapping):
        for key, value in content.items():
            yield from texts_in(value, f"{where} {key}".strip())
    elif isinstance(content, list):
        for number, value in enumerate(content):
            # One more of a list of texts moves the others.
            if isinstance(value, Mapping):
                named = next((str(value[key]) for key in ("id", "finding", "row") if value.get(key)), str(number))
                yield from texts_in(value, f"{where} {named}".strip())
