"""A new rule with its check: in one story it fires, in one that differs by a single answer it does not."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import to_builtins

from hipexpert.audit.scaffolds.near_miss import NearMiss, near_miss
from hipexpert.audit.scaffolds.target import Grown, NewEntry, Workspace, chosen_file
from hipexpert.audit.scaffolds.values import Made, Pair, Scaffold, ScaffoldFile
from hipexpert.audit.suite.story_finding import StoryAnswers
from hipexpert.audit.suite.writing import flow
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs.entry_text import entry_text
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Pack, Rule
from hipexpert.knowledge.packs.rule_words import RuleWords, Written
from hipexpert.knowledge.packs.sourced import NEVER_REVIEWED, Review
from hipexpert.knowledge.runner.reading_intake import read_intake
from hipexpert.languages.catalogue import capital

RULE_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
SHOWN = 5
ALARMS = ("urgent", "emergency")
# The audit reports a placeholder in this form (`unbound-template-variable`).
WHY = "<why_a_clinician_believes_it>"


def new_rule(
    folder: str | Path,
    rule_id: str,
    *,
    when: Sequence[str],
    then: Sequence[str],
    sources: Sequence[str],
    title: str = "",
    because: str = "",
    reviewed: Review | None = None,
    file: str | None = None,
    cases: str | Path | None = None,
) -> Scaffold:
    """A rule for the pack in a folder, and its check for the folder of its cases (nothing: ``<folder>_cases`` beside it).

    ``when``, ``then`` and ``sources`` are words (:mod:`hipexpert.knowledge.packs.rule_words`); several of ``when`` must hold together.
    Without ``because`` or ``reviewed`` the rule has placeholders that the audit reports. Nothing is written, but all of it has
    been loaded and run: the check passes, and its near miss is one answer away.

    Raises :class:`hipexpert.ProblemsError` with everything that is wrong.
    """
    target = Workspace(folder, cases)
    words = RuleWords(target.pack)
    premise = words.premise(when, "--when")
    written, conclusions = words.conclusions(then, "--then")
    cited = words.sources(sources, "--source")
    problems = [
        *id_problems(rule_id, RULE_ID, "rule", "lower-case words joined by -", target.pack.rule_by_id),
        *missing(("--when", when, "say when it holds, for instance --when limp=yes")),
        *missing(("--then", then, "say what follows, for instance --then urgency=soon")),
        *missing_source(target.pack, sources),
        *words.problems,
    ]
    chosen = chosen_file(file, "rules", _home(target.pack, conclusions), problems)
    if problems or premise is None:
        raise ProblemsError(problems)
    text = rule_text(rule_id, title or as_sentence(rule_id), premise, written, because, cited, reviewed)
    grown = target.with_entries([NewEntry(chosen, "rules", rule_id, text)])
    check, pair = rule_check(grown, rule_id)
    grown.confirm(rule_id, check)
    left = (*to_do(rule_id, because, reviewed), *claim_to_do(rule_id, conclusions))
    return scaffold_of(grown, rule_id, check, pair, left)


def rule_text(
    rule_id: str,
    title: str,
    premise: Written,
    conclusions: list[Written],
    because: str,
    sources: list[Written],
    reviewed: Review | None,
) -> str:
    """A rule as YAML. What the author did not say is a placeholder."""
    entry: dict[str, object] = {
        "id": rule_id,
        "title": title,
        "when": premise,
        "then": conclusions,
        "because": because or WHY,
        "sources": sources,
        "reviewed": to_builtins(reviewed or NEVER_REVIEWED, builtin_types=(datetime.date,)),
    }
    comments = {} if because else {"because": "fill in; whoever is assessed reads it"}
    if reviewed is None:
        comments["reviewed"] = "never; write the day on which you read the rule beside its sources, and who you are"
    return entry_text(entry, comments)


def rule_check(grown: Grown, rule_id: str) -> tuple[ScaffoldFile, NearMiss]:
    """The file with the check of a new rule, and its near miss. Raises :class:`ProblemsError` when none was found."""
    rule = grown.pack.rule_by_id[rule_id]
    scaffolder = grown.scaffolder
    fires, silent = scaffolder.stories(rule)
    # The search for stories tries the plainest ones; the solver, where it is installed, finds one if there is one.
    pair = near_miss(scaffolder.finder, rule, fires) or near_miss(scaffolder.finder, rule, _solved(grown, rule))
    if pair is None:
        help_text = "check whether its premises can hold together; to keep it, write it and its check by hand"
        raise ProblemsError([Problem("no-story", "no answers were found with which it just fires", f"the new `{rule_id}`", help_text)])
    told = [pair.fires, *(each for each in fires if each != pair.fires)]
    missed = [pair.silent, *(each for each in silent if each != pair.silent)]
    return grown.check_file(rule.file, scaffolder.written(rule, told, missed)), pair


def _solved(grown: Grown, rule: Rule) -> list[StoryAnswers]:
    """Answers that z3 finds for a rule. Raises :class:`ProblemsError` when it proves that there are none."""
    from hipexpert.audit.proving import Prover, has_z3

    if not has_z3():
        return []
    verdict = Prover(grown.pack).can_hold(rule.premise)
    if verdict.answer is False:
        help_text = "its premises exclude each other; look at the numbers, and at what concludes its patterns"
        raise ProblemsError([Problem("never-fires", "no answers whatever make it fire", f"the new `{rule.id}`", help_text)])
    return [read_intake(verdict.witness.answers, grown.pack).answers] if verdict.witness is not None else []


def scaffold_of(
    grown: Grown, rule_id: str, check: ScaffoldFile, pair: NearMiss, left: Iterable[str], cases: Sequence[ScaffoldFile] = ()
) -> Scaffold:
    """What a new rule comes to, with all that was added beside it; ``left`` is what only a person can do."""
    folder, beside, places = grown.target.folder, grown.target.cases, grown.pack.places
    upset = grown.upset()
    more = [f"{len(upset) - SHOWN} more fail now: `hipexpert test` tells them"] if len(upset) > SHOWN else []
    added = [each for entries in grown.added.values() for each in entries]
    return Scaffold(
        files=(*grown.pack_files(), check, *cases),
        made=(
            *(Made(each.key.removesuffix("s"), each.id, str(folder / places[each.key][each.id])) for each in added),
            Made("check", rule_id, _check_place(check, rule_id)),
            *(Made("case", Path(each.path).stem, each.path) for each in cases),
        ),
        to_do=(*upset[:SHOWN], *more, *left),
        commands=(f"hipexpert test {beside} --knowledge {folder} --coverage", f"hipexpert audit {folder} --fail-on warning"),
        pair=Pair(flow(pair.fires), flow(pair.silent), pair.apart),
    )


def _check_place(check: ScaffoldFile, rule_id: str) -> str:
    """``file:line`` of the check of a rule, the last of its file."""
    lines = check.content.decode("utf-8-sig").splitlines()
    found = [number for number, line in enumerate(lines, 1) if rule_id in line.split()]
    return f"{check.path}:{found[-1]}" if found else check.path


def id_problems(name: str, form: re.Pattern[str], kind: str, help_text: str, taken: object) -> list[Problem]:
    """What is wrong with an id: its form, or that it is used already."""
    if not form.fullmatch(name):
        return [Problem("bad-id", f"`{name}` is no id of a {kind}", "", help_text)]
    if name in taken:  # type: ignore[operator]
        return [Problem("repeated-id", f"there is a {kind} `{name}` already", "", "ids are never reused; choose another")]
    return []


def missing(*options: tuple[str, object, str]) -> list[Problem]:
    """A problem for each option that is needed and was not given."""
    return [Problem("missing-option", f"`{option}` is missing", "", help_text) for option, given, help_text in options if not given]


def missing_source(pack: Pack, sources: Sequence[str]) -> list[Problem]:
    """A problem when no source was given: none is made up."""
    known = "`--source memory` says that it rests on consensus alone" if "memory" in pack.source_by_id else "an id of sources.yaml"
    return missing(("--source", sources, known))


def to_do(rule_id: str, because: str, reviewed: Review | None) -> tuple[str, ...]:
    """What is left to a person in a new rule."""
    found = [] if because else [f"`because` of `{rule_id}`: write why a clinician believes it"]
    if reviewed is None:
        found.append(f"`reviewed` of `{rule_id}`: write the day on which you read it beside its sources")
    found.append(f"the check of `{rule_id}`: it says what the rule does, so read whether it should")
    return tuple(found)


def claim_to_do(rule_id: str, conclusions: Iterable[Conclusion]) -> tuple[str, ...]:
    """Of a rule that raises an alarm: to say apart from it, and before it is trusted, whom it must reach."""
    levels = {each.id for each in conclusions if isinstance(each, Concludes) and each.kind == "urgency"}
    if levels.isdisjoint(ALARMS):
        return ()
    return (f"`claims.yaml`: claim, apart from `{rule_id}` and from its sources, who gets at least this level; the audit asks for it",)


def as_sentence(rule_id: str) -> str:
    """The title that the id of a rule reads as."""
    return capital(rule_id.replace("-", " "))


def _home(pack: Pack, conclusions: tuple[Conclusion, ...]) -> str:
    """The file in which most rules conclude the same, else the same kind of thing; ``rules/rules.yaml`` when there is none."""
    for key in (_exactly, _kind):
        wanted = {key(each) for each in conclusions}
        counted = Counter(rule.file for rule in pack.rules if not rule.made_from for each in rule.conclusions if key(each) in wanted)
        if counted:
            return min(counted, key=lambda name: (-counted[name], name))
    return "rules/rules.yaml"


def _exactly(conclusion: Conclusion) -> tuple[str, str]:
    return (conclusion.kind, conclusion.id) if isinstance(conclusion, Concludes) else ("evidence", conclusion.condition)


def _kind(conclusion: Conclusion) -> str:
    return _exactly(conclusion)[0]
