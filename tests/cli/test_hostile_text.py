"""A poisoned pack, case, table and command line through every verb and every form that the program has."""

import json
import os
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest
from click.testing import CliRunner, Result
from html_reading import read_page
from markdown_it import MarkdownIt
from planned import planned_diary
from poison import MARKUP, POISON, poisoned_case, poisoned_diary, poisoned_pack, poisoned_table, steering
from running import commands
from tiny import TINY, pack_problems

from hipexpert.cli.main import main
from hipexpert.knowledge.packs import reading

CASE = ["--knowledge", "{pack}", "-f", "site=front", "-f", "side=left", "-f", "age=20"]
# How each verb is called. A verb that is not here fails the test, and so does an option that no call uses and that is not PLAIN.
CALLS: dict[str, list[list[str]]] = {
    "advice": [["--knowledge", "{pack}"]],
    "audit": [["{pack}", "--no-prove", "--notes"], ["--list"], ["--explain", "redundant-premise"]],
    "bench": [["{case}", "--knowledge", "{pack}", "--compare", "{pack}"]],
    "cohort": [
        ["{table}", "--knowledge", "{pack}", "--mapping", "{mapping}"],
        ["{table}", "--knowledge", "{pack}", "--mapping", "{mapping}", "--explain", "1"],
    ],
    "conditions": [["--knowledge", "{pack}"], ["jumpers_knee", "--knowledge", "{pack}"]],
    "diff": [["{pack}", "{tiny}", "--no-prove"]],
    "explain": [
        CASE,
        *([*CASE, option, word] for option, word in (("--how", "urgency"), ("--why", "swollen"), ("--why-not", "jumpers_knee"))),
        [*CASE, "--what-if", "swollen=yes"],
        [*CASE, "--counterfactual", "first"],
        [*CASE, "--against", "{case}"],
        [*CASE, "--diary", "{diary}", "--today", "2026-03-02"],
    ],
    "export": [["{pack}"]],
    "findings": [["--knowledge", "{pack}"], ["--knowledge", "{pack}", "--schemas", "{new}"]],
    "graph": [["{pack}"], ["{pack}", "--focus", "jumpers_knee"], ["{pack}", "--topic", "findings/about"], ["{pack}", "--fold"]],
    "interview": [["--knowledge", "{pack}"], ["{case}", "--knowledge", "{pack}", "-o", "{new}"]],
    "mcp": [["--check", "--knowledge", "{pack}"]],
    "new pack": [["{new}", "--title", POISON.replace("\x00", "")]],
    "new rule": [["a-new-rule", "--pack", "{pack}", "--when", "swollen=yes", "--then", "urgency=soon", "--source", "book", "--dry-run"]],
    "new condition": [
        [
            *("sore_knee", "--pack", "{pack}", "--prior", "common", "--typical-urgency", "routine", "--when", "swollen=yes"),
            *("--strength", "moderate", "--source", "book", "--region", "front", "--dry-run"),
        ]
    ],
    "log add": [["note", "--text", f"x {MARKUP} \u202ereverse", "--diary", "{new}"], ["run", "--distance", "5", "--diary", "{diary}"]],
    "log edit": [["1", "--note", "new", "--diary", "{diary}"]],
    "log export": [["--diary", "{diary}"]],
    "log import": [["{diary_csv}", "--diary", "{new}"]],
    "log list": [["--diary", "{diary}"]],
    "log patterns": [["--diary", "{diary}"]],
    "log remove": [["1", "--diary", "{diary}"]],
    "pack check": [["{pack}"]],
    "pack seal": [["{pack}"]],
    "plan start": [["{case}", "--knowledge", "{pack}", "--diary", "{new}"]],
    "plan show": [["--on", "2026-05-01", "--diary", "{plan}"]],
    **{
        f"plan {verb}": [[*words, "--diary", "{plan}"]]
        for verb, words in {
            "done": ["--during", "1", "--note", POISON.replace("\x00", "")],
            "pain": ["1", "--note", POISON.replace("\x00", "")],
            "skip": ["--note", POISON.replace("\x00", "")],
        }.items()
    },
    "prove": [["never: {swollen: true}", "--knowledge", "{pack}"]],
    "report": [["--on", "2026-05-01", "--diary", "{plan}"], ["--on", "2026-05-01", "--diary", "{diary}"]],
    "plan clear": [["--by", POISON.replace("\x00", ""), "--on", "2026-05-01", "--diary", "{waiting}"]],
    "serve": [["--check", "--port", "0", "--knowledge", "{pack}"]],
    "review keep": [["{pack}"]],
    "review show": [["swollen", "{pack}", "--no-prove", "--since", "{tiny}"]],
    "review sign": [["{pack}", "--name", "A", "--role", "nurse", "--date", "2020-05-01", "--accept", "swollen", "--no-prove"]],
    "review start": [["{pack}", "--no-prove"], ["{pack}", "--no-prove", "--since", "{tiny}"]],
    "review table": [["rules/knee", "{pack}"]],
    "review status": [["{pack}"]],
    "simulate": [["50", "--knowledge", "{pack}"]],
    "test": [["{case}", "--knowledge", "{pack}", "--coverage", "--mutate", "--no-prove"]],
}
ANSWERS = "why\nmy hip \x1b[31m hurts\n\nwhy\nhelp\nhow\n1\nback\n\x1b[31m\nquit \x1b[31m/x\nleft\n20\n1\n1\n1\n1\n"


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the poisoned files, made once; each test has a copy."""
    folder = tmp_path_factory.mktemp("poisoned")
    (folder / "mapping.yaml").write_text("keep: [who]\n")
    poisoned_pack(folder / "pack")
    poisoned_case(folder / "case.json")
    poisoned_table(folder / "table.csv")
    poisoned_diary(folder / "diary.sqlite")
    planned_diary(folder / "plan.sqlite")
    planned_diary(folder / "waiting.sqlite", "back-on-a-healed-bone")
    return folder


@pytest.fixture
def there(poisoned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The poisoned files, in a folder of a poisoned name, with the reader's guard taken away: the writers stand alone."""
    monkeypatch.setattr(reading, "_STEERING", re.compile("(?!)"))
    folder = shutil.copytree(poisoned, tmp_path / "a\x1b[31m\x07\u202e\x9bz")
    monkeypatch.chdir(tmp_path)
    names = {"case": "case.json", "table": "table.csv", "mapping": "mapping.yaml", "diary_csv": "diary.csv", "pack": "pack"}
    names |= {name: f"{name}.sqlite" for name in ("diary", "plan", "waiting")}
    return {"tiny": str(TINY), **{name: str(folder / file) for name, file in names.items()}}


