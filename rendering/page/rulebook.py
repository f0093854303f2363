"""The rules that fired, as their authors wrote them, and the sources that the page cites."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from hipexpert.graphs.layers import DerivationPicture
from hipexpert.knowledge import Assessment, CitedSource, Pack
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.grading import source_grade
from hipexpert.knowledge.packs.pack import Supports
from hipexpert.knowledge.packs.premises import Premise, Several
from hipexpert.knowledge.packs.screen import CONTRADICTING, RULE, answered_when
from hipexpert.knowledge.packs.written import as_written
from hipexpert.rendering.cited import grade_words


class RuleEntry(Struct, frozen=True):
    """A rule that fired. ``rests_on`` and ``concludes`` are labels of what held and what followed.

    ``weight`` is set when the rule brings evidence, and the same weight wherever it does.
    """

    number: int
    id: str
    title: str
    when: str
    rests_on: tuple[str, ...]
    concludes: tuple[str, ...]
    because: str
    sources: tuple[CitedSource, ...]
    grade: str
    reviewed: str
    status: str
    weight: int | None


class SourceEntry(Struct, frozen=True):
    """A source; ``address`` is a web address, or empty."""

    id: str
    title: str
    grade: str
    published: str
    address: str


def rules_that_fired(assessment: Assessment, picture: DerivationPicture) -> dict[str, RuleEntry]:
    """The rules by id, numbered from 1 in the order in which they fired."""
    nodes = [node for node in picture.nodes if node.kind == "rule"]
    step = {node.id: picture.derivation.nodes[node.id]["step"] for node in nodes}
    names = [node.id.partition(":")[2] for node in sorted(nodes, key=lambda node: (step[node.id], node.id))]
    return {name: _entry(assessment, picture, number, name) for number, name in enumerate(names, 1)}


def _entry(assessment: Assessment, picture: DerivationPicture, number: int, name: str) -> RuleEntry:
    pack, graph = assessment.pack, picture.derivation
    node = f"rule:{name}"
    rests_on = tuple(dict.fromkeys(graph.nodes[each]["label"] for each in graph.predecessors(node)))
    concludes = tuple(_concluded(pack, each, graph.nodes[each]["label"]) for each in graph.successors(node))
    rule = pack.rule_by_id.get(name)
    if rule is None:
        premise, because = _of_vocabulary(pack, name)
        when = "\n".join(as_written(pack, premise))
        return RuleEntry(number, name, graph.nodes[node]["label"], when, rests_on, concludes, because, (), "", "", "", None)
    weights = {each.weight for each in rule.conclusions if isinstance(each, Supports)}
    return RuleEntry(
        number,
        name,
        rule.title,
        "\n".join(as_written(pack, rule.premise)),
        rests_on,
        concludes,
        rule.because,
        assessment.wording.citing(rule.sources).sources,
        grade_words(pack, rule.sources),
        rule.reviewed.text,
        rule.status,
        weights.pop() if len(weights) == 1 else None,
    )


def _concluded(pack: Pack, fact: str, label: str) -> str:
    """What a rule concludes, in words: of advice, whether it is given or withheld."""
    kind, name = Fact.of(fact)
    if kind in ("advise", "avoid"):
        return f"{'advises' if kind == 'advise' else 'withholds'}: {pack.advice_by_id[name].title}"
    return label


def _of_vocabulary(pack: Pack, name: str) -> tuple[Premise, str]:
    """What a constraint, the safety condition of a test or the screen asks for, and why."""
    screened = answered_when(pack)
    if name == RULE and screened is not None:
        return screened, "Only then is anything calm said."
    if name == CONTRADICTING and screened is not None:
        broken = tuple(each.never for each in pack.constraints)
        return broken[0] if len(broken) == 1 else Several(1, broken), "Nothing calm is said then."
    for constraint in pack.constraints:
        if name == f"constraint-{constraint.id}":
            return constraint.never, constraint.because
    finding = name.removeprefix("safe-")
    return pack.safe_tests[
        finding
    ], f"The question about {finding.replace('_', ' ')} may be put then: what it asks to try is known to be safe."


def cited_sources(pack: Pack, cited: Iterable[CitedSource]) -> tuple[SourceEntry, ...]:
    """Each cited source once, by id."""
    found: Mapping[str, None] = dict.fromkeys(sorted(each.ref for each in cited))
    return tuple(source_entry(pack, ref) for ref in found)


def source_entry(pack: Pack, ref: str) -> SourceEntry:
    """A source as a page shows it."""
    source = pack.source_by_id[ref]
    published = ", ".join(str(each) for each in (source.publisher, source.year) if each)
    address = f"https://doi.org/{source.doi}" if source.doi else source.url
    web = address if re.match(r"https?://", address, re.IGNORECASE) else ""  # a stranger's pack may say javascript:
    return SourceEntry(source.id, source.title, source_grade(source).replace("_", " "), published, web)
