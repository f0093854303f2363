"""Finds what `other_than_its_source.md` describes."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from hipexpert.audit.check import AS_WRITTEN, Check, Found
from hipexpert.audit.proving.red_flags import red_flag_rules
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import ProblemsError
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.grading import citations_of
from hipexpert.knowledge.packs.ladder import LEVELS, Level, rank
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.premises import Established, Premise, Several, fact_of
from hipexpert.knowledge.packs.sourced import Testimony
from hipexpert.knowledge.runner.reading_intake import read_words


class _Person:
    """Somebody of whom a source tells: what they say, and what follows of it by rules alone."""

    def __init__(self, subject: Subject, words: str) -> None:
        self.words = words
        intake = read_words(words.split(), subject.pack)
        self.answers = dict(intake.answers)
        true, _ = subject.engine.key.facts(intake)
        follows = subject.reasoning.closure.by_rules(true)
        self.facts, self.fired = follows.facts, follows.fired

    @cached_property
    def level(self) -> Level:
        """The level that rules raise for them, whatever else they say."""
        return max((level for level in LEVELS if Fact("urgency", level).name in self.facts), key=rank, default=LEVELS[0])


def _find(subject: Subject) -> Iterator[Found]:
    citing = _citing(subject)
    known: dict[str, _Person] = {}  # several sources tell of the same
    for source in subject.pack.sources:
        for told in source.tells:
            try:
                for words in told.of:
                    if words not in known:
                        known[words] = _Person(subject, words)
            except ProblemsError as error:
                message = f"`{source.id}` tells in the row `{told.row}` of somebody whom nobody can be: {error.problems[0].message}"
                yield Found.about("sources", source.id, message, "write what they say as after `-f`: `age_years=12 limp=yes`")
                continue
            people = [known[words] for words in told.of]
            names = citing.get(told.row, ())
            if told.of_condition:
                yield from _milder(subject, source.id, told)
            elif told.at_least is not None:
                yield from _lower(subject, source.id, told, people, names)
            else:
                for person in people:
                    yield from _evidence(subject, source.id, told, person, names)


def _milder(subject: Subject, source: str, told: Testimony) -> Iterator[Found]:
    """A condition that is called milder than its row."""
    condition = subject.pack.condition_by_id[told.of_condition]
    if told.at_least is not None and rank(condition.typical_urgency) < rank(told.at_least):
        yield Found.about(
            "conditions",
            condition.id,
            f"its own urgency is {condition.typical_urgency}, and `{source}` tells in the row `{told.row}` that it is {told.at_least}",
            "raise its `typical_urgency`, or write down what the source says now",
            (f"source:{source}",),
            covered=AS_WRITTEN,
        )


def _lower(subject: Subject, source: str, told: Testimony, people: Sequence[_Person], names: Sequence[str]) -> Iterator[Found]:
    """Somebody who gets less than a source tells, with the rules that raise them as far as they are raised."""
    level = told.at_least or LEVELS[0]
    for person in people:
        if rank(person.level) < rank(level):
            numbers = subject.reasoning.closure.tables.rule_number
            raising = [each.rule for each in red_flag_rules(subject.pack) if numbers[each.rule] in person.fired]
            yield Found.about(
                "sources",
                source,
                f"who says `{person.words}` is raised to {person.level} at most, and `{source}` tells in the row `{told.row}` that "
                f"they get at least {level}",
                "set the rule right that should raise them, and the claim beside it; or write down what the source says now",
                (*names, *(f"rule:{each}" for each in raising if f"rule:{each}" not in names)),
                severity="error",
                witness=person.answers,
            )
            return  # one of them shows it


def _evidence(subject: Subject, source: str, told: Testimony, person: _Person, names: Sequence[str]) -> Iterator[Found]:
    """An answer that is counted the other way round than a source tells, or not any more."""
    condition, sign = (told.supports, 1) if told.supports else (told.opposes, -1)
    findings = frozenset(person.answers)
    counted = 0
    for rule, item in subject.pack.weighing_rules.get(condition, ()):
        if _rests_on(rule.premise, findings, person.facts) and (told.row in _rows(rule) or _alone(rule.premise, findings)):
            counted += 1
            if item.weight * sign < 0:
                yield _other_way(source, told, person, rule.id)
    for cell in subject.drawn.get(condition, ()):
        if cell.finding in findings and cell.fact in person.facts:
            counted += 1
            if cell.weight * sign < 0:
                yield _other_way(source, told, person, "")
    if not counted and not any(_rests_on(rule.premise, findings, person.facts) for rule in _concluding(subject, condition)):
        yield Found.about(
            "conditions",
            condition,
            f"`{source}` tells in the row `{told.row}` that `{person.words}` speaks {_way(sign)} `{condition}`, and it is counted nowhere",
            "count it in the picture or a rule, or take the row out and say why",
            (f"source:{source}", *(f"finding:{each}" for each in sorted(findings)), *names),
            severity="note",
            covered=AS_WRITTEN,
        )


def _other_way(source: str, told: Testimony, person: _Person, rule: str) -> Found:
    """What a rule, or without one the picture of the condition, counts the other way round."""
    condition, sign = (told.supports, 1) if told.supports else (told.opposes, -1)
    message = (
        f"{f'`{rule}`' if rule else f'the picture of `{condition}`'} counts `{person.words}` {_way(-sign)} `{condition}`, and "
        f"`{source}` tells in the row `{told.row}` that it speaks {_way(sign)} it"
    )
    help_text = "turn it round, or write down what the source says now"
    others = (f"condition:{condition}", f"source:{source}", *(f"finding:{each}" for each in sorted(person.answers)))
    kind, name = ("rules", rule) if rule else ("pictures", condition)
    return Found.about(kind, name, message, help_text, others, witness=person.answers)


def _way(sign: int) -> str:
    return "for" if sign > 0 else "against"


def _rests_on(premise: Premise, findings: frozenset[str], facts: frozenset[str]) -> bool:
    """Whether a premise may hold for somebody and needs one of these answers for it, whatever else they say."""
    return _may(premise, findings, facts, given=True) and not _may(premise, findings, facts, given=False)


def _may(premise: Premise, findings: frozenset[str], facts: frozenset[str], *, given: bool) -> bool:
    if isinstance(premise, Several):
        return sum(_may(part, findings, facts, given=given) for part in premise.of) >= premise.count
    if isinstance(premise, Established) or premise.finding not in findings:
        return True
    return given and fact_of(premise) in facts


def _alone(premise: Premise, findings: frozenset[str]) -> bool:
    """Whether a premise asks of nothing but these findings."""
    if isinstance(premise, Several):
        return all(_alone(part, findings) for part in premise.of)
    return not isinstance(premise, Established) and premise.finding in findings


def _rows(rule: Rule) -> frozenset[str]:
    return frozenset(each.row for each in rule.sources)


def _concluding(subject: Subject, condition: str) -> tuple[Rule, ...]:
    """The rules that bring a condition up without weighing it."""
    return (*subject.concluding("suspected").get(condition, ()), *subject.concluding("contributing").get(condition, ()))


def _citing(subject: Subject) -> Mapping[str, Sequence[str]]:
    """The entries that cite each row."""
    found: dict[str, list[str]] = {}
    for kind, name, citations in citations_of(subject.pack):
        for row in {each.row for each in citations if each.row}:
            found.setdefault(row, []).append(f"{kind.removesuffix('s')}:{name}")
    return found


CHECK = Check("other-than-its-source", "provenance", "warning", _find)