def forms(command: click.Command) -> list[str | None]:
    """The forms that a verb offers."""
    return next((list(each.type.choices) for each in command.params if each.name == "form"), [None])  # type: ignore[attr-defined]


def called(*words: str) -> Result:
    """What the program says, with answers on its standard input."""
    return CliRunner().invoke(main, list(words), input=ANSWERS, prog_name="hipexpert")


def test_no_verb_is_forgotten() -> None:
    """Each verb of the program is called below."""
    assert set(CALLS) == set(commands())


ONLY_TEXT = {"--list", "--explain"}  # such a call has one form, whatever is asked for
CASES = [
    (verb, number, form)
    for verb, command in commands().items()
    for number, words in enumerate(CALLS.get(verb, []))
    for form in (forms(command)[:1] if ONLY_TEXT & set(words) else forms(command))
]


@pytest.mark.parametrize(("verb", "number", "form"), CASES)
def test_poison_stays_text_in_every_form_of_every_verb(
    verb: str, number: int, form: str | None, there: dict[str, str], tmp_path: Path
) -> None:
    """No raw control character is printed or written, every form is valid, and nothing in a page runs."""
    out = tmp_path / "out"
    words = [word.format(**there, new=tmp_path / "new") if word.startswith("{") else word for word in CALLS[verb][number]]
    chosen = ["--format", form] if form else []
    result = called(*verb.split(), *words, *chosen)
    said = result.stdout
    assert isinstance(result.exception, SystemExit | None), result.exception
    binary = form in ("parquet", "arrow")
    if verb == "cohort" and (form or "csv") in ("csv", "jsonl", "parquet", "arrow") and "--explain" not in words:
        said = ""  # a kept column goes to a program as it is
    assert not steering(said), steering(said)
    assert not steering(result.stderr), steering(result.stderr)
    if result.exit_code == 2:  # an answer to one question has no picture
        assert re.search("has no form|is not folded", result.stderr), result.stderr
        return
    if form and said:
        check(form, said)
    if form and not binary and verb != "cohort" and any(each.name == "output" for each in commands()[verb].params):
        called(*verb.split(), *words, *chosen, "-o", str(out))
        written = out.read_text(encoding="utf-8")
        assert not steering(written), steering(written)
        check(form, written)


