"""Premises, conclusions and answers on one line, in the YAML of their authors."""

from collections.abc import Mapping

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.answer_space import exact_number
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Supports
from hipexpert.knowledge.packs.premises import Premise
from hipexpert.knowledge.packs.written import conclusion_as_written, in_flow

WIDEST = 160


def premise_line(pack: Pack, premise: Premise) -> str:
    """A premise as flow YAML without the outer braces; a very long one is cut."""
    line = in_flow(pack, premise)
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…"


def conclusion_line(pack: Pack, conclusion: Conclusion) -> str:
    """A conclusion as flow YAML without the braces; the weight of evidence by its strength where one has it."""
    match conclusion:
        case Concludes():
            return conclusion_as_written(pack, conclusion)
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
        return exact_number(said)
    return f'"{said}"' if said in ("yes", "no", "on", "off", "none") and isinstance(said, str) else str(said)
