"""A pack as a CLIPS program that a stranger can load, ask and read."""

from collections.abc import Iterable, Iterator, Mapping

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.program import program_of
from hipexpert.knowledge.packs.screen import CONTRADICTING, RULE
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo
from hipexpert.rendering.clips.answers import answer_functions, answers_to_clips, denials
from hipexpert.rendering.clips.outcome import outcome
from hipexpert.rendering.clips.program import program_to_clips
from hipexpert.rendering.clips.terms import PackTerms
from hipexpert.rendering.clips.writing import comment, constructs, number, symbol

__all__ = ["answers_to_clips", "pack_to_clips"]


def pack_to_clips(pack: Pack) -> str:
    """The active rules of a pack, its weighing and its outcome as a CLIPS program with comments.

    Loaded into CLIPS it reaches the facts, totals, urgency level, ranking and plan of the engine. Equal packs give equal bytes.
    """
    program = program_of(pack)
    terms = PackTerms(pack)
    said = _comments(pack)
    about = pack.about
    lines = [
        f"; {'=' * 98}",
        *comment(f"{about.title}: {about.id} {about.version}, content {pack.content_hash}, {about.licence}"),
        *comment(f"{len(pack.active_rules):,} rules as a CLIPS program, written by `hipexpert export`."),
        ";",
        *comment(about.intended_use),
        *comment(about.disclaimer),
        ";",
        constructs("header").replace("EXAMPLES", "\n".join(_examples(pack, terms))),
        f"; {'=' * 98}",
    ]
    rules = program_to_clips(program, terms, lambda rule: said.get(rule.id, ()))
    return "\n".join([*lines, rules, *answer_functions(pack, program, terms), *denials(pack, terms), *outcome(pack)]).rstrip("\n") + "\n"


def _examples(pack: Pack, terms: PackTerms) -> Iterator[str]:
    """How to assert an answer of each kind, with findings of the pack."""
    kinds = {type(finding): finding for finding in reversed(list(pack.findings.values()))}
    examples: list[tuple[str, str]] = []
    for finding in kinds.values():
        name = terms.finding(finding.id)
        match finding:
            case YesNo():
                examples.append((f"({name} (value yes))", "yes or no"))
            case Choice():
                examples.append((f"({name} (value {symbol(finding.values[0].id)}))", "one of several"))
            case Number():
                examples.append((f"({name} (value {number(finding.maximum)}))", "a number"))
            case Choices():
                examples.append((f"({name} (value {symbol(finding.values[0].id)}))", "one of several that may be present together"))
                examples.append((f"({name} (value {symbol(finding.values[-1].id)}) (present no))", "said: not this one"))
    if pack.groups:
        examples.append((f"(none_of (group {symbol(pack.groups[-1].group)}))", "of this group, none that is not answered"))
    yield ";   what is not asserted is unknown, and unknown is not no"
    for fact, meaning in sorted(examples):
        yield f";   CLIPS> {f'(assert {fact})':<60} {meaning}"


def _comments(pack: Pack) -> Mapping[str, Iterable[str]]:
    """What stands before each rule of the program: title, reason, sources, the review and the file."""
    found: dict[str, list[str]] = {}
    for rule in pack.active_rules:
        sources = ", ".join(dict.fromkeys(f"{each.ref} ({each.stance})" for each in rule.sources))
        found[rule.id] = [
            *comment(rule.title),
            *comment(rule.because, "  "),
            *comment(f"{sources}; reviewed {rule.reviewed.text}; {rule.made_from or rule.file}", "  "),
        ]
    for constraint in pack.constraints:
        found[f"constraint-{constraint.id}"] = [*comment("These cannot all be true."), *comment(constraint.because, "  ")]
    for name in pack.safe_tests:
        found[f"safe-{name}"] = comment(f"The test `{name}` is known to be safe then.")
    found[RULE] = comment("Each question of the screen is answered, or need not be asked: only then is anything calm said.")
    found[CONTRADICTING] = comment("While some answers cannot all be true nothing calm is said.")
    return found
