"""Premises, conclusions and sources as words on a command line, turned into what a rule of a pack would say.

Each word is the YAML of the pack (``{all: [...]}``, ``limp: true``), or a short form: ``limp=yes``, ``age_years>=60``,
``pain_site=buttock,sit_bone``, ``pain_site!=buttock``, ``pattern=bone_stress``; ``urgency=soon``,
``supports=labral_tear,strong``; ``speers2017`` or ``speers2017=table 2``.
"""

import re
from collections.abc import Iterable

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.conclusions import ConclusionReader
from hipexpert.knowledge.packs.pack import Conclusion, Pack
from hipexpert.knowledge.packs.parsing import names_of
from hipexpert.knowledge.packs.premises import BOUND_WORDS, ESTABLISHED, PremiseReader
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Choices, Finding, Number, YesNo, is_unknown

Written = dict[str, object]
_SHORT = re.compile(r"\s*([\w-]+)(?:\.([\w-]+))?\s*(!=|>=|<=|=|>|<)\s*(.*?)\s*$", re.DOTALL)
_YES, _NO = ("yes", "true"), ("no", "false", "absent")


class RuleWords:
    """Reads words about one pack, collecting a problem for everything that is wrong with them."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.names = names_of(pack.findings, pack.conditions, pack.patterns, pack.advice)
        self.problems: list[Problem] = []

    def _wrong(self, code: str, message: str, place: str, help_text: str = "") -> None:
        self.problems.append(Problem(code, message, place, help_text))

    def premise(self, words: Iterable[str], option: str) -> Written | None:
        """The ``when`` that the words say together; None when they have problems or there are none."""
        read = [self._premise(word, f"{option} '{word}'") for word in words]
        parts = [each for each in read if each is not None]
        if len(parts) < len(read) or not parts:
            return None
        return parts[0] if len(parts) == 1 else {"all": list(parts)}

    def conclusions(self, words: Iterable[str], option: str) -> tuple[list[Written], tuple[Conclusion, ...]]:
        """The ``then`` that the words say, as written and as values; those without problems."""
        written: list[Written] = []
        found: tuple[Conclusion, ...] = ()
        for word in words:
            place = f"{option} '{word}'"
            data = self._short_conclusion(word) if _short(word) else self._yaml(word, place)
            if data is not None:
                read = ConclusionReader(self.names, self.pack.about, lambda *_, place=place: place, self.problems).read([data])
                written += [data] if read else []
                found += read
        return written, found

    def sources(self, words: Iterable[str], option: str) -> list[Written]:
        """The ``sources`` that the words name; those without problems."""
        read = [self._source(word, f"{option} '{word}'") for word in words]
        found = [each for each in read if each is not None]
        if found and all(each.get("stance") == "refute" for each in found):
            self._wrong("unsupported", "no source supports it", option, "add one that does")
        return found

    def _premise(self, word: str, place: str) -> Written | None:
        data = self._short_premise(word, place) if _short(word) else self._yaml(word, place)
        if data is None:
            return None
        return data if PremiseReader(self.names, lambda *_: place, self.problems).read(data) is not None else None

    def _short_premise(self, word: str, place: str) -> Written | None:
        match = _SHORT.fullmatch(word)
        if match is None:
            return None
        name, part, sign, said = match.groups()
        finding = self.pack.findings.get(name)
        if finding is None:
            if name in ESTABLISHED and sign == "=" and not part:
                return {name: said}
            known = [*self.pack.findings, *ESTABLISHED]
            self._wrong("unknown-finding", f"unknown finding `{name}`", place, did_you_mean(name, known, "see `hipexpert findings`"))
            return None
        if is_unknown(said):
            self._wrong("bad-premise", "no premise asks whether an answer is unknown", place, f"leave `{name}` out")
            return None
        return self._about(finding, part, sign, said, place)

    def _about(self, finding: Finding, part: str | None, sign: str, said: str, place: str) -> Written | None:
        name = finding.id
        word = said.lower()
        if isinstance(finding, Number) and not part:
            low, dots, high = said.partition("..")
            if sign in BOUND_WORDS:
                return {name: {BOUND_WORDS[sign]: _number(said)}}
            if sign == "=" and dots:
                return {name: {"between": [_number(low), _number(high)]}}
            self._wrong("bad-premise", f"`{name}` is a number and needs a comparison", place, f"for instance {name}>={said or 60}")
        elif sign in BOUND_WORDS:
            self._wrong("bad-premise", f"`{name}` is no number to compare", place, f"write {name}=…")
        elif isinstance(finding, YesNo) and not part and word in (*_YES, *_NO):
            return {name: True if (word in _YES) == (sign == "=") else "absent"}
        elif isinstance(finding, YesNo):
            self._wrong("bad-premise", f"`{name}` takes yes or no, not `{said}`", place, f"write {name}=yes or {name}=no")
        elif part and isinstance(finding, Choices) and word in (*_YES, *_NO):
            return {name: part if (word in _YES) == (sign == "=") else {"absent": part}}
        elif part or (sign == "!=" and not isinstance(finding, Choices)):
            self._wrong("bad-premise", f"only of `choices` can one value be denied, and `{name}` is none", place, f"write {name}=…")
        elif sign == "!=":
            return {name: {"absent": said}}
        else:
            values = [each.strip() for each in said.split(",")]
            return {name: values[0] if len(values) == 1 else values}
        return None

    def _short_conclusion(self, word: str) -> Written:
        kind, _, said = word.partition("=")
        name, *more = (each.strip() for each in said.split(","))
        data: Written = {kind.strip(): name}
        for each in more:
            key, equals, value = each.partition("=")
            data |= {key.strip(): _number(value.strip()) if key.strip() == "lr" else value.strip()} if equals else {"strength": each}
        return data

    def _source(self, word: str, place: str) -> Written | None:
        if word.lstrip().startswith("{"):
            data = self._yaml(word, place)
        else:
            ref, _, at = (each.strip() for each in word.partition("="))
            data = {"ref": ref, "at": at} if at else {"ref": ref}
        if data is None:
            return None
        ref, stance = str(data.get("ref", "")), data.get("stance", "support")
        if set(data) - {"ref", "at", "stance"} or stance not in ("support", "refute") or not isinstance(data.get("at", ""), str):
            help_text = "for instance --source 'smith2020=page 3', or {ref: smith2020, at: page 3, stance: refute}"
            self._wrong("bad-source", "a source is `ref`, `at` and `stance` (support or refute)", place, help_text)
        elif ref not in self.pack.source_by_id:
            otherwise = "add it to sources.yaml first"
            self._wrong("unknown-source", f"unknown source `{ref}`", place, did_you_mean(ref, self.pack.source_by_id, otherwise))
        else:
            against: Written = {"stance": stance} if stance == "refute" else {}
            return {"ref": ref, **({"at": data["at"]} if data.get("at") else {}), **against}
        return None

    def _yaml(self, word: str, place: str) -> Written | None:
        """The mapping that a word writes in YAML, with or without its braces."""
        text = word if word.lstrip().startswith("{") else f"{{{word}}}"
        try:
            data = reading.parse(text.encode(), place).data
        except ProblemsError as error:
            self.problems += [Problem(each.code, each.message, place, each.help) for each in error.problems]
            return None
        if not isinstance(data, dict) or not data or None in data.values():
            self._wrong("bad-word", f"`{word}` is neither `name=value` nor YAML", place, "for instance limp=yes or 'limp: true'")
            return None
        return data


def _short(word: str) -> bool:
    """Whether a word is in the short form and not YAML."""
    return not word.lstrip().startswith("{") and _SHORT.fullmatch(word) is not None


def _number(text: str) -> object:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number
