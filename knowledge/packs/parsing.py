"""Parsing a pack: every file read, every name resolved, every problem reported at once."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar, get_args

import msgspec
from msgspec import Meta, Struct

from hipexpert.engine import Problem, gathering
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.claims import ClaimReader, RawClaim
from hipexpert.knowledge.packs.conclusions import ConclusionReader, WrittenConclusions
from hipexpert.knowledge.packs.conversation import ConversationItem
from hipexpert.knowledge.packs.converting import convert, convert_list
from hipexpert.knowledge.packs.exercises import Exercise
from hipexpert.knowledge.packs.governance import Hazard, NotFollowed, Suppression
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.limits import ENTRIES, limit_problems, passed
from hipexpert.knowledge.packs.pack import About, Advice, Claim, Condition, Constraint, Pack, Pattern, Rule, RuleStatus, ScreenItem
from hipexpert.knowledge.packs.phrases import Phrasing, phrasing_problems
from hipexpert.knowledge.packs.pictures import Discriminating, Picture
from hipexpert.knowledge.packs.premises import Names, Premise, PremiseReader
from hipexpert.knowledge.packs.programmes import Programme, ProgrammeReader, RawProgramme
from hipexpert.knowledge.packs.screen import RawScreenItem, ScreenReader
from hipexpert.knowledge.packs.sealing import SIGNATURES, PackError
from hipexpert.knowledge.packs.snapshot import Loaded
from hipexpert.knowledge.packs.sourced import Citation, Review, Source
from hipexpert.knowledge.packs.texts import Texts
from hipexpert.knowledge.packs.vocabulary import Finding, FindingGroup, Line, RuleId, WrittenPremise
from hipexpert.knowledge.packs.weighing import Prior
from hipexpert.knowledge.packs.witness import marked

if TYPE_CHECKING:
    from hipexpert.knowledge.packs.parsed_files import ParsedFiles

HIP = Path(__file__).resolve().parents[1] / "hip"  # in a checkout the files that people change, not links to them
_LANGUAGE = re.compile(r"translations/([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)/[^/]+")
T = TypeVar("T", bound=Struct)
WeighedBand = Literal["likely", "possible", "less_likely"]


class RawRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as it is written, before its names are resolved."""

    id: RuleId
    title: Line
    when: WrittenPremise
    then: WrittenConclusions
    because: Line
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    reviewed: Review
    status: RuleStatus = "active"


class RawConstraint(Struct, frozen=True, forbid_unknown_fields=True):
    """A constraint as it is written."""

    id: RuleId
    never: WrittenPremise
    because: Line
    reviewed: Review | None = None


def names_of(
    findings: Mapping[str, Finding],
    conditions: Sequence[Condition],
    patterns: Iterable[Pattern],
    advice: Sequence[Advice],
) -> Names:
    """What the rules of a pack may speak of."""
    kinds = {kind: frozenset(each.id for each in conditions if each.kind == kind) for kind in ("condition", "contributing_factor")}
    concluded = {
        "pattern": frozenset(each.id for each in patterns),
        "contributing": kinds["contributing_factor"],
        "suspected": kinds["condition"],
        "likely": kinds["condition"],
        "urgency": frozenset(LEVELS),
    }
    tagged: dict[str, list[str]] = {}
    for each in advice:
        for tag in each.tags:
            tagged.setdefault(tag, []).append(each.id)
    return Names(findings, concluded, frozenset(each.id for each in advice), tagged)


def parse_pack(contents: Mapping[str, bytes], content_hash: str) -> Pack:
    """The pack that the files describe. Raises :class:`PackError`."""
    return parse_loaded(contents, content_hash).pack


def parse_loaded(contents: Mapping[str, bytes], content_hash: str, before: "ParsedFiles | None" = None) -> Loaded:
    """The same with its program, each file taken as it was read ``before`` where it is the same. Raises :class:`PackError`."""
    from hipexpert.knowledge.packs.parsed_files import ParsedFiles

    before = ParsedFiles() if before is None else before
    problems: list[Problem] = []
    texts: dict[str, reading.Text] = {}
    for name, content in contents.items():
        if name == SIGNATURES:
            continue  # read by whoever asks who signed
        with gathering(problems):
            texts[name] = before.text(name, content)
    if problems:
        raise PackError(problems)
    return parse_texts(texts, content_hash)


