"""A new condition: described, with one rule as evidence for it, a typical case, and a near miss one answer away."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import get_args

from hipexpert.audit.scaffolds.near_miss import NearMiss, near_miss
from hipexpert.audit.scaffolds.rule import RULE_ID, id_problems, missing, missing_source, rule_check, rule_text, scaffold_of, to_do
from hipexpert.audit.scaffolds.target import Grown, NewEntry, Workspace, chosen_file
from hipexpert.audit.scaffolds.values import Scaffold, ScaffoldFile
from hipexpert.audit.suite.story_finding import StoryAnswers, joined
from hipexpert.audit.suite.writing import flow
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import did_you_mean
from hipexpert.knowledge.cases.judging import judged
from hipexpert.knowledge.packs.entry_text import entry_text, flow_text
from hipexpert.knowledge.packs.ladder import LEVELS, Level, rank
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.rule_words import RuleWords
from hipexpert.knowledge.packs.sourced import Review
from hipexpert.knowledge.packs.weighing import Prior
from hipexpert.knowledge.runner.intake import IntakeError
from hipexpert.knowledge.runner.reading_intake import read_words

CONDITION_ID = re.compile(r"[a-z][a-z0-9_]*")
PLAIN = "<what_it_is_in_plain_words>"


def new_condition(
    folder: str | Path,
    condition_id: str,
    *,
    when: Sequence[str],
    strength: str,
    prior: str,
    typical_urgency: str,
    sources: Sequence[str],
    name: str = "",
    plain: str = "",
    regions: Sequence[str] = (),
    answers: Sequence[str] = (),
    rule: str = "",
    because: str = "",
    reviewed: Review | None = None,
    file: str | None = None,
    cases: str | Path | None = None,
) -> Scaffold:
    """A condition for the pack in a folder, with a rule as evidence for it, its check, a typical case and a near miss.

    ``when`` is what speaks for it, with ``strength`` (a word, or a likelihood ratio as ``lr=4.8``); ``answers`` are what a
    typical runner says besides. The rest is as in :func:`hipexpert.audit.scaffolds.rule.new_rule`.

    Raises :class:`hipexpert.ProblemsError` with everything that is wrong.
    """
    target = Workspace(folder, cases)
    pack = target.pack
    dashed = condition_id.replace("_", "-")
    rule_id = rule or f"the-typical-story-supports-{dashed}"
    formed = CONDITION_ID.fullmatch(condition_id)
    words = RuleWords(pack)
    premise = words.premise(when, "--when")
    cited = words.sources(sources, "--source")
    more: StoryAnswers = {}
    try:
        more = dict(read_words(answers, pack).answers)
    except IntakeError as error:
        words.problems += error.problems
    problems = [
        *id_problems(condition_id, CONDITION_ID, "condition", "lower-case words joined by _", pack.condition_by_id),
        *(id_problems(rule_id, RULE_ID, "rule", "lower-case words joined by -", pack.rule_by_id) if rule or formed else []),
        *missing(("--when", when, "say what speaks for it, for instance --when pain_site=buttock")),
        *_word("--strength", strength, pack.about.weighing.strengths, also="lr="),
        *_word("--prior", prior, get_args(Prior)),
        *_word("--typical-urgency", typical_urgency, LEVELS),
        *missing_source(pack, sources),
        *words.problems,
    ]
    described = chosen_file(file, "conditions", _home(pack, regions), problems)
    if problems or premise is None:
        raise ProblemsError(problems)
    weight: dict[str, object] = {"strength": strength} if "=" not in strength else {"lr": _ratio(strength)}
    called = name or condition_id.replace("_", " ").capitalize()
    evidence = rule_text(
        rule_id,
        f"The typical story supports {called}",
        premise,
        [{"supports": condition_id, **weight}],
        because,
        cited,
        reviewed,
    )
    entry: dict[str, object] = {
        "id": condition_id,
        "name": called,
        "plain": plain or PLAIN,
        "kind": "condition",
        "prior": prior,
        "typical_urgency": typical_urgency,
        "regions": list(regions) or ["any"],
        "sources": cited,
    }
    comments = {} if plain else {"plain": "fill in; whoever is assessed reads it"}
    nested = any(each.startswith("rules/conditions/") for each in target.contents)
    home = f"rules/{'conditions/' if nested else ''}{condition_id}.yaml"
    grown = target.with_entries(
        [
            NewEntry(described, "conditions", condition_id, entry_text(entry, comments)),
            NewEntry(home, "rules", rule_id, evidence),
        ]
    )
    check, found = rule_check(grown, rule_id)
    pair = _typical(grown, rule_id, found, more)
    written = [
        _typical_case(grown, condition_id, called, rule_id, pair),
        _near_miss_case(grown, condition_id, called, rule_id, pair),
    ]
    there = [
        Problem("file-exists", "a case is not written over a file", each.path, "move it away first") for each in written if not each.new
    ]
    if there:
        raise ProblemsError(there)
    grown.confirm(rule_id, check, written)
    left = [*_left(grown, condition_id, plain, typical_urgency, pair), *to_do(rule_id, because, reviewed)]
    return scaffold_of(grown, rule_id, check, pair, left, written)


def _word(option: str, word: str, known: Collection[str], also: str = "") -> list[Problem]:
    """What is wrong with an option that takes one of some words."""
    listed = f"one of {', '.join(known)}" + (f", or {also}…" if also else "")
    if not word:
        return missing((option, word, listed))
    if word in known or (also and word.startswith(also)):
        return []
    return [Problem("bad-word", f"unknown word `{word}`", option, did_you_mean(word, known, listed))]


def _ratio(strength: str) -> object:
    text = strength.partition("=")[2]
    try:
        return float(text)
    except ValueError:
        return text


def _home(pack: Pack, regions: Sequence[str]) -> str:
    """The file of conditions that has most in common with these regions, else the first."""
    files = {each.id: pack.places["conditions"][each.id].rpartition(":")[0] for each in pack.conditions if each.kind == "condition"}
    counted = Counter(dict.fromkeys(files.values(), 0))
    for each in pack.conditions:
        if each.id in files:
            counted[files[each.id]] += len(set(each.regions) & set(regions))
    return min(counted, key=lambda name: (-counted[name], name), default="conditions/conditions.yaml")


def _typical(grown: Grown, rule_id: str, found: NearMiss, more: StoryAnswers) -> NearMiss:
    """The story that just fires the evidence, with what a typical runner says besides, and its near miss."""
    if not more:
        return found
    whole = joined(found.fires, more)
    rule = grown.pack.rule_by_id[rule_id]
    pair = None if whole is None else near_miss(grown.scaffolder.finder, rule, [whole], shortened=False)
    if pair is None:
        message = "with these answers no single answer decides whether the evidence holds"
        raise ProblemsError(
            [Problem("no-near-miss", message, "-f", "leave out the answers that say the same as `--when`, or contradict it")]
        )
    return pair


def _typical_case(grown: Grown, condition_id: str, called: str, rule_id: str, pair: NearMiss) -> ScaffoldFile:
    assessment = grown.engine.assess(pair.fires)
    place = next((number for number, each in enumerate(assessment.differential, 1) if each.condition == condition_id), None)
    if place is None:
        message = f"`{condition_id}` does not come up in its typical story"
        help_text = "rest it on what is wrong, not only on the background, and on nothing that excludes it"
        raise ProblemsError([Problem("not-weighed", message, f"the new `{rule_id}`", help_text)])
    typical: Level = grown.pack.condition_by_id[condition_id].typical_urgency
    level = judged(assessment.intake, grown.engine).assessment.raised
    highest = max(level, typical, key=rank)
    expected = [
        f"diagnosis: {condition_id}",
        f"accepted: [{condition_id}]",
        *([f"among: {place}                         # other conditions come before it"] if place > 1 else []),
        f"urgency: {{at_least: {level}, at_most: {highest}}}",
        f"reasons: [{rule_id}]",
    ]
    comment = "What the pack says of this now. Correct it to what is right, and then the pack."
    return _case(grown, f"{condition_id}_typical", f"The typical story of {called}", comment, pair.fires, expected)


def _near_miss_case(grown: Grown, condition_id: str, called: str, rule_id: str, pair: NearMiss) -> ScaffoldFile:
    level = judged(grown.engine.read(pair.silent), grown.engine).assessment.raised
    expected = [
        "accepted: []                     # the ranking is not judged",
        f"urgency: {{at_least: {level}, at_most: {level}}}",
        f"silent: [{rule_id}]",
    ]
    comment = f"The typical story but for one answer, {pair.apart}. What the pack says now; correct it to what is right."
    return _case(grown, f"{condition_id}_near_miss", f"Nearly the story of {called}", comment, pair.silent, expected)


def _case(grown: Grown, name: str, title: str, comment: str, answers: StoryAnswers, expected: Sequence[str]) -> ScaffoldFile:
    """The file of one case, beside the typical stories of the other conditions, wherever in the folder of cases these are."""
    said = [f"  {flow({finding: answer})[1:-1]}" for finding, answer in answers.items()]
    lines = [f"# {comment}", f"id: {name}", f"title: {flow_text(title)}", *(["findings:", *said] if said else ["findings: {}"])]
    text = "\n".join([*lines, "expect:", *(f"  {each}" for each in expected), ""])
    homes = Counter(path.parent for path in grown.target.cases.rglob("*_typical.yaml"))
    home = min(homes, key=lambda folder: (-homes[folder], folder), default=grown.target.cases)
    path = home / f"{name}.yaml"
    return ScaffoldFile(str(path), text.encode(), text, not path.exists())


def _left(grown: Grown, condition_id: str, plain: str, typical_urgency: str, pair: NearMiss) -> list[str]:
    """What is left to a person in a new condition."""
    left = [] if plain else [f"`plain` of `{condition_id}`: say in plain words what it is"]
    level = grown.engine.assess(pair.fires).raised
    if level != typical_urgency and rank(level) < LEVELS.index(typical_urgency):
        left.append(
            f"urgency: the typical case gets {level}, and `{condition_id}` is typically {typical_urgency}; add a rule that raises it"
        )
    left.append(f"evidence: nothing speaks against `{condition_id}` yet")
    return left
