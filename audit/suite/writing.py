"""Premises, conclusions and answers on one line, in the YAML of their authors."""

from collections.abc import Mapping

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Supports
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several
from hipexpert.knowledge.packs.vocabulary import YesNo, plain_number

_BOUNDS = {">=": "at_least", "<=": "at_most", ">": "above", "<": "below"}
_KEYS = {"contributing": "contributes", "excluded": "excludes", "suspected": "suspect"}
WIDEST = 160


def premise_line(pack: Pack, premise: Premise) -> str:
    """A premise as flow YAML without the outer braces; a very long one is cut."""
    line = _inner(pack, premise)
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…"


def _inner(pack: Pack, premise: Premise) -> str:
    match premise:
        case Is(finding, value):
            word = ("true" if value == "yes" else "absent") if isinstance(pack.findings[finding], YesNo) else value
            return f"{finding}: {word}"
        case Denied(finding, value):
            return f"{finding}: {{absent: {value}}}"
        case Limit(finding, operator, bound):
            return f"{finding}: {{{_BOUNDS[operator]}: {plain_number(bound)}}}"
        case Established(kind, name):
            return f"{kind}: {name}"
        case Several(2, (Limit(finding, ">=", low), Limit(other, "<=", high))) if finding == other:
            return f"{finding}: {{between: [{plain_number(low)}, {plain_number(high)}]}}"
        case Several(count, of):
            chosen = [part for part in of if isinstance(part, Is) and not isinstance(pack.findings[part.finding], YesNo)]
            if count == 1 and len(chosen) == len(of) and len({part.finding for part in chosen}) == 1:
                return f"{chosen[0].finding}: [{', '.join(part.value for part in chosen)}]"
            listed = ", ".join(f"{{{_inner(pack, part)}}}" for part in of)
            if count in (1, len(of)):
                return f"{'all' if count == len(of) else 'any'}: [{listed}]"
            return f"at_least: {{count: {count}, of: [{listed}]}}"


def conclusion_line(pack: Pack, conclusion: Conclusion) -> str:
    """A conclusion as flow YAML without the braces; the weight of evidence by its strength where one has it."""
    match conclusion:
        case Concludes(kind, name):
            return f"{_KEYS.get(kind, kind)}: {name}"
        case Supports(condition, weight, _, ratio):
            way = "supports" if weight > 0 else "opposes"
            if ratio is not None:
                return f"{way}: {condition}, lr: {ratio:g}"
            strength = next((name for name, decibans in pack.about.weighing.strengths.items() if decibans == abs(weight)), None)
            return f"{way}: {condition}, " + (f"strength: {strength}" if strength else f"{weight:+d} decibans")


def flow(said: object) -> str:
    """Answers as flow YAML."""
    if isinstance(said, Mapping):
        inner = {name: list(each) if isinstance(each, Mapping) and all(each.values()) else each for name, each in said.items()}
        return f"{{{', '.join(f'{name}: {flow(each)}' for name, each in inner.items())}}}"
    if isinstance(said, list):
        return f"[{', '.join(map(str, said))}]"
    if isinstance(said, bool):
        return "true" if said else "false"
    if isinstance(said, float):
        return plain_number(said) if float(plain_number(said)) == said else repr(said)
    return f'"{said}"' if said in ("yes", "no", "on", "off", "none") and isinstance(said, str) else str(said)
