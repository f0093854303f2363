"""Premises and conclusions as the YAML of a pack says them: first as its plain data, then laid out as text. Their readers read
both back as the same.
"""

from collections.abc import Mapping
from typing import Any

from hipexpert.knowledge.packs.conclusions import CONCLUDED
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Pack, Supports
from hipexpert.knowledge.packs.premises import BOUND_WORDS, Denied, Established, Is, Limit, Premise, Several
from hipexpert.knowledge.packs.vocabulary import Finding, YesNo, plain_number
from hipexpert.knowledge.packs.weighing import Strength

_WRITTEN_KIND = {kind: written for written, kind in CONCLUDED.items()}
_QUOTED = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}  # YAML would read these as something else


def premise_data(findings: Mapping[str, Finding], premise: Premise) -> dict[str, Any]:
    """A premise as the data of the one form that this project writes; its deepest gate is not deeper than the stack."""
    match premise:
        case Is(finding, value):
            return {finding: _answer(findings, finding, value)}
        case Denied(finding, value):
            return {finding: {"absent": value}}
        case Limit(finding, operator, bound):
            return {finding: {BOUND_WORDS[operator]: bound}}
        case Established(kind, name):
            return {kind: name}
        case Several():
            return _short(findings, premise) or _gate(premise.count, [premise_data(findings, part) for part in premise.of])


def conclusion_data(findings: Mapping[str, Finding], strengths: Mapping[Strength, int], conclusion: Conclusion) -> dict[str, Any]:
    """A conclusion as data. A weight that is none of the pack's strengths stands in decibans, which no reader takes."""
    match conclusion:
        case Concludes(kind, name):
            return {_WRITTEN_KIND[kind]: name}
        case Supports(condition, weight, group, ratio, unless):
            words = {size: word for word, size in strengths.items()}
            said: dict[str, Any] = {"supports" if weight > 0 or (ratio or 0) > 1 else "opposes": condition}
            said |= {"strength": words.get(abs(weight), weight)} if ratio is None else {"lr": ratio}
            said |= {"group": group} if group else {}
            return said | ({"unless": _exceptions(findings, unless)} if unless else {})


def as_written(pack: Pack, premise: Premise, key: str = "when") -> list[str]:
    """The lines of YAML under ``key``, in the one form that this reference uses."""
    inner = _lines(premise_data(pack.findings, premise))
    return [f"{key}: {{{inner[0]}}}"] if len(inner) == 1 else [f"{key}:", *(f"  {line}" for line in inner)]


def on_one_line(pack: Pack, premise: Premise) -> str:
    """A premise on one line: of a gate, only what kind of gate it is."""
    return _lines(premise_data(pack.findings, premise))[0]


def in_flow(pack: Pack, premise: Premise) -> str:
    """A whole premise on one line, as flow YAML without the outer braces."""
    return _pairs(premise_data(pack.findings, premise))


def conclusions_as_written(pack: Pack, conclusions: tuple[Conclusion, ...]) -> list[str]:
    """The lines of YAML under ``then``."""
    return ["then:", *(f"- {{{conclusion_as_written(pack, each)}}}" for each in conclusions)]


def conclusion_as_written(pack: Pack, conclusion: Conclusion) -> str:
    """A conclusion as flow YAML without the braces."""
    return _pairs(conclusion_data(pack.findings, pack.about.weighing.strengths, conclusion))


def _answer(findings: Mapping[str, Finding], finding: str, value: str) -> object:
    return {"yes": True, "no": "absent"}.get(value, value) if isinstance(findings.get(finding), YesNo) else value


def _short(findings: Mapping[str, Finding], premise: Several) -> dict[str, Any] | None:
    """The short forms for a range of a number and for any of several values; None for anything else."""
    match premise:
        case Several(2, (Limit(finding, ">=", low), Limit(other, "<=", high))) if finding == other and low <= high:
            return {finding: {"between": [low, high]}}
    values = [part for part in premise.of if isinstance(part, Is) and not isinstance(findings.get(part.finding), YesNo)]
    if premise.count == 1 and 1 < len(values) == len(premise.of) and len({part.finding for part in values}) == 1:
        return {values[0].finding: [part.value for part in values]}
    return None


def _gate(count: int, of: list[dict[str, Any]]) -> dict[str, Any]:
    if count in (1, len(of)):
        return {"all" if count == len(of) else "any": of}
    return {"at_least": {"count": count, "of": of}}


def _exceptions(findings: Mapping[str, Finding], unless: tuple[Is, ...]) -> dict[str, Any]:
    return premise_data(findings, unless[0] if len(unless) == 1 else Several(1, unless))


def _lines(premise: dict[str, Any]) -> list[str]:
    ((key, value),) = premise.items()
    if key in ("all", "any"):
        return [f"{key}:", *_items(value)]
    if key == "at_least":
        return ["at_least:", f"  count: {value['count']}", "  of:", *(f"  {line}" for line in _items(value["of"]))]
    return [_pairs(premise)]


def _items(parts: list[dict[str, Any]]) -> list[str]:
    return [f"{'  ' if number else '- '}{line}" for part in parts for number, line in enumerate(_lines(part))]


def _flow(data: object) -> str:
    match data:
        case dict():
            return f"{{{_pairs(data)}}}"
        case list():
            return f"[{', '.join(map(_flow, data))}]"
        case bool():
            return "true" if data else "false"
        case int() | float():
            return plain_number(data)
    return f'"{data}"' if data in _QUOTED else str(data)


def _pairs(data: dict[str, Any]) -> str:
    return ", ".join(f"{key}: {_flow(value)}" for key, value in data.items())
