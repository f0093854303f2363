"""A premise, or what a rule concludes, as it is written in the YAML of a pack: their readers read it back as the same."""

from hipexpert.knowledge.packs.conclusions import CONCLUDED
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Pack, Supports
from hipexpert.knowledge.packs.premises import BOUND_WORDS, Denied, Established, Is, Limit, Premise, Several
from hipexpert.knowledge.packs.vocabulary import YesNo, plain_number

_WRITTEN_KIND = {kind: written for written, kind in CONCLUDED.items()}
_QUOTED = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}  # YAML would read these as something else


def as_written(pack: Pack, premise: Premise, key: str = "when") -> list[str]:
    """The lines of YAML under ``key``, in the one form that this reference uses."""
    inner = _lines(pack, premise)
    return [f"{key}: {{{inner[0]}}}"] if len(inner) == 1 else [f"{key}:", *(f"  {line}" for line in inner)]


def on_one_line(pack: Pack, premise: Premise) -> str:
    """A premise on one line: of a gate, only what kind of gate it is."""
    return _lines(pack, premise)[0]


def in_flow(pack: Pack, premise: Premise) -> str:
    """A whole premise on one line, as flow YAML without the outer braces."""
    if not isinstance(premise, Several) or _short(pack, premise):
        return on_one_line(pack, premise)
    listed = f"[{', '.join(f'{{{in_flow(pack, part)}}}' for part in premise.of)}]"
    if premise.count in (1, len(premise.of)):
        return f"{'all' if premise.count == len(premise.of) else 'any'}: {listed}"
    return f"at_least: {{count: {premise.count}, of: {listed}}}"


def _lines(pack: Pack, premise: Premise) -> list[str]:
    match premise:
        case Is(finding, value):
            return [f"{finding}: {_value(pack, finding, value)}"]
        case Denied(finding, value):
            return [f"{finding}: {{absent: {_scalar(value)}}}"]
        case Limit(finding, operator, bound):
            return [f"{finding}: {{{BOUND_WORDS[operator]}: {plain_number(bound)}}}"]
        case Established(kind, name):
            return [f"{kind}: {_scalar(name)}"]
        case Several():
            return _short(pack, premise) or _gate(pack, premise)


def _value(pack: Pack, finding: str, value: str) -> str:
    if isinstance(pack.findings[finding], YesNo):
        return "true" if value == "yes" else "absent"
    return _scalar(value)


def _scalar(word: str) -> str:
    return f'"{word}"' if word in _QUOTED else word


def _short(pack: Pack, premise: Several) -> list[str]:
    """The short forms for a range of a number and for any of several values; empty for anything else."""
    match premise:
        case Several(2, (Limit(finding, ">=", low), Limit(other, "<=", high))) if finding == other and low <= high:
            return [f"{finding}: {{between: [{plain_number(low)}, {plain_number(high)}]}}"]
    values = [part for part in premise.of if isinstance(part, Is) and not isinstance(pack.findings[part.finding], YesNo)]
    if premise.count == 1 and len(values) == len(premise.of) and len({part.finding for part in values}) == 1:
        return [f"{values[0].finding}: [{', '.join(_scalar(part.value) for part in values)}]"]
    return []


def _gate(pack: Pack, premise: Several) -> list[str]:
    items = [line for part in premise.of for line in _item(_lines(pack, part))]
    if premise.count in (1, len(premise.of)):
        return ["any:" if premise.count == 1 else "all:", *items]
    return ["at_least:", f"  count: {premise.count}", "  of:", *(f"  {line}" for line in items)]


def _item(lines: list[str]) -> list[str]:
    return [f"- {lines[0]}", *(f"  {line}" for line in lines[1:])]


def conclusions_as_written(pack: Pack, conclusions: tuple[Conclusion, ...]) -> list[str]:
    """The lines of YAML under ``then``."""
    return ["then:", *(f"- {{{conclusion_as_written(pack, each)}}}" for each in conclusions)]


def conclusion_as_written(pack: Pack, conclusion: Conclusion) -> str:
    """A conclusion as flow YAML without the braces."""
    match conclusion:
        case Concludes(kind, name):
            return f"{_WRITTEN_KIND[kind]}: {_scalar(name)}"
        case Supports(condition, weight, group, ratio, unless):
            parts = [f"{'supports' if weight > 0 or (ratio or 0) > 1 else 'opposes'}: {_scalar(condition)}"]
            strengths = {size: word for word, size in pack.about.weighing.strengths.items()}
            parts.append(f"lr: {ratio!r}" if ratio is not None else f"strength: {strengths[abs(weight)]}")
            parts += [f"group: {_scalar(group)}"] if group else []
            parts += [f"unless: {{{_exceptions(pack, unless)}}}"] if unless else []
            return ", ".join(parts)


def _exceptions(pack: Pack, unless: tuple[Is, ...]) -> str:
    written = [_value(pack, each.finding, each.value) for each in unless]
    if len({each.finding for each in unless}) > 1:
        items = (f"{{{each.finding}: {value}}}" for each, value in zip(unless, written, strict=True))
        return f"any: [{', '.join(items)}]"
    listed = f"[{', '.join(written)}]"
    return f"{unless[0].finding}: {written[0] if len(written) == 1 else listed}"
