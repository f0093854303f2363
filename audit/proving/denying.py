"""What people say at once: whole groups of findings denied, or the screen, as each of two packs takes it.

Where both packs take every denial alike, denying adds nothing: it answers questions one by one. Where they do not, the same words
make other facts true in the second, so what is denied becomes an answer of its own. Answers that only one pack knows are ignored
by the other, so that what it denies is then denied all the same.
"""

from functools import cache
from typing import Any, NamedTuple

from hipexpert.audit.proving.encoding import AnswerVariables
from hipexpert.engine import GroundPremise, fold
from hipexpert.engine import leaves as facts_in
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen, Question
from hipexpert.knowledge.packs.options import Option, Said
from hipexpert.knowledge.packs.pack import SCREEN, Pack
from hipexpert.knowledge.packs.premises import to_gate
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, is_unknown
from hipexpert.knowledge.runner.answers import AnswerKey, denial_of, denial_on_screen
from hipexpert.knowledge.runner.reading_intake import read_intake

NONE_OF = "none_of"
UNKNOWN = Option("unknown", frozenset())
NEW = " (new)"
"""After the name of a finding whose type changed: its second form, which the new pack alone knows."""


class DenialSpace(AnswerSpace, frozen=True):
    """All answers, beside which groups and the screen can be denied; an answer may then also be *unknown*, which is left out of
    what is denied.
    """

    def answers(self, chosen: Chosen) -> dict[str, object]:
        """The answers as an intake."""
        denied = [asked.value for asked in chosen if asked.finding == NONE_OF]
        said = super().answers({asked: option for asked, option in chosen.items() if asked.finding != NONE_OF})
        return {**said, NONE_OF: denied} if denied else said

    def words(self, chosen: Chosen) -> tuple[str, ...]:
        """The answers as they follow ``-f`` on a command line."""
        denied = tuple(f"{asked.value}=none" for asked in chosen if asked.finding == NONE_OF)
        others = {asked: option for asked, option in chosen.items() if asked.finding != NONE_OF}
        return (*super().words(others), *denied) if others or not denied else denied


class WayDenied(NamedTuple):
    """One way in which a denial makes a fact true: by the ``word`` that was denied, for a question that none of the ``answers``
    answers. The screen's also asks that no group denies the question (``group``), and that ``unless`` does not hold of what was said.
    """

    word: str
    asked: Question
    answers: tuple[Option, ...]
    group: str = ""
    unless: GroundPremise | None = None
    said: "tuple[tuple[str, tuple[WayDenied, ...]], ...]" = ()


class Denials:
    """What a pack makes of every denial."""

    def __init__(self, pack: Pack, space: AnswerSpace, *, second: bool) -> None:
        self.pack = pack
        self.space = space
        self.second = second
        self.key = AnswerKey(pack)
        self._groups: dict[str, list[WayDenied]] = {}
        self._group_of: dict[Question, str] = {}
        self.denying = cache(self._denying)
        for group in pack.groups:
            for finding in group.findings:
                parts = [(value.id, False) for value in finding.values] if isinstance(finding, Choices) else [("", denial_of(finding))]
                for value, denial in parts:
                    if denial is not None:
                        self._add(group.group, Question(finding.id, value), denial)

    @property
    def words(self) -> tuple[str, ...]:
        """What can be denied."""
        return (*(group.group for group in self.pack.groups), *([SCREEN] if self.pack.screen else []))

    def _add(self, word: str, asked: Question, denial: Said) -> None:
        here = self._here(asked)
        self._group_of[asked] = word
        for fact in self.key.made(asked, denial)[0]:
            self._groups.setdefault(fact, []).append(WayDenied(word, here, self._known(asked)))

    def _here(self, asked: Question) -> Question:
        """A question as the space of both packs calls it."""
        renamed = Question(f"{asked.finding}{NEW}", asked.value)
        return renamed if self.second and renamed in self.space.options else asked

    def _known(self, asked: Question) -> tuple[Option, ...]:
        """The answers that the pack knows, *unknown* among them."""
        finding = self.pack.findings[asked.finding]
        options = self.space.options.get(self._here(asked), ())
        if isinstance(finding, Choice):
            names = {value.id for value in finding.values}
            return tuple(each for each in options if each.answer in names or each == UNKNOWN)
        return options

    def _denying(self, fact: str) -> tuple[WayDenied, ...]:
        """Each way in which a denial makes a fact true."""
        found = [*self._groups.get(fact, ())]
        for item in self.pack.screen:
            denial = denial_on_screen(item, self.pack)
            asked = Question(item.ask)
            if denial is None or fact not in self.key.made(asked, denial)[0]:
                continue
            unless = None if item.unless is None else to_gate(item.unless)
            said = () if unless is None else tuple((each, tuple(self._groups.get(each, ()))) for each in sorted(set(facts_in(unless))))
            found.append(WayDenied(SCREEN, self._here(asked), self._known(asked), self._group_of.get(asked, ""), unless, said))
        return tuple(found)

    def given(self, chosen: Chosen) -> frozenset[str]:
        """The facts that answers make true in this pack, by the program's own reading of them."""
        answers = self.space.answers({asked: option for asked, option in chosen.items() if self._is_known(asked, option)})
        renamed = {name.removesuffix(NEW): said for name, said in answers.items()}
        return self.key.facts(read_intake(renamed, self.pack))[0]

    def _is_known(self, asked: Question, option: Option) -> bool:
        """Whether the pack has a name for an answer."""
        if asked.finding == NONE_OF:
            return asked.value in self.words
        name = asked.finding.removesuffix(NEW) if self.second else asked.finding
        finding = self.pack.findings.get(name)
        if finding is None or self._here(Question(name, asked.value)) != asked:
            return False
        if isinstance(finding, Choices):
            return asked.value in {value.id for value in finding.values}
        return not isinstance(finding, Choice) or is_unknown(option.answer) or option.answer in {value.id for value in finding.values}


