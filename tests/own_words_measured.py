"""How well own words are read, on the presentations of the published cases: what ``docs/accuracy.md`` says of it.

The answer key of a story is the case that was encoded from it. What a reading gives and the key does not hold is neither
right nor wrong: whoever encoded a case left things out. It is counted apart, and as a mistake in the stricter figure.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from running import ROOT

from hipexpert.knowledge import Pack, load_pack, read_case_file
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, YesNo
from hipexpert.knowledge.words import read_words

STORIES = ROOT / "tests" / "knowledge" / "words" / "stories.yaml"
FRESH = ROOT / "tests" / "knowledge" / "words" / "fresh_texts.yaml"
FURTHER = ROOT / "tests" / "knowledge" / "words" / "further_texts.yaml"
VOICES = ROOT / "tests" / "knowledge" / "words" / "voices_texts.yaml"
BREADTH = ROOT / "tests" / "knowledge" / "words" / "breadth_texts.yaml"
APART = ROOT / "tests" / "knowledge" / "words" / "apart_texts.yaml"
UNSEEN = ROOT / "tests" / "knowledge" / "words" / "unseen_texts.yaml"
ON_A_SCREEN = range(1, 37, 2)  # from 0
Said = Mapping[tuple[str, str], object]


class Story(NamedTuple):
    """A text, what it says by its key, which of that is doubtful, and whether it was held out."""

    text: str
    key: Said
    doubtful: frozenset[str]
    held_out: bool


class Figures(NamedTuple):
    """Answers of the key, of those read alike, read otherwise, and answers read that the key does not hold."""

    key: int
    alike: int
    otherwise: int
    beyond: int

    @property
    def recall(self) -> float:
        """The share of the key that was read."""
        return self.alike / self.key if self.key else 1.0

    @property
    def precision(self) -> float:
        """Of the answers that the key knows, the share read as the key has it."""
        return self.alike / (self.alike + self.otherwise) if self.alike + self.otherwise else 1.0

    @property
    def strict(self) -> float:
        """The same with everything beyond the key taken for a mistake."""
        read = self.alike + self.otherwise + self.beyond
        return self.alike / read if read else 1.0


def flat(answers: Mapping[str, object]) -> Said:
    """Answers one by one: a place that hurts is an answer of its own."""
    said: dict[tuple[str, str], object] = {}
    for name, answer in answers.items():
        parts = answer.items() if isinstance(answer, Mapping) else [("", answer)]
        said.update({(name, part): value for part, value in parts})
    return said


@cache
def told_stories() -> tuple[tuple[str, str], ...]:
    """The published cases that are told in own words, each with its text."""
    entries = yaml.load(STORIES.read_text("utf-8"), Loader=yaml.CSafeLoader)["stories"]
    return tuple((entry["case"], "\n".join(str(line) for line in entry["says"])) for entry in entries)


def stories(pack: Pack) -> list[Story]:
    """The stories with their keys; what only an examination finds is no part of a key."""
    found = []
    for entry in yaml.load(STORIES.read_text("utf-8"), Loader=yaml.CSafeLoader)["stories"]:
        answers = read_case_file(ROOT / "tests" / "cases" / "published" / f"{entry['case']}.yaml", pack).answers
        key = {each: value for each, value in flat(answers).items() if pack.group_of[each[0]].answered_by != "clinician"}
        text = "\n".join(str(line) for line in entry["says"])
        found.append(Story(text, key, frozenset(entry.get("doubtful", ())), entry["held_out"]))
    return found


def fresh_texts() -> list[Story]:
    """Texts that were written with their keys before any of them was read; phrases were added for some of what was missed in them."""
    return [_text(entry, held_out=False) for entry in yaml.load(FRESH.read_text("utf-8"), Loader=yaml.CSafeLoader)["texts"]]


def unseen_texts() -> list[Story]:
    """Texts of an author who had not seen the phrases: every other one was looked at afterwards, the others are held out. The first
    eighteen of those stood on a screen by accident and count as looked at.
    """
    return [text._replace(held_out=text.held_out and number not in ON_A_SCREEN) for number, text in enumerate(_every_other(UNSEEN))]


def further_texts() -> list[Story]:
    """Texts in many registers of an author who had seen the phrases, with keys made first: every other one is held out."""
    return _every_other(FURTHER)


def voices_texts() -> list[Story]:
    """Texts in sixty voices of an author who had seen a part of the phrases, with keys made first: every other one is held out."""
    return _every_other(VOICES)


def apart_texts() -> list[Story]:
    """Texts of another author who had seen no phrases, with keys made first: every other one is held out."""
    return _every_other(APART)


def breadth_texts() -> list[Story]:
    """Texts of everyday people of an author who had seen a part of the phrases, with keys made first: every other one is held out."""
    return _every_other(BREADTH)


def _every_other(path: Path) -> list[Story]:
    entries = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["texts"]
    return [_text(entry, held_out=number % 2 == 1) for number, entry in enumerate(entries)]


def _text(entry: dict[str, Any], *, held_out: bool) -> Story:
    lists = {name: dict.fromkeys(said, True) if isinstance(said, list) else said for name, said in entry["key"].items()}
    return Story(entry["says"], flat(lists), frozenset(entry["doubtful"]), held_out)


def alike(read: object, known: object) -> bool:
    """The same answer; numbers within a tenth, since "a few weeks" has no exact one."""
    if isinstance(read, float) and isinstance(known, (int, float)) and not isinstance(known, bool):
        return abs(read - known) <= max(1.0, 0.1 * known)
    return read == known


def figures(told: Iterable[tuple[Story, Said]], group: str = "", pack: Pack | None = None) -> Figures:
    """The figures of stories and what was read in them, of all findings or of a group."""
    count: Counter[str] = Counter()
    for story, read in told:
        for each in {*story.key, *read}:
            if each[0] in story.doubtful or each[1] in story.doubtful or (pack and pack.group_of[each[0]].group != group):
                continue
            count["key"] += each in story.key
            if each in read:
                count["beyond" if each not in story.key else "alike" if alike(read[each], story.key[each]) else "otherwise"] += 1
    return Figures(count["key"], count["alike"], count["otherwise"], count["beyond"])


def literal(pack: Pack, text: str) -> Said:
    """The baseline: a label, synonym or sentence of the vocabulary that stands in the text as it is."""
    lower = f" {' '.join(text.lower().split())} "
    said: dict[tuple[str, str], object] = {}
    for finding in pack.findings.values():
        if pack.group_of[finding.id].answered_by == "clinician":
            continue
        if isinstance(finding, YesNo) and any(each.lower() in lower for each in (*finding.synonyms, finding.present)):
            said[finding.id, ""] = True
        for value in finding.values if isinstance(finding, (Choice, Choices)) else ():
            if any(f" {each.lower()} " in lower for each in (*value.synonyms, value.label, value.says)):
                said[(finding.id, value.id) if isinstance(finding, Choices) else (finding.id, "")] = (
                    True if isinstance(finding, Choices) else value.id
                )
    return said


def warning_signs(told: Iterable[tuple[Story, Said]], pack: Pack) -> tuple[int, int, int]:
    """Warning signs denied that the key does not deny, set that it does not set, and how many could have been."""
    signs = [finding.id for finding in pack.group_named["red_flag"].findings if isinstance(finding, YesNo)]
    pairs = [(story.key.get((sign, "")), read.get((sign, ""))) for story, read in told for sign in signs if sign not in story.doubtful]
    denied = sum(read is False and key is not False for key, read in pairs)
    return denied, sum(read is True and key is not True for key, read in pairs), len(pairs)


def own_words_section(pack: Pack | None = None) -> str:
    """The section of ``docs/accuracy.md``."""
    pack = pack or load_pack()
    known = stories(pack)
    told = [(story, flat(read_words(story.text, pack).answers)) for story in known]
    baseline = [(story, literal(pack, story.text)) for story in known]
    seen = [each for each in told if not each[0].held_out]
    unseen = [each for each in told if each[0].held_out]
    denied, wrongly, possible = warning_signs(told, pack)
    apart = [(text, flat(read_words(text.text, pack).answers)) for text in unseen_texts()]
    apart_signs = warning_signs(apart, pack)
    further = [(text, flat(read_words(text.text, pack).answers)) for text in further_texts()]
    further_signs = warning_signs(further, pack)
    voices = [(text, flat(read_words(text.text, pack).answers)) for text in voices_texts()]
    voices_signs = warning_signs(voices, pack)
    strangers = [(text, flat(read_words(text.text, pack).answers)) for text in apart_texts()]
    strangers_signs = warning_signs(strangers, pack)
    everyday = [(text, flat(read_words(text.text, pack).answers)) for text in breadth_texts()]
    everyday_signs = warning_signs(everyday, pack)
    rows = [
        ("all stories", figures(told)),
        ("looked at while phrases were written", figures(seen)),
        ("held out", figures(unseen)),
        ("baseline: literal phrases of the vocabulary", figures(baseline)),
        ("120 texts written apart, every other looked at", figures(each for each in apart if not each[0].held_out)),
        ("120 texts written apart, held out", figures(each for each in apart if each[0].held_out)),
        ("64 further texts, every other looked at", figures(each for each in further if not each[0].held_out)),
        ("64 further texts, held out", figures(each for each in further if each[0].held_out)),
        ("60 texts in as many voices, every other looked at", figures(each for each in voices if not each[0].held_out)),
        ("60 texts in as many voices, held out", figures(each for each in voices if each[0].held_out)),
        (
            "160 texts in many voices by another author apart, every other looked at",
            figures(each for each in strangers if not each[0].held_out),
        ),
        ("160 texts in many voices by another author apart, held out", figures(each for each in strangers if each[0].held_out)),
        ("80 texts of everyday people, every other looked at", figures(each for each in everyday if not each[0].held_out)),
        ("80 texts of everyday people, held out", figures(each for each in everyday if each[0].held_out)),
        *(
            (f"of the stories: {group.title.lower()}", figures(told, group.group, pack))
            for group in pack.groups
            if group.answered_by == "runner"
        ),
    ]
    lines = [
        "## Own words",
        "",
        f"The presentations of the {len(known)} published cases read as text ([docs/own-words.md](own-words.md)), held against the",
        "answers that were encoded from them. Phrases were written with own knowledge of how runners write and with every second case;",
        "of the others, held out, only the counts by finding were looked at. What the key calls doubtful is left out. *Contradicted*:",
        "read otherwise than the key has it. *Beyond*: read, and not in the key, because it was read wrongly or because whoever encoded",
        "the case left it out; the strict precision takes all of it for mistakes.",
        "",
        "| stories | answers in the key | recall | contradicted | precision where the key knows | beyond | strict precision |",
        "|---|---:|---:|---:|---:|---:|---:|",
        *(
            f"| {title} | {each.key} | {each.recall:.0%} | {each.otherwise} | {each.precision:.0%} | {each.beyond} | {each.strict:.0%} |"
            for title, each in rows
            if each.key
        ),
        "",
        "The 120 texts written apart are long, of all ages and countries, full of slang, earlier troubles and other people's; their author",
        "had not seen the phrases, and neither had that of the 160, which are shorter and of many voices. These two are nearest to what a",
        "stranger types, and what is not read of them is asked. Eighteen of the 120 stood on a screen by accident and count as looked at.",
        "The further texts are by somebody who had seen the phrases, so that they flatter more; the 60 in many voices and the 80 of",
        "everyday people by somebody who had seen a part of them.",
        "",
        f"Warning signs denied that nobody denied: {denied} of {possible} in the stories, {apart_signs[0]} of {apart_signs[2]} in",
        f"the 120 texts written apart, {further_signs[0]} of {further_signs[2]} in the further ones, {voices_signs[0]} of",
        f"{voices_signs[2]} in the 60 of many voices, {strangers_signs[0]} of {strangers_signs[2]} in the 160, {everyday_signs[0]} of",
        f"{everyday_signs[2]} in the 80. Set that the key does not set: {wrongly}, {apart_signs[1]}, {further_signs[1]},",
        f"{voices_signs[1]}, {strangers_signs[1]} and {everyday_signs[1]}.",
        "",
    ]
    return "\n".join(lines)
