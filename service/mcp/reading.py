"""The resources, what a pack says of itself, and the prompts, how to begin."""

from collections.abc import Mapping
from typing import Any

import msgspec

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import Pack, did_you_mean
from hipexpert.service.api.answers import ListedCondition, ListedFinding, ListedPack
from hipexpert.service.hosting import Hosted
from hipexpert.service.mcp.tools import WORDS

PACKS = "hipexpert://packs"
RESOURCES = {
    PACKS: ("packs", "The packs of knowledge: what each is for, its version and the hash of its content."),
    "hipexpert://findings": ("findings", "Everything that can be said, with the question and the allowed answers."),
    "hipexpert://conditions": ("conditions", "What it can be, in plain words, with the urgency each usually has."),
    "hipexpert://safety": ("safety", "What each level of urgency means and asks for, and the limits of all this."),
}
TEMPLATES = {
    "hipexpert://findings/{id}": ("finding", "One finding."),
    "hipexpert://conditions/{id}": ("condition", "One condition, with the rules that speak of it."),
    "hipexpert://rules/{id}": ("rule", "One rule: what it concludes from what, why, and on which sources it rests."),
}


def resource(hosted: Hosted, uri: str) -> str:
    """The JSON of a resource. Raises ProblemsError when there is none."""
    pack = hosted.engine().pack
    kind, _, name = uri.removeprefix("hipexpert://").partition("/")
    made: object = None
    if uri == PACKS:
        made = [ListedPack.of(each.pack) for each in hosted.engines]
    elif uri == "hipexpert://findings":
        made = [ListedFinding.of(pack, each) for each in pack.findings.values()]
    elif uri == "hipexpert://conditions":
        made = [ListedCondition.of(each) for each in pack.conditions]
    elif uri == "hipexpert://safety":
        made = {"levels": pack.about.urgency, "disclaimer": pack.about.disclaimer, "intended_use": pack.about.intended_use}
    elif kind == "findings" and name in pack.findings:
        made = ListedFinding.of(pack, pack.findings[name])
    elif kind == "conditions" and name in pack.condition_by_id:
        made = _condition(pack, name)
    elif kind == "rules":
        made = next((_rule(each) for each in pack.rules if each.id == name), None)
    if made is None:
        names = _names(pack).get(kind, [])
        help_text = did_you_mean(name[:60], names, f"there is {', '.join((*RESOURCES, *TEMPLATES))}")
        raise ProblemsError([Problem("unknown-resource", f"there is no resource `{uri[:100]}`", "", help_text)])
    return msgspec.json.encode(made).decode()


def completions(hosted: Hosted, uri: str, begun: str) -> list[str]:
    """The ids that a template of a resource takes and that begin so; none for what takes none."""
    kind = uri.removeprefix("hipexpert://").removesuffix("/{id}")
    return [name for name in _names(hosted.engine().pack).get(kind, []) if name.startswith(begun)]


def _names(pack: Pack) -> dict[str, list[str]]:
    return {"findings": list(pack.findings), "conditions": list(pack.condition_by_id), "rules": [each.id for each in pack.rules]}


def _condition(pack: Pack, name: str) -> dict[str, Any]:
    rules = [
        each.id for each in pack.rules if any(getattr(said, "condition", getattr(said, "id", "")) == name for said in each.conclusions)
    ]
    return {**msgspec.to_builtins(ListedCondition.of(pack.condition_by_id[name])), "rules": rules}


def _rule(rule: Any) -> dict[str, Any]:
    told = {
        "id": rule.id,
        "title": rule.title,
        "because": rule.because,
        "reviewed": rule.reviewed,
        "status": rule.status,
        "file": rule.file,
    }
    return msgspec.to_builtins({**told, "sources": rule.sources, "conclusions": rule.conclusions})  # type: ignore[no-any-return]


PROMPTS: Mapping[str, tuple[str, str, str, tuple[tuple[str, str], ...]]] = {
    "interview": (
        "Ask somebody, question by question",
        "Leads through the interview, question by question, to what to do.",
        "You help somebody to find out how soon something must be done. It is about: {title}. It is {purpose}, and you add nothing to it.\n"
        "Call `next_question` with everything the person has said, put the question to them word for word, and wait for "
        "their reply. {rule}\n"
        "If a level of `emergency` or `urgent` comes back, stop asking and tell its title and action at once. When no question is left, "
        "call `assess`, tell its title and action first, then what it may be and the advice, and end with the disclaimer.\n{story}",
        (("story", "What the person said so far, in their own words."),),
    ),
    "explain_result": (
        "Explain a result",
        "Tells in plain words why the engine says what it says.",
        "Call `assess` and then `explain` with `how`, and tell the person in plain words why this is the level, which of their "
        "words it rests on, and what would have to be "
        "otherwise for another level (`counterfactual`). Change no level and soften none. {rule}\n{story}",
        (("story", "What the person said, in their own words."),),
    ),
}


def prompt(pack: Pack, name: str, arguments: Mapping[str, str]) -> tuple[str, str]:
    """The description and the text of a prompt. Raises ProblemsError when there is none, and for an argument that it does not take."""
    if name not in PROMPTS:
        raise ProblemsError([Problem("unknown-prompt", f"there is no prompt `{name[:60]}`", "", did_you_mean(name[:60], PROMPTS))])
    _title, description, text, takes = PROMPTS[name]
    wrong = set(arguments) - {each for each, _told in takes}
    if wrong:
        raise ProblemsError([Problem("unknown-argument", f"`{name}` takes no argument `{min(wrong)[:60]}`")])
    story = f"So far the person said: {arguments['story']}" if arguments.get("story") else ""
    return description, text.format(rule=WORDS, story=story, title=pack.about.title, purpose=pack.texts.purpose).strip()
