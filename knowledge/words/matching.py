"""Phrases found in a text: each phrase is a path through one tree of stems, classes of words and gaps.

Written: `word` any form of the word, `=word` only this one; `a|b` one of several words; `(one of|several)` one of several
phrases; `[perhaps]` may be missing; `~` up to four words between; `#` a number, in figures or words; `,` a comma, `/` a stroke and
`:` a colon; `^` and `$` the beginning and the end of what stands between two marks, `.` the end of a sentence; `NAME` a class of
words; `!NAME` no word of a class follows here. Every text is read in one pass, and from each place no further than the longest
phrase, so that time grows with the length of the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from hipexpert.knowledge.words.tokens import HARD, SOFT, Token, expanded, stem, words_of

GAP = 4
_BEFORE_NOT = frozenset(["is", "are", "was", "were", "am", "be", "been", "do", "does", "did", "has", "have", "had", "feel", "look", "seem"])
_AT_NOT, _DENIED, _NO_NOT = 1, 2, 3  # a "not" was just passed over; it was, and the phrase went on; none may be
_MARKS = frozenset("^,$.")
_PASSED_OVER = words_of(  # words that change nothing of what they stand in: "the outside of my really sore hip"
    "really actually literally absolutely absolute total complete pure sheer completely totally truly quite very super so "
    "extremely incredibly bloody flipping proper properly definitely honestly basically simply also even just now generally "
    "especially particularly terribly horribly seriously well like the a an"
)
_NOT_AFTER = words_of("not cannot never no without hardly barely nothing none neither nor only")
T = TypeVar("T")
Classes = Mapping[int, Sequence[tuple[str, int]]]
_PART = re.compile(r"[()\[\]|~#^$,:.]|[^\s()\[\]|~#^$,:.]+|\s+")


class PhraseError(ValueError):
    """A phrase that cannot be read; says why."""


class Match(NamedTuple, Generic[T]):
    """Where a phrase stands: tokens from ``start`` up to ``end``; ``denied`` when a "not" stands in it: "the calf is not swollen"."""

    start: int
    end: int
    meaning: T
    denied: bool = False


class _Node(Generic[T]):
    __slots__ = ("barred", "gap", "marked", "meanings", "steps")

    def __init__(self) -> None:
        self.steps: dict[str, list[_Node[T]]] = {}
        self.barred: list[tuple[str, _Node[T]]] = []
        self.gap: list[_Node[T]] = []
        self.meanings: list[T] = []
        self.marked = False  # whether a mark is among the steps: asked at every word, where a set would be gone through


Piece = tuple[str, ...] | list["Sequence_"]  # steps one after the other, or one of several sequences
Sequence_ = list[Piece]


def parsed(phrase: str) -> Sequence_:
    """A phrase as pieces: each the steps of a word, or a choice of sequences. Raises :class:`PhraseError`."""
    parts = _PART.findall(phrase)
    choices, rest = _choices(parts, 0, phrase, outer=True)
    if rest != len(parts):
        raise PhraseError(f"a bracket is closed that was not opened in `{phrase}`")
    return choices[0]


def _choices(parts: list[str], at: int, phrase: str, *, outer: bool = False) -> tuple[list[Sequence_], int]:
    """The sequences up to a closing bracket. Outside of brackets `|` joins single words."""
    choices: list[Sequence_] = [[]]
    joining = False
    while at < len(parts) and parts[at] not in ")]":
        part = parts[at]
        at += 1
        if part.isspace():
            continue
        if part == "|":
            if outer:
                joining = True
            else:
                choices.append([])
            continue
        piece: Piece
        if part in "([":
            inner, at = _choices(parts, at, phrase)
            if at >= len(parts):
                raise PhraseError(f"a bracket is not closed in `{phrase}`")
            at += 1
            piece = [*inner, []] if part == "[" else inner
        else:
            piece = _steps(part)
        if joining:
            before = choices[-1].pop()
            choices[-1].append([*(before if isinstance(before, list) else [[before]]), *(piece if isinstance(piece, list) else [[piece]])])
            joining = False
        elif piece:
            choices[-1].append(piece)
    return choices, at


@lru_cache(maxsize=20_000)
def _steps(part: str) -> tuple[str, ...]:
    if part.startswith("="):
        return (part.lower(),)
    if part in "~#^$,/:." or (part.isupper() and len(part) > 1 and part.replace("_", "").removeprefix("!").isalpha()):
        return (part,)
    words = re.findall(r"[0-9]+|[^\W\d_]+(?:'[^\W\d_]+)?", part.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return tuple(f"={each}" if each[0].isdigit() else stem(each) for word in words for each in expanded(word).split())


class Phrasebook(Generic[T]):
    """Phrases and what each means."""

    def __init__(self) -> None:
        self._root: _Node[T] = _Node()
        self._made: dict[tuple[frozenset[int], str], _Node[T]] = {}  # phrases that begin alike share their beginning
        self.words: set[str] = set()

    def add(self, phrase: str, meaning: T) -> None:
        """Add all forms of a phrase. Raises :class:`PhraseError`."""
        self.words.update(
            word
            for each in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", phrase.replace("=", " "))
            if not each.isupper()
            for word in expanded(each).split()
        )
        for end in self._joined(parsed(phrase), [self._root]):
            if end is self._root:
                raise PhraseError(f"`{phrase}` may be no word at all")
            if meaning not in end.meanings:
                end.meanings.append(meaning)

    def _joined(self, sequence: Sequence_, nodes: list[_Node[T]]) -> list[_Node[T]]:
        """The nodes in which a sequence ends that begins in any of these nodes."""
        for piece in sequence:
            if isinstance(piece, list):
                nodes = list({id(end): end for each in piece for end in self._joined(each, nodes)}.values())
                continue
            for step in piece:
                key = (frozenset(map(id, nodes)), step)
                following = self._made.get(key)
                if following is None:
                    following = self._made[key] = _Node()
                    for node in nodes:
                        if step.startswith("!"):
                            node.barred.append((step[1:], following))
                        else:
                            (node.gap if step == "~" else node.steps.setdefault(step, [])).append(following)
                            node.marked |= step in _MARKS
                nodes = [following]
        return nodes

    def matches(self, tokens: Sequence[Token], classes: Classes, *, denied: bool = True) -> Iterator[Match[T]]:
        """Every phrase in the text; of the same meaning at the same start the longest without a wider gap.

        ``denied``: also where a "not" stands in a phrase that denies it.
        """
        steps = self._root.steps
        anywhere = bool(self._root.gap or self._root.barred) or self._root.marked
        for start, token in enumerate(tokens):
            if token.is_mark or not (
                anywhere or token.stem in steps or f"={token.word}" in steps or any(name in steps for name, _ in classes.get(start, ()))
            ):
                continue
            best: dict[int, Match[T]] = {}
            for match in self._from(start, tokens, classes, denied):
                key = id(match.meaning) if not isinstance(match.meaning, (str, tuple)) else hash(match.meaning)
                if key not in best or (match.end, match.denied) > (best[key].end, best[key].denied):
                    best[key] = match
            yield from best.values()

    def _from(self, start: int, tokens: Sequence[Token], classes: Classes, may_deny: bool) -> Iterator[Match[T]]:
        stack: list[tuple[int, _Node[T], int]] = [(start, self._root, 0 if may_deny else _NO_NOT)]
        seen: set[tuple[int, int, int]] = set()
        while stack:
            at, node, denied = stack.pop()
            if (at, id(node), denied) in seen:
                continue
            seen.add((at, id(node), denied))
            if denied != _AT_NOT:
                for meaning in node.meanings:
                    yield Match(start, at, meaning, denied == _DENIED)
            if node.gap:
                for there in range(at, min(at + GAP, len(tokens) - 1) + 1):
                    stack += [(there, following, denied) for following in node.gap]
                    if there < len(tokens) and (tokens[there].word in HARD or tokens[there].word in SOFT):
                        break
            if node.barred:
                here = {name for name, _ in classes.get(at, ())}
                stack += [(at, following, denied) for name, following in node.barred if name not in here]
            if node.marked:
                stack += [(at, following, denied) for mark in _borders(tokens, at) for following in node.steps.get(mark, ())]
            for place in _steps_on(tokens, at, start) if node.steps else ():
                then = _DENIED if denied == _AT_NOT else denied
                stack += [(place + 1, following, then) for following in node.steps.get(tokens[place].stem, ())]
                stack += [(place + 1, following, then) for following in node.steps.get(f"={tokens[place].word}", ())]
                for name, end in classes.get(place, ()):
                    stack += [(end, following, then) for following in node.steps.get(name, ())]
            if at < len(tokens) and not denied and at > start and node.steps and _is_denied_at(tokens, start, at):
                stack.append((at + 1, node, _AT_NOT))


def _steps_on(tokens: Sequence[Token], at: int, start: int) -> Iterator[int]:
    """Where a phrase may go on: here, and behind words that change nothing of it. After a no they may: "it does not really hurt"."""
    if at < len(tokens):
        yield at
    if start < at and tokens[at - 1].word not in _NOT_AFTER:
        place = at
        while place < len(tokens) and tokens[place].word in _PASSED_OVER:
            place += 1
        if at < place < len(tokens):
            yield place


def _is_denied_at(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether a "not" at this place denies the phrase that it stands in: "is not swollen", "calf not swollen"."""
    return tokens[at].word == "not" and (at - 1 == start or tokens[at - 1].word in _BEFORE_NOT)


def _borders(tokens: Sequence[Token], at: int) -> Iterator[str]:
    """Whether something between two marks begins or ends at this place; a phrase may also begin after a comma."""
    if at == 0 or tokens[at - 1].is_mark:
        yield "^"
    if at > 0 and tokens[at - 1].word == ",":
        yield ","
    if at >= len(tokens) or tokens[at].is_mark:
        yield "$"
    if at >= len(tokens) or tokens[at].word in HARD:
        yield "."


def classes_in(
    books: Iterable[Phrasebook[str]], tokens: Sequence[Token], given: Iterable[tuple[int, str, int]] = ()
) -> dict[int, list[tuple[str, int]]]:
    """Where words of each class stand. ``books`` come in an order in which later classes may name earlier ones.

    ``given``: where those stand that no book knows, as start, name and end.
    """
    found: dict[int, list[tuple[str, int]]] = {}
    for start, name, end in given:
        found.setdefault(start, []).append((name, end))
    for book in books:
        for match in list(book.matches(tokens, found, denied=False)):
            found.setdefault(match.start, []).append((match.meaning, match.end))
    return found