def check(form: str, said: str) -> None:
    """A document of a form is one, and nothing in it is active."""
    if form in ("json", "sarif"):
        json.loads(said)
    elif form in ("svg", "graphml"):
        root = ElementTree.fromstring(said)  # noqa: S314
        assert not [each.tag for each in root.iter() if re.search("script|image|foreignObject", str(each.tag))]
        assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
    elif form == "html":
        page = read_page(said)
        policies = [
            each.attributes.get("content", "")
            for each in page.all("meta")
            if each.attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1
        assert policies[0].startswith("default-src 'none'")
        assert not page.all("img", "iframe", "object", "embed", "link", "base")
        assert not [name for each in page.all() for name in each.attributes if name.startswith("on")]
        assert not [each for each in page.all("a") if not re.match("#|https?://", each.attributes.get("href", "#"))]
        assert said.count("<script") <= 2
    elif form == "markdown":
        tokens = [token for block in MarkdownIt("commonmark").enable("table").parse(said) for token in [block, *(block.children or [])]]
        assert not [
            each.content
            for each in tokens
            if each.type.startswith("html") and not re.fullmatch(r"(?s)\s*</?(details|summary)>.*", each.content)
        ]
        assert not [each for each in tokens if each.type in ("image", "link_open") and "javascript" in str(each.attrs)]
    elif form == "dot":
        assert all(re.match(r"//|digraph \w+ \{$|  |\}$", line) for line in said.splitlines())
    elif form == "mermaid":
        assert all(re.match(r"%%|flowchart LR$|  n\d+", line) for line in said.splitlines())


OPTIONS = [
    (verb, each.opts[-1] if isinstance(each, click.Option) else "", each.name)
    for verb, command in commands().items()
    for each in command.params
    if isinstance(each, click.Argument) or not (each.is_flag or each.count)  # type: ignore[attr-defined]
]


@pytest.mark.parametrize(("verb", "option", "name"), OPTIONS)
def test_poison_as_any_word_of_the_command_line_is_told_as_text(
    verb: str, option: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever is wrong with a word, the message that quotes it steers nothing."""
    monkeypatch.chdir(tmp_path)
    word = POISON.replace("\x00", "").replace("/", "")
    arguments = [each for each in commands()[verb].params if isinstance(each, click.Argument) and each.name != name]
    result = called(*verb.split(), *([option, word] if option else [word]), *("x" for _ in arguments))
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert result.exit_code in (0, 2), result.output
    assert not steering(result.output), steering(result.output)


@pytest.mark.parametrize("words", [[POISON], ["explain", "--" + POISON], ["explain", "--format", POISON]])
def test_poison_as_a_verb_option_or_choice_is_told_as_text(words: list[str]) -> None:
    """What the command line is refused for is quoted without effect."""
    result = called(*words)
    assert result.exit_code == 2
    assert not steering(result.output), steering(result.output)


def test_a_poisoned_pack_is_refused_before_any_writer_sees_it(tmp_path: Path) -> None:
    """Every text that holds a control character, a reversal or a hidden character is named by its place."""
    problems = pack_problems(poisoned_pack(tmp_path / "pack"))
    assert {each.code for each in problems} == {"control-character"}
    assert len({each.place for each in problems}) > 20


@pytest.mark.parametrize("char", ["\x1b", "\x07", "\x9b", "\x7f", "\x85", "\u202e", "\u2066", "\u200b", "\u2028", "\ufeff"])
def test_a_text_that_steers_or_hides_is_refused_in_yaml_and_json(char: str) -> None:
    """One such character is enough, written as an escape in either form."""
    for content in (json.dumps({"title": f"a{char}b"}), f"title: {json.dumps(f'a{char}b')}"):
        with pytest.raises(reading.ReadingError) as caught:
            reading.parse(content.encode(), "case")
        assert [each.code for each in caught.value.problems] == ["control-character"]


def test_a_table_on_a_terminal_steers_nothing(there: dict[str, str], tmp_path: Path) -> None:
    """Results go to a program as they are, kept columns and all; on a terminal they are text."""
    import pty
    import subprocess
    import sys

    from running import CHECKOUT

    plain = called("cohort", there["table"], "--knowledge", str(TINY), "--mapping", there["mapping"], "--columns", "urgency").stdout
    assert MARKUP.replace('"', '""') in plain
    ours, theirs = pty.openpty()
    words = ["cohort", there["table"], "--knowledge", str(TINY), "--mapping", there["mapping"], "--columns", "urgency"]
    with subprocess.Popen(
        [sys.executable, "-m", "hipexpert", *words], env={**os.environ, "PYTHONPATH": CHECKOUT}, stdout=theirs
    ) as process:
        os.close(theirs)
        printed = b""
        try:
            while chunk := os.read(ours, 65536):
                printed += chunk
        except OSError:
            pass
    os.close(ours)
    assert process.returncode == 3
    assert not steering(printed.decode().replace("\r\n", "\n"))
