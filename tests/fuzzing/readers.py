"""Every reader of the product as a function of bytes, for a fuzzer: it returns, or what it raises is a finding.

A reader may refuse what it is given, by a :class:`ProblemsError` of which each problem says something that a terminal can show.
What it accepts must be assessed, and must be the same when it is written down and read again.
"""

import json
import tempfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from fuzzing.served import request, tool, training

from hipexpert import Engine, Intake, Pack, ProblemsError, load_pack
from hipexpert.cohort.mapping import FrameMapping, read_mapping
from hipexpert.cohort.results import chosen_results
from hipexpert.cohort.running import CohortRun
from hipexpert.cohort.sources import open_source
from hipexpert.embedding import shipped_engine
from hipexpert.knowledge.interview.answer_file import resumed, to_yaml
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.interview.replies import Reply, read_reply
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.files import read_files
from hipexpert.knowledge.packs.parsing import names_of, parse_pack
from hipexpert.knowledge.packs.premises import PremiseReader, to_gate
from hipexpert.knowledge.packs.program import program_of
from hipexpert.knowledge.runner.reading_intake import read_case, read_intake, read_words
from hipexpert.rendering.report.harmless import harmless

TINY = Path(__file__).parent.parent / "knowledge" / "tiny_pack"
BEGUN = b"@BEGUN@"
"""What stands in a resume file of the corpus for the pack, version and hash of the tiny pack, which change."""


@cache
def engine() -> Engine:
    """The engine of the tiny pack, whose vocabulary has every type of finding."""
    return Engine(load_pack(TINY))


@cache
def files() -> Mapping[str, bytes]:
    """The files of the tiny pack."""
    return read_files(TINY)


def refused(read: Callable[[], object]) -> None:
    """Reads something, or sees it refused as a user is told."""
    try:
        read()
    except ProblemsError as error:
        problems = error.problems
    else:
        return
    assert problems
    for each in problems:
        assert each.code
        assert each.message
        for text in (each.message, each.place, each.help):
            harmless(text).encode("utf-8")  # as a terminal gets it


def sound(intake: Intake, pack: Pack) -> None:
    """That an intake is assessed, and is the same when it is written as JSON and read again."""
    engine().assess(intake).document("full")
    written = json.dumps({**intake.answers, **({"none_of": list(intake.none_of)} if intake.none_of else {})}, allow_nan=False)
    assert read_case(written.encode(), "again.json", pack) == intake


def case(content: bytes) -> None:
    """A case in a YAML or JSON file; what JSON says YAML says too."""
    pack = engine().pack
    refused(lambda: sound(read_case(content, "case.yaml", pack), pack))


def words(content: bytes) -> None:
    """Answers as they follow ``-f``, one a line."""
    pack, said = engine().pack, content.decode("utf-8", "surrogateescape").split("\n")
    refused(lambda: sound(read_words(said, pack), pack))


def reply(content: bytes) -> None:
    """A reply to the first question of an interview, then to the next ones, one a line."""
    now = Interview(engine())
    for line in content.decode("utf-8", "surrogateescape").split("\n")[:12]:
        if now.question is None:
            return
        asked, got = now.question, []
        refused(lambda asked=asked, got=got, line=line: got.append(read_reply(line, asked, engine().pack)))
        if got and isinstance(got[0], Reply):
            now = now.answered(got[0].answers, got[0].picked)
            sound(now.intake, engine().pack)


def resume(content: bytes) -> None:
    """A file of an interview to go on with; one that is read can be written, and is read as the same."""
    pack = engine().pack
    begun = f"pack: {pack.about.id}, version: {pack.about.version}, content_hash: {pack.content_hash}"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.yaml"

        def read() -> None:
            file.write_bytes(content.replace(BEGUN, begun.encode()))
            found = resumed(file, engine())
            file.write_text(to_yaml(found), encoding="utf-8")
            assert resumed(file, engine()).intake == found.intake

        refused(read)


def mapping(content: bytes) -> None:
    """A mapping file of a table, and the table that it is for."""

    def read() -> None:
        text = reading.parse(content, "mapping.yaml")
        table(b"Age,Seite,swollen\n40,links,ja\n", "csv", read_mapping(text.data, text))

    refused(read)


def csv(content: bytes) -> None:
    """A table with separated columns."""
    refused(lambda: table(content, "csv", FrameMapping()))


def lines(content: bytes) -> None:
    """A table of JSON lines."""
    refused(lambda: table(content, "jsonl", FrameMapping()))


def table(content: bytes, ending: str, known: FrameMapping) -> None:
    """Assesses a table as ``hipexpert cohort`` does. Raises ProblemsError."""
    with tempfile.TemporaryDirectory() as folder:
        file, target = Path(folder) / f"runners.{ending}", Path(folder) / "out.csv"
        file.write_bytes(content)
        pack, program = engine().pack, engine().compiled.program
        run = CohortRun(pack, program, open_source(file), target, "csv", Path(folder) / "rejects.csv", known, chosen_results(None))
        for _ in run.run():
            pass


def pack(content: bytes) -> None:
    """A file of a pack: the first byte says which."""
    names = sorted(files())
    chosen = names[(content[0] if content else 0) % len(names)]

    def read() -> None:
        program_of(parse_pack({**files(), chosen: content[1:]}, "0" * 64))

    refused(read)


def premise(content: bytes) -> None:
    """A premise, and the gate made of it."""
    known = engine().pack
    names = names_of(known.findings, known.conditions, known.patterns, known.advice)

    def read() -> None:
        text = reading.parse(content, "premise.yaml")
        reader = PremiseReader(names, text.place)
        found = reader.read(text.data)
        assert (found is None) == bool(reader.problems)
        if found is None:
            raise ProblemsError(reader.problems)
        to_gate(found)

    refused(read)


def own_words(content: bytes) -> None:
    """What somebody tells in their own words, read with the pack that ships: every span is of the text, every answer one of the pack."""
    known = shipped_engine()
    found = known.read_words(content.decode("utf-8", "surrogateescape"))
    spans = [*found.not_understood, *(each.words for each in found.set_aside)]
    assert all(found.text[each.start : each.end] == each.words for each in spans)
    known.assess(read_intake(dict(found.answers), known.pack)).level  # noqa: B018  # worked out when it is asked for
    assert known.read_words(found.text) == found


READERS: Mapping[str, Callable[[bytes], None]] = {
    "case": case,
    "csv": csv,
    "lines": lines,
    "mapping": mapping,
    "own_words": own_words,
    "pack": pack,
    "premise": premise,
    "reply": reply,
    "request": request,
    "resume": resume,
    "tool": tool,
    "training": training,
    "words": words,
}