def denials_of(old: Pack, new: Pack, space: AnswerSpace) -> tuple[Denials, Denials] | None:
    """What each pack makes of every denial, over a space in which things can be denied; None where both take all of them alike."""
    first, second = (Denials(pack, space, second=number == 1) for number, pack in enumerate((old, new)))
    facts = {*space.options_of, *space.impossible}
    if all(first.denying(fact) == second.denying(fact) for fact in facts):
        return None
    options = {asked: (*options, UNKNOWN) for asked, options in space.options.items()}
    words = dict.fromkeys((*first.words, *second.words))
    denied = {Question(NONE_OF, word): (Option(True, frozenset()),) for word in words}
    whole = DenialSpace({**options, **denied}, space.impossible)
    return Denials(old, whole, second=False), Denials(new, whole, second=True)


class DenyingVariables:
    """The answers of one runner as one pack takes them. Formulas are ``shared`` with those of the other pack where both take the
    same words alike.
    """

    def __init__(self, variables: AnswerVariables, denials: Denials, shared: dict[object, Any]) -> None:
        self.variables = variables
        self.denials = denials
        self.solver = variables.solver
        self._shared = shared

    def fact(self, name: str) -> Any:
        """Whether what was said makes a fact true."""
        return self._made(name, self.denials.denying(name))

    def given(self, chosen: Chosen) -> frozenset[str]:
        """The facts that answers make true."""
        return self.denials.given(chosen)

    def unlike(self, other: "DenyingVariables") -> frozenset[str]:
        """The facts that some denial makes true in only one of the packs."""
        facts = self.variables.space.options_of
        return frozenset(fact for fact in facts if self.denials.denying(fact) != other.denials.denying(fact))

    def _made(self, name: str, ways: tuple[WayDenied, ...]) -> Any:
        key = (name, ways)
        if key not in self._shared:
            self._shared[key] = self.solver.disjunction([self.variables.fact(name), *map(self._denied, ways)])
        return self._shared[key]

    def _denied(self, way: WayDenied) -> Any:
        solver = self.solver
        parts = [self._word(way.word), solver.negation(self._answered(way))]
        if way.group:
            parts.append(solver.negation(self._word(way.group)))
        if way.unless is not None:
            said = dict(way.said)
            holds = fold(way.unless, lambda fact: self._made(fact, said[fact]), solver.at_least)
            parts.append(solver.negation(holds))
        return solver.conjunction(parts)

    def _word(self, word: str) -> Any:
        return self.variables.options(Question(NONE_OF, word))[0]

    def _answered(self, way: WayDenied) -> Any:
        options = self.variables.space.options[way.asked]
        return self.solver.disjunction([self.variables.options(way.asked)[options.index(each)] for each in way.answers])
