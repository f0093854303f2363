"""From the columns of a table, as somebody recorded them, to typed columns of answers; and which cells cannot be read.

A cell is read as :func:`hipexpert.knowledge.read_intake` reads the same answer; white space around it does not count, an
empty cell is unknown, and a list may be written with commas, semicolons or bars between the values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.cohort.answers import UNSAID, Answered, typed
from hipexpert.cohort.columns import NONE_OF, Column
from hipexpert.cohort.layers import Expression, Namespace
from hipexpert.knowledge.packs.pack import SCREEN, Pack
from hipexpert.knowledge.packs.scalars import NUMBER, SEPARATORS, WHITE, number_in
from hipexpert.knowledge.packs.vocabulary import UNKNOWN, Choice, Choices, Number

BETWEEN = f"[{WHITE}]*[{SEPARATORS}][{WHITE}]*"
SPECIAL = r"\.+*?()|[]{}^$"
FEW_WORDS = 10  # up to so many a comparison with each is faster than looking a word up


@dataclass(frozen=True)
class AnswerColumns:
    """The typed columns of a table's answers, as expressions in the namespace ``ns``."""

    pack: Pack
    columns: tuple[Column, ...]
    ns: Namespace
    is_polars: bool

    @cached_property
    def answered(self) -> Answered:
        """Which answers the table has."""
        findings: set[str] = set()
        groups: set[str] = set()
        for column in self.columns:
            if column.finding is None:
                groups |= {column.part} if column.part else set(self.pack.denied_with.values())
            elif isinstance(column.finding, Choices) and not column.part:
                findings |= {f"{column.finding.id}.{value.id}" for value in column.finding.values}
            else:
                findings.add(column.asks)
        on_screen = {item.ask for item in self.pack.screen} if SCREEN in groups else set()
        denied = {name for name, group in self.pack.group_of.items() if group.group in groups or name in on_screen}
        unsaid = {column.asks for column in self.columns if column.finding and column.finding.id in denied}
        return Answered(self.pack, frozenset(findings), frozenset(groups), frozenset(unsaid))

    @cached_property
    def texts(self) -> tuple[Expression, ...]:
        """The cells that are text, made ready once for all who read them."""
        made = []
        for number, column in enumerate(self.columns):
            if column.holds == "text":
                text = self.ns.col(column.name).cast(self.ns.String).str.strip_chars(WHITE)
                made.append((text.str.to_lowercase() if column.folds else text).alias(_text_name(number)))
        return tuple(made)

    @cached_property
    def typed_columns(self) -> tuple[Expression, ...]:
        """The typed columns."""
        made: dict[str, list[Expression]] = {}
        for column in self.columns:
            for name, said in self._said(column).items():
                made.setdefault(name, []).append(said)
            if column.asks in self.answered.unsaid:
                made.setdefault(f"{UNSAID}.{column.asks}", []).append(self._is_unsaid(column))
        expressions = []
        for name, ways in made.items():
            said = ways[0]
            for other in ways[1:]:  # a group may be denied in more columns than one
                said |= other
            expressions.append(said.alias(typed(name)))
        return tuple(expressions)

    @cached_property
    def screened(self) -> tuple[Expression, ...]:
        """What denying the screen denies, where a table can: they read the typed columns."""
        return self.answered.screened(self.ns, is_polars=self.is_polars)

    @cached_property
    def unreadable(self) -> tuple[Expression, ...]:
        """For each column whether its cell cannot be read: never empty, named by :func:`flag`. They read the typed columns."""
        return tuple(self._wrong(column).fill_null(False).alias(flag(number)) for number, column in enumerate(self.columns))

    # --- one column ---------------------------------------------------------------------------------------------------

    def _said(self, column: Column) -> dict[str, Expression]:
        if column.is_truth:
            said = self._truth(column)
            return {column.asks: said if column.finding else said.fill_null(False)}
        match column.finding:
            case Choice():
                return {column.finding.id: self._choice(column, column.finding)}
            case Number():
                return {column.finding.id: self._number(column)}
            case Choices() as finding:
                held = self._held(column, {value.id: value.id for value in finding.values})
                return {f"{finding.id}.{value}": self.ns.when(is_in).then(self.ns.lit(True)) for value, is_in in held.items()}
            case _:
                return {f"{NONE_OF}.{group}": is_in for group, is_in in self._held(column, self.pack.denied_with).items()}

    def _is_unsaid(self, column: Column) -> Expression:
        """Whether a cell says in a word that the answer is unknown, which an empty one does not: never empty."""
        ns, own = self.ns, {word: meaning for word, meaning in column.words.items() if meaning.lower() in UNKNOWN}
        if column.holds == "number":
            ways = [ns.col(column.name) == number for number in _numbers(own)]
        elif column.holds == "text":
            recoded = {word.lower() for word in column.words}
            ways = [self._folded(column) == word for word in UNKNOWN if word not in recoded]
            ways += [self._text(column) == (word.lower() if column.folds else word) for word in own]
        else:
            ways = []
        return _any(ways, ns).fill_null(False)

    def _wrong(self, column: Column) -> Expression:
        ns, source = self.ns, self.ns.col(column.name)
        if column.holds == "truth":
            return ns.lit(False)
        if isinstance(column.finding, Number):
            return self._wrong_number(column, column.finding)
        if column.holds == "number":
            return ~_any([source == number for number in _numbers(column.words)], ns)
        if column.holds == "list":
            known = self._words_of_list(column)
            held = [ns.when(source.list.contains(word)).then(1).otherwise(0) for word in known]
            return sum(held[1:], start=held[0]) != source.list.unique().list.len()
        text, folded = self._text(column), self._folded(column)
        unsaid = folded.is_in(["", *UNKNOWN])
        if column.is_truth:
            known = [*self._truth_words(column, column.yes), *self._truth_words(column, column.no), *self._unknown_words(column)]
            return ~(unsaid | text.is_in(known))
        if isinstance(column.finding, Choice):
            known = [value.id for value in column.finding.values]
            return ~(unsaid | text.is_in([*known, *column.words]))
        word = "|".join(map(_escaped, self._words_of_list(column)))
        return ~(unsaid | self._text(column).str.contains(f"^({word})({BETWEEN}({word}))*$"))

    def _text(self, column: Column) -> Expression:
        """The text of a cell without white space around it; where it answers yes or no also in lower case."""
        return self.ns.col(_text_name(self._number_of[column.name]))

    def _folded(self, column: Column) -> Expression:
        return self._text(column) if column.folds else self._text(column).str.to_lowercase()

    @cached_property
    def _number_of(self) -> Mapping[str, int]:
        return {column.name: number for number, column in enumerate(self.columns)}

    @staticmethod
    def _truth_words(column: Column, meanings: Iterable[str]) -> list[str]:
        """The words, in lower case, that mean one of the meanings."""
        meanings = list(meanings)
        spelt = {word.lower() if column.folds else word: meaning for word, meaning in column.words.items()}
        own = [word for word, meaning in spelt.items() if meaning.lower() in meanings]
        recoded = spelt.keys()
        return list(dict.fromkeys([*own, *(word for word in meanings if word not in recoded)]))

    @staticmethod
    def _unknown_words(column: Column) -> list[str]:
        return [word.lower() if column.folds else word for word, meaning in column.words.items() if meaning.lower() in UNKNOWN]

    def _truth(self, column: Column) -> Expression:
        ns, source = self.ns, self.ns.col(column.name)
        if column.holds == "truth":
            return source
        if column.holds == "number":
            yes = _any([source == number for number, meaning in _numbers(column.words).items() if meaning.lower() in column.yes], ns)
            no = _any([source == number for number, meaning in _numbers(column.words).items() if meaning.lower() in column.no], ns)
        else:
            text = self._text(column)
            yes, no = text.is_in(self._truth_words(column, column.yes)), text.is_in(self._truth_words(column, column.no))
        return ns.when(yes).then(ns.lit(True)).otherwise(ns.when(no).then(ns.lit(False)))

    def _choice(self, column: Column, finding: Choice) -> Expression:
        ns = self.ns
        number_of = {value.id: number for number, value in enumerate(finding.values)}
        kind = ns.Int8 if len(number_of) < 127 else ns.Int32
        if column.holds == "number":
            codes = {number: number_of[meaning] for number, meaning in _numbers(column.words).items() if meaning in number_of}
            source = ns.col(column.name)
            return ns.coalesce(*(ns.when(source == number).then(ns.lit(code, kind)) for number, code in codes.items()))
        words = number_of | {word: number_of[meaning] for word, meaning in column.words.items() if meaning in number_of}
        for word, meaning in column.words.items():
            if meaning not in number_of:
                words.pop(word, None)
        text = self._text(column)
        if self.is_polars and len(words) > FEW_WORDS:
            return text.replace_strict(list(words), list(words.values()), default=None, return_dtype=kind)
        return ns.coalesce(*(ns.when(text == word).then(ns.lit(code, kind)) for word, code in words.items()))

    def _words_of_list(self, column: Column) -> list[str]:
        known = [value.id for value in column.finding.values] if isinstance(column.finding, Choices) else self.pack.denied_with
        return list(dict.fromkeys([*known, *column.words]))

    def _held(self, column: Column, known: Mapping[str, str]) -> dict[str, Expression]:
        """For each thing that a list can name whether the list names it: never empty."""
        words = {**known, **column.words}
        ns, source = self.ns, self.ns.col(column.name)
        if column.holds != "list":
            source = ns.concat_str(ns.lit(","), self._text(column).str.replace_all(BETWEEN, ","), ns.lit(","))
        found: dict[str, Expression] = {}
        for thing in dict.fromkeys(known.values()):
            meant = [word for word, meaning in words.items() if meaning == thing]
            if column.holds == "list":
                ways = [source.list.contains(word) for word in meant]
            else:
                ways = [source.str.contains(f",{word},", literal=True) for word in meant]
            found[thing] = _any(ways, ns).fill_null(False)
        return found

    # --- numbers ------------------------------------------------------------------------------------------------------

    def _parsed(self, column: Column) -> Expression:
        """The number as it stands, or nothing where there is none."""
        ns = self.ns
        if column.holds == "number":
            number = ns.col(column.name).cast(ns.Float64)
            return ns.when(~number.is_nan()).then(number)
        text = self._text(column)
        return ns.when(text.str.contains(NUMBER)).then(text.str.replace_all(",", ".", literal=True)).cast(ns.Float64)

    def _number(self, column: Column) -> Expression:
        ns, number = self.ns, self._parsed(column)
        for word, meaning in column.words.items():
            is_word = self._is_word(column, word)
            if is_word is not None:
                value = ns.lit(None, ns.Float64) if meaning.lower() in UNKNOWN else ns.lit(number_in(meaning))
                number = ns.when(~is_word.fill_null(False)).then(number).otherwise(value)
        return number

    def _is_word(self, column: Column, word: str) -> Expression | None:
        """Whether a cell is a word of the mapping; None where it cannot be."""
        if column.holds == "number":
            number = next(iter(_numbers({word: ""})), None)
            return None if number is None else self._parsed(column) == number
        return self._text(column) == word

    def _wrong_number(self, column: Column, finding: Number) -> Expression:
        number = self.ns.col(typed(finding.id))
        wrong = (number < finding.minimum) | (number > finding.maximum)
        if finding.whole:
            wrong |= number != number.floor()
        if column.holds == "number":
            return wrong
        unsaid = self._folded(column).is_in(["", *UNKNOWN])
        if column.words:
            unsaid |= self._text(column).is_in(list(column.words))
        return (number.is_null() & ~unsaid).fill_null(False) | wrong.fill_null(False)


def _text_name(number: int) -> str:
    return f"__hipexpert_text_{number}"


def flag(number: int) -> str:
    """The name of the column that says whether the cell of column ``number`` cannot be read."""
    return f"__hipexpert_unreadable_{number}"


def _any(ways: list[Expression], ns: Namespace) -> Expression:
    found = ways[0] if ways else ns.lit(False)
    for way in ways[1:]:
        found |= way
    return found


def _numbers(words: Mapping[str, str]) -> dict[float, str]:
    """The words of a mapping that are numbers, as numbers."""
    found: dict[float, str] = {}
    for word, meaning in words.items():
        number = number_in(word)
        if number is not None:
            found[number] = meaning
    return found


def _escaped(word: str) -> str:
    """A word as a regular expression that every engine reads alike."""
    return "".join(f"\\{char}" if char in SPECIAL else char for char in word)