def parse_texts(texts: Mapping[str, reading.Text], content_hash: str) -> Loaded:
    """The pack that files say, once each is data, and its program. Raises :class:`PackError`."""
    return _Parser(texts).loaded(content_hash)


class _Parser:
    def __init__(self, texts: Mapping[str, reading.Text]) -> None:
        self.problems: list[Problem] = []
        self.texts = texts

    def loaded(self, content_hash: str) -> Loaded:
        # Imported here: what comes out of a snapshot was checked when that was made.
        from hipexpert.knowledge.packs.checking import compiled

        text = self.texts["pack.yaml"]
        about = convert(About, text.data, text.place, self.problems)
        texts = self._texts()
        read = [(each, group) for each in self._in("findings") if (group := convert(FindingGroup, each.data, each.place, self.problems))]
        groups = tuple(group for _, group in read)
        findings = [finding for group in groups for finding in group.findings]
        conditions = self._entries(Condition, "conditions")
        patterns = self._entries(Pattern, "patterns")
        sources = self._entries(Source, "sources")
        hazards = self._entries(Hazard, "hazards")
        suppressions = self._entries(Suppression, "suppressions")
        advised = list(self._items(Advice, "advice"))
        advice = tuple(each for _, _, each in advised)
        not_followed = self._entries(NotFollowed, "not_followed")
        names = names_of({finding.id: finding for finding in findings}, conditions, patterns, advice)
        rules = tuple(self._rules(names, about))
        discriminating = self._entries(Discriminating, "discriminating")
        pictures = self._entries(Picture, "pictures")
        constraints = tuple(self._constraints(names))
        claims = tuple(self._claims(names))
        screen = tuple(self._screen(names))
        phrasings = tuple(self._phrasings(names.findings))
        conversation = self._entries(ConversationItem, "interview")
        programmes = tuple(self._programmes(names))
        exercises = self._entries(Exercise, "exercises")
        translations = self._translations()
        safe_tests, safe_advice = self._safe_tests(read, names), self._safe_advice(advised, names)
        for kind, key, ids in (
            ("group", "group", [group.group for group in groups]),
            ("finding", "findings", [finding.id for finding in findings]),
            ("condition", "conditions", [each.id for each in conditions]),
            ("pattern", "patterns", [each.id for each in patterns]),
            ("source", "sources", [each.id for each in sources]),
            ("constraint", "constraints", [each.id for each in constraints]),
            ("advice", "advice", [each.id for each in advice]),
            ("hazard", "hazards", [each.id for each in hazards]),
            ("claim", "not_followed", [each.id for each in not_followed]),
            ("rule", "rules", [rule.id for rule in rules]),
            ("safety claim", "claims", [each.id for each in claims]),
            ("picture", "pictures", [each.id for each in pictures]),
            ("phrasing", "words", [each.of for each in phrasings]),
            ("screen item", "screen", [each.id for each in screen]),
            ("item", "interview", [each.id for each in conversation]),
            ("programme", "programmes", [each.id for each in programmes]),
            ("exercise", "exercises", [each.id for each in exercises]),
        ):
            self._repeated(kind, key, ids)
        if about is not None and self._weighing(about, text):
            pack = Pack(
                about=about,
                groups=groups,
                conditions=conditions,
                patterns=patterns,
                rules=rules,
                constraints=constraints,
                sources=sources,
                safe_tests=safe_tests,
                advice=advice,
                not_followed=not_followed,
                hazards=hazards,
                content_hash=content_hash,
                suppressions=suppressions,
                places=self._all_places(),
                claims=claims,
                discriminating=discriminating,
                pictures=pictures,
                safe_advice=safe_advice,
                screen=screen,
                packed_phrasings=msgspec.msgpack.encode(phrasings),
                conversation=conversation,
                programmes=programmes,
                exercises=exercises,
                packed_translations=translations,
                texts=texts,
            )
            if too_much := limit_problems(pack):
                raise PackError([*self.problems, *too_much])
            echoes = {"repeated-id", "unadvised"} if self.problems else set()
            program, found = compiled(pack, self._where)
            self.problems += [each for each in found if each.code not in echoes]
            if program is not None and not self.problems:
                return Loaded(marked(pack), program)
        # What is declared badly is one problem, not another one wherever it is named.
        fine = [groups, conditions, patterns, sources, hazards, advice, not_followed, rules, constraints, claims, screen, conversation]
        fine += [programmes, exercises]
        well = {*_strings(msgspec.to_builtins(fine), "id"), *(group.group for group in groups)}
        badly = tuple(f"`{name}`" for name in self._ids() if name not in well)
        told = [each for each in self.problems if not (each.code.startswith("unknown-") and each.message.endswith(badly))]
        raise PackError(told or self.problems)

    def _weighing(self, about: About, text: reading.Text) -> bool:
        """Whether every class and band of the weighing has its number."""
        before = len(self.problems)
        for name, kind, numbers in (("priors", Prior, about.weighing.priors), ("bands", WeighedBand, about.weighing.bands)):
            for key in get_args(kind):
                if key not in numbers:
                    place = text.place("weighing", name)
                    self.problems.append(Problem("missing-key", f"`{name}` lacks `{key}`", place, f"add `{key}:` and its decibans"))
        return len(self.problems) == before

    def _texts(self) -> Texts:
        """The words of the field; what the file does not say is said in words that suit any."""
        text = self.texts.get("texts.yaml")
        found = None if text is None else convert(Texts, text.data, text.place, self.problems)
        return found or Texts()

    def _ids(self) -> Iterator[str]:
        """The ids of everything in all files, well-formed or not."""
        for text in self.texts.values():
            yield from _strings(text.data, "id")
            if isinstance(text.data, dict):
                yield from _strings({"group": text.data.get("group")}, "group")

    def _in(self, key: str) -> Iterator[reading.Text]:
        """The file, or the files of the folder, that holds entries of a kind."""
        return (text for name, text in self.texts.items() if name == f"{key}.yaml" or name.startswith(f"{key}/"))

    def _items(self, kind: type[T], key: str) -> Iterator[tuple[reading.Text, int, T]]:
        """The well-formed entries of a kind, each with its file and its number in it."""
        for text in self._in(key):
            if isinstance(text.data, dict) and set(text.data) == {key}:
                yield from ((text, number, item) for number, item in convert_list(kind, text.data[key], text.place, self.problems, key))
            else:
                self.problems.append(Problem("bad-file", f"the file must hold `{key}:` and nothing else", text.place()))

    def _entries(self, kind: type[T], key: str) -> tuple[T, ...]:
        return tuple(item for _, _, item in self._items(kind, key))

    def _rules(self, names: Names, about: About | None) -> Iterator[Rule]:
        for text, number, raw in self._items(RawRule, "rules"):
            premise = PremiseReader(names, text.place, self.problems).read(raw.when, "rules", number, "when")
            concluded = ConclusionReader(names, about, text.place, self.problems).read(raw.then, "rules", number, "then")
            if premise is not None and concluded:
                yield Rule(raw.id, raw.title, premise, concluded, raw.because, raw.sources, raw.reviewed, raw.status, text.name)

    def _constraints(self, names: Names) -> Iterator[Constraint]:
        for text, number, raw in self._items(RawConstraint, "constraints"):
            never = PremiseReader(names, text.place, self.problems).read(raw.never, "constraints", number, "never")
            if never is not None:
                yield Constraint(raw.id, never, raw.because, raw.reviewed)

    def _claims(self, names: Names) -> Iterator[Claim]:
        for text, number, raw in self._items(RawClaim, "claims"):
            claim = ClaimReader(names, text.place, self.problems).claim(raw, "claims", number)
            if claim is not None:
                yield claim

    def _screen(self, names: Names) -> Iterator[ScreenItem]:
        for text, number, raw in self._items(RawScreenItem, "screen"):
            item = ScreenReader(names, text.place, self.problems).item(raw, "screen", number)
            if item is not None:
                yield item

    def _programmes(self, names: Names) -> Iterator[Programme]:
        for text, number, raw in self._items(RawProgramme, "programmes"):
            programme = ProgrammeReader(names, text.place, self.problems).programme(raw, "programmes", number)
            if programme is not None:
                yield programme

    def _phrasings(self, findings: Mapping[str, Finding]) -> Iterator[Phrasing]:
        read = list(self._items(Phrasing, "words"))
        classes = frozenset(each.of for _, _, each in read if each.is_class)
        for text, number, phrasing in read:
            self.problems += phrasing_problems(phrasing, findings, classes, text.place("words", number))
            yield phrasing

    def _translations(self) -> dict[str, bytes]:
        """The translations by language, packed: they are unpacked when that language is asked for."""
        from hipexpert.knowledge.packs.translations import Translated, repeated

        found: dict[str, list[tuple[Translated, str]]] = {}
        for text, number, each in self._items(Translated, "translations"):
            language = _LANGUAGE.fullmatch(text.name)
            if language is None:
                help_text = "put it into the folder of its language, for instance translations/de/findings.yaml"
                self.problems.append(Problem("bad-file", "the language of these translations is not said", text.place(), help_text))
                break
            found.setdefault(language[1], []).append((each, text.place("translations", number)))
        for language_code, each_of in found.items():
            if len(each_of) > ENTRIES:
                self.problems.append(passed(f"{len(each_of)} translations", ENTRIES, f"translations/{language_code}", "leave some out"))
            self.problems += repeated(tuple(each_of))
        return {language_code: msgspec.msgpack.encode([each for each, _ in each_of]) for language_code, each_of in found.items()}

    def _safe_tests(self, groups: list[tuple[reading.Text, FindingGroup]], names: Names) -> dict[str, Premise]:
        found: dict[str, Premise] = {}
        for text, group in groups:
            for number, finding in enumerate(group.findings):
                if finding.safe_when is not None:
                    reader = PremiseReader(names, text.place, self.problems)
                    premise = reader.read(finding.safe_when, "findings", number, "safe_when")
                    if premise is not None:
                        found[finding.id] = premise
                elif group.answered_by == "self_test":
                    help_text = "add `safe_when:`, a premise that says what must be known before somebody may try it"
                    problem = f"the test `{finding.id}` does not say when it is safe"
                    self.problems.append(Problem("unguarded-test", problem, text.place("findings", number), help_text))
        return found

    def _safe_advice(self, advised: list[tuple[reading.Text, int, Advice]], names: Names) -> dict[str, Premise]:
        found: dict[str, Premise] = {}
        for text, number, advice in advised:
            if advice.safe_when is not None:
                premise = PremiseReader(names, text.place, self.problems).read(advice.safe_when, "advice", number, "safe_when")
                if premise is not None:
                    found[advice.id] = premise
        return found

    def _repeated(self, kind: str, key: str, ids: list[str]) -> None:
        for name, count in Counter(ids).items():
            if count > 1:
                place = list(self._places(name, key))[-1]
                self.problems.append(Problem("repeated-id", f"the {kind} id `{name}` is used {count} times", place, "ids are never reused"))

    def _all_places(self) -> dict[str, dict[str, str]]:
        """The place of every entry, by the key of its list and its id."""
        found: dict[str, dict[str, str]] = {}
        for text in self.texts.values():
            for key, items in text.data.items() if isinstance(text.data, dict) else ():
                for number, item in enumerate(items if isinstance(items, list) else ()):
                    if isinstance(item, dict):
                        name = str(next((item[each] for each in ("id", "finding", "of") if each in item), number))
                        found.setdefault(key, {})[name] = text.place(key, number)
                        values = item.get("values")
                        for part, value in enumerate(values if isinstance(values, list) else ()):
                            if isinstance(value, dict):
                                found.setdefault("values", {})[f"{name}={value.get('id')}"] = text.place(key, number, "values", part)
        return found

    def _where(self, name: str) -> str:
        """The place of the first entry with an id; empty when there is none."""
        return self._first_places.get(name, "")

    @cached_property
    def _first_places(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for text in self.texts.values():
            for key, items in text.data.items() if isinstance(text.data, dict) else ():
                for number, item in enumerate(items if isinstance(items, list) else ()):
                    if isinstance(item, dict) and isinstance(name := item.get("id"), str) and name not in found:
                        found[name] = text.place(key, number)
        return found

    def _places(self, name: str, under: str) -> Iterator[str]:
        """The places of the entries with an id under a key."""
        for text in self.texts.values():
            for key, items in text.data.items() if isinstance(text.data, dict) else ():
                if key == under == "group" and items == name:
                    yield text.place(key)
                if isinstance(items, list) and under == key:
                    for number, item in enumerate(items):
                        if isinstance(item, dict) and item.get("id") == name:
                            yield text.place(key, number)


def _strings(data: object, key: str) -> Iterator[str]:
    """The texts under a key anywhere in nested data."""
    if isinstance(data, dict):
        if isinstance(data.get(key), str):
            yield data[key]
        data = list(data.values())
    for each in data if isinstance(data, (list, tuple)) else ():
        yield from _strings(each, key)
