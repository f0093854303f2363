"""Loading a pack: what is refused, with file, line and help, all problems at once."""

import os
import typing
from pathlib import Path

import msgspec
import pytest
from faults import FAULTS, FINDINGS, RULES
from tiny import TINY, WHY, copied, line_of, pack_problems

import hipexpert
from hipexpert import Problem
from hipexpert.knowledge.cases import cases, rule_checks
from hipexpert.knowledge.packs import loading, parsing, reading, snapshot
from hipexpert.knowledge.packs.pack import About
from hipexpert.knowledge.packs.program import program_of


def test_the_tiny_pack_is_whole_and_works() -> None:
    """The pack that the other tests spoil can be loaded and used."""
    engine = hipexpert.Engine(hipexpert.load_pack(TINY))
    result = engine.assess({"site": ["front"], "swollen": True, "age": 14})
    assert result.urgency.level == "urgent"
    assert [each.condition for each in result.differential] == ["jumpers_knee"]
    assert [each.id for each in result.contributing_factors] == ["low_saddle"]


@pytest.mark.hazard("stale-or-unsourced-rule")
@pytest.mark.parametrize(
    ("file", "old", "new", "code", "message", "help_text"),
    FAULTS,
)
def test_what_is_wrong_in_a_pack_is_one_problem(
    file: str, old: str, new: str, code: str, message: str, help_text: str, tmp_path: Path
) -> None:
    """One mistake is one problem in the file where it is, with the nearest right name."""
    (problem,) = pack_problems(copied(tmp_path, (file, old, new)))
    assert problem.code == code
    assert problem.message.startswith(message)
    assert help_text in problem.help
    assert problem.place.split(":")[0] == file


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        (RULES, "{supports: jumpers_knee, ", "{supports: jumper, ", "{supports: jumper,"),
        (RULES, "lr: 0.5", "lr: 7", "lr: 7"),
        (RULES, "because: It may be an infection.", "because: 5", "because: 5"),
        (FINDINGS, "  noun: age\n  minimum: 5", "  noun: age\n  minimum: low", "minimum: low"),
        (FINDINGS, "{id: right, label: right, says: the right knee}", "{id: right, label: 5, says: x}", "label: 5"),
        (FINDINGS, "{swollen: absent}", "{swolen: absent}", "swolen"),
        ("pack.yaml", "weak: 3", "weak: much", "weak: much"),
        ("constraints.yaml", "{absent: front}", "{absent: frnt}", "frnt"),
    ],
)
def test_a_problem_has_the_line_of_the_mistake(file: str, old: str, new: str, line: str, tmp_path: Path) -> None:
    """The place is the line on which the wrong word stands, not that of the file or the entry."""
    folder = copied(tmp_path, (file, old, new))
    (problem,) = pack_problems(folder)
    assert problem.place == line_of(line, file, folder)


def test_all_problems_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    """Mistakes of form, unknown names and unknown sources in several files do not hide one another."""
    folder = copied(
        tmp_path,
        (RULES, "when: {site: front}", "when: {site: frnt}"),
        (RULES, "  because: It may be an infection.\n", ""),
        ("constraints.yaml", "{swollen: true}", "{swolen: true}"),
        ("conditions/knee.yaml", "prior: common\n  sources: [{ref: book,", "prior: common\n  sources: [{ref: bok,"),
        ("pack.yaml", "version: 0.0.1", "version: 5"),
    )
    found = {(each.code, each.place) for each in pack_problems(folder) if each.code != "unknown-source"}
    assert found == {
        ("unknown-value", line_of("frnt", RULES, folder)),
        ("missing-key", line_of("a-swollen-knee-in-a-child", RULES, folder)),
        ("unknown-finding", line_of("swolen", "constraints.yaml", folder)),
        ("bad-type", line_of("version", "pack.yaml", folder)),
    }


@pytest.mark.hazard("stale-or-unsourced-rule")
def test_unknown_names_and_unknown_sources_are_reported_together(tmp_path: Path) -> None:
    """A premise with an unknown name does not hide a source that the bibliography lacks."""
    folder = copied(
        tmp_path,
        (RULES, "when: {site: front}", "when: {site: frnt}"),
        ("conditions/knee.yaml", "prior: common\n  sources: [{ref: book,", "prior: common\n  sources: [{ref: bok,"),
    )
    assert [(each.code, each.message, each.help) for each in pack_problems(folder)] == [
        ("unknown-value", "`frnt` is no value of `site`", "did you mean `front`?"),
        ("unknown-source", "unknown source `bok`", "did you mean `book`?"),
    ]


def test_a_premise_on_an_answer_that_is_read_as_none_is_refused(tmp_path: Path) -> None:
    """Nobody ever gives it, so the rule would wait for it for ever; CLIPS, which reads it, would conclude more."""
    value = "- {id: unknown, label: I do not know, says: it is not known which knee}"
    pack = copied(
        tmp_path,
        ("findings/about.yaml", "says: the right knee}", f"says: the right knee}}\n  {value}"),
        (RULES, "when: {site: front}", "when: {side: [left, unknown]}"),
    )
    (problem,) = pack_problems(pack)
    assert (problem.code, problem.message) == ("bad-premise", "`unknown` of `side` is read as no answer, so nobody ever gives it")


def test_a_badly_declared_finding_is_not_reported_again_where_it_is_used(tmp_path: Path) -> None:
    """A mistake in a finding is one problem, though rules name the finding."""
    folder = copied(tmp_path, (FINDINGS, "  noun: age\n", ""))
    assert [each.code for each in pack_problems(folder)] == ["missing-key"]


@pytest.mark.parametrize("name", ["front", "jumpers_knee", "book", "about", "youth-opposes-jumpers-knee", "swollen-but-does-not-hurt"])
def test_the_name_of_something_else_is_no_finding(name: str, tmp_path: Path) -> None:
    """A premise that names a value, a condition, a source, a group, a rule or a constraint is a mistake and said so."""
    folder = copied(tmp_path, (RULES, "when: {age: {below: 12}}", f"when: {{{name}: true}}"))
    assert ("unknown-finding", f"unknown finding `{name}`") in [(each.code, each.message) for each in pack_problems(folder)]


def test_a_bad_constraint_does_not_shift_the_lines_of_the_next(tmp_path: Path) -> None:
    """Entries keep their lines when one before them is left out."""
    bad = "constraints:\n- id: no-because\n  never: {swollen: true}\n- id: swollen-but-does-not-hurt"
    folder = copied(
        tmp_path, ("constraints.yaml", "constraints:\n- id: swollen-but-does-not-hurt", bad), ("constraints.yaml", "front}", "frnt}")
    )
    assert [(each.code, each.place) for each in pack_problems(folder)] == [
        ("missing-key", "constraints.yaml:2"),
        ("unknown-value", "constraints.yaml:5"),
    ]


@pytest.mark.parametrize(
    ("file", "entry", "kind", "name"),
    [
        (FINDINGS, "- {id: swollen, question: x, type: yes_no, present: x, absent: x}\n", "finding", "swollen"),
        ("patterns.yaml", "- {id: irritated_joint, name: x, says: x}\n", "pattern", "irritated_joint"),
        ("sources.yaml", "- {id: book, title: x, type: textbook}\n", "source", "book"),
        (
            "constraints.yaml",
            "- {id: swollen-but-does-not-hurt, never: {swollen: true}, because: x}\n",
            "constraint",
            "swollen-but-does-not-hurt",
        ),
        (
            RULES,
            f"- {{id: youth-opposes-jumpers-knee, title: x, when: {{swollen: true}}, then: [{{urgency: soon}}], {WHY}}}\n",
            "rule",
            "youth-opposes-jumpers-knee",
        ),
    ],
)
def test_an_id_is_used_once(file: str, entry: str, kind: str, name: str, tmp_path: Path) -> None:
    """A repeated id is one problem, at the place of the repetition."""
    folder = copied(tmp_path)
    with (folder / file).open("a") as stream:
        stream.write(entry)
    (problem,) = pack_problems(folder)
    assert (problem.code, problem.message) == ("repeated-id", f"the {kind} id `{name}` is used 2 times")
    assert problem.place == f"{file}:{len((folder / file).read_text().splitlines())}"


@pytest.mark.hazard("false-reassurance-by-self-care", "alarm-fatigue-from-over-triage")
def test_urgency_above_routine_may_not_rest_on_weighing(tmp_path: Path) -> None:
    """What weighing concludes can be lost again, so it may raise urgency to `routine` and no further."""
    folder = copied(tmp_path, (RULES, "urgency: routine", "urgency: soon"))
    (problem,) = pack_problems(folder)
    assert (problem.code, problem.message) == ("late-urgency", "`soon` rests on weighing")
    assert problem.place == line_of("a-likely-jumpers-knee-needs-a-visit", RULES, folder)


@pytest.mark.parametrize("conclusion", ["{supports: jumpers_knee, strength: weak}", "{excludes: jumpers_knee}"])
def test_evidence_and_exclusion_may_not_rest_on_weighing(conclusion: str, tmp_path: Path) -> None:
    """A weight that depends on the weighing is refused, and the problem names what depends on it."""
    found: tuple[Problem, ...] = pack_problems(copied(tmp_path, (RULES, "[{urgency: routine}]", f"[{conclusion}]")))
    assert len(found) == 1
    assert found[0].code in {"circular-tally", "late-evidence"}
    assert "jumpers_knee" in found[0].message + found[0].place


@pytest.mark.parametrize("name", ["notes.yaml", "rules.yaml", "rules/more.yml", "rules/more.YAML", "extra/rules.yaml"])
def test_a_file_that_is_no_part_of_a_pack_is_named(name: str, tmp_path: Path) -> None:
    """YAML in the wrong place, which nobody would read, is a mistake and not silence."""
    folder = copied(tmp_path)
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("rules: []\n")
    (problem,) = pack_problems(folder)
    assert (problem.code, problem.place) == ("stray-file", name)
    assert "rules/*.yaml" in problem.help


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    """A rule file that cannot be found is a problem, since its rules would be missed."""
    folder = copied(tmp_path)
    (folder / "rules" / "more.yaml").symlink_to(tmp_path / "gone.yaml")
    assert [(each.code, each.place) for each in pack_problems(folder)] == [("no-such-file", str(folder / "rules" / "more.yaml"))]


def test_a_folder_that_is_a_link_is_not_left_out_in_silence(tmp_path: Path) -> None:
    """The rules behind it would be missed, and an emergency told as something less."""
    folder = copied(tmp_path)
    (folder / "rules").rename(tmp_path / "elsewhere")
    (folder / "rules").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    assert [(each.code, each.place) for each in pack_problems(folder)] == [("linked-folder", "rules")]


def test_a_folder_that_cannot_be_read_is_not_left_out_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the system says about it, it is said."""
    folder, scan = copied(tmp_path), os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "rules":
            raise PermissionError(13, "Permission denied", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    (problem,) = pack_problems(folder)
    assert (problem.code, problem.message, problem.place) == ("unreadable", "the folder cannot be read: permission denied", "rules")


def test_a_pipe_in_a_pack_is_refused_before_anybody_waits_for_it(tmp_path: Path) -> None:
    """A stranger's pack can make nobody wait."""
    folder = copied(tmp_path)
    os.mkfifo(folder / "rules" / "more.yaml")
    assert [(each.code, each.place) for each in pack_problems(folder)] == [("unreadable", "rules/more.yaml")]


@pytest.mark.parametrize("rooted", ["pack", "link"])
def test_each_link_out_of_a_pack_is_named_and_no_other(rooted: str, tmp_path: Path) -> None:
    """As if every file were followed to where it lies: links within the pack are read, those out of it and in a circle are not."""
    (tmp_path / "pack").mkdir()
    folder = copied(tmp_path / "pack")
    (tmp_path / "link").symlink_to(tmp_path / "pack", target_is_directory=True)
    (tmp_path / "stranger.yaml").write_text("rules: []\n")
    (folder / "rules" / "deep").mkdir()
    (folder / "kept.txt").write_text("rules: []\n")
    targets = {
        "rules/in.yaml": folder / "kept.txt",
        "rules/deep/in.yaml": Path("../../kept.txt"),
        "rules/deep/out.yaml": Path("../../../../stranger.yaml"),
    }
    targets |= {
        "rules/out.yaml": tmp_path / "stranger.yaml",
        "rules/round.yaml": folder / "rules" / "round.yaml",
        "in.yaml": Path("kept.txt"),
    }
    for name, target in targets.items():
        (folder / name).symlink_to(target)
    root = tmp_path / rooted / folder.relative_to(tmp_path / "pack")
    whole = root.resolve()
    outside = {name for name in targets if (root / name).exists() and not (root / name).resolve().is_relative_to(whole)}
    assert outside == {"rules/out.yaml", "rules/deep/out.yaml"}
    found = pack_problems(root)
    assert {each.place for each in found if each.code == "linked-file"} == outside
    assert {each.code for each in found if each.place not in outside} == {"unreadable", "stray-file"}


@pytest.mark.parametrize(
    ("name", "message"), [("gone", "there is no such folder"), ("file", "this is a file, not a pack"), ("empty", "no pack.yaml")]
)
def test_what_is_no_pack_is_said_so(name: str, message: str, tmp_path: Path) -> None:
    """A missing folder, a file and a folder without pack.yaml each have their message."""
    (tmp_path / "file").write_text("x")
    (tmp_path / "empty").mkdir()
    (problem,) = pack_problems(tmp_path / name)
    assert (problem.code, problem.place) == ("no-such-pack", str(tmp_path / name))
    assert message in problem.message


def test_a_pack_whose_path_the_system_refuses_is_a_problem() -> None:
    """A path that is too long ends in a problem and not in an error of the operating system."""
    assert [each.code for each in pack_problems(Path("x" * 5000))] == ["unreadable"]


def test_an_unreadable_file_of_a_pack_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file that may not be read is a problem of its own."""
    folder = copied(tmp_path)

    def refuse(path: str) -> None:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(reading, "FileIO", refuse)
    found = pack_problems(folder)
    assert {each.code for each in found} == {"unreadable"}
    assert len(found) == 7


def test_every_file_that_is_not_yaml_is_named(tmp_path: Path) -> None:
    """Syntax errors in two files are two problems."""
    folder = copied(tmp_path, (RULES, "rules:", "rules: ["), ("patterns.yaml", "patterns:", "patterns: &p"))
    assert sorted((each.code, each.place.split(":")[0]) for each in pack_problems(folder)) == [
        ("anchor", "patterns.yaml"),
        ("bad-yaml", RULES),
    ]


@pytest.mark.hazard("the-program-or-pack-is-broken")
def test_the_snapshot_in_a_strangers_pack_is_not_believed(tmp_path: Path) -> None:
    """A pack is what its YAML says, whatever a file beside it claims that it says."""
    folder = copied(tmp_path)
    whole = loading.load(folder)
    lie = msgspec.structs.replace(whole.pack, rules=())
    data = snapshot.to_bytes(snapshot.Loaded(lie, program_of(lie)))
    (folder / snapshot.NAME).write_bytes(data)
    assert snapshot.from_bytes(data, whole.pack.content_hash) is not None
    assert loading.load(folder) == whole


def test_no_part_of_an_entry_takes_an_unknown_key() -> None:
    """Whatever an entry is made of says which keys it has, so that a misspelt one is never read over."""
    kinds = [getattr(module, name) for module in (parsing, cases, rule_checks) for name in dir(module)]
    waiting = [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, msgspec.Struct)]
    read_from_files = {kind for kind in waiting if kind.__struct_config__.forbid_unknown_fields}
    assert {About, parsing.RawRule, rule_checks.RawCheck, parsing.Condition} <= read_from_files
    for kind in read_from_files:
        for field in msgspec.structs.fields(kind):
            for part in structs_in(field.type):
                assert part.__struct_config__.forbid_unknown_fields, (kind, part)


def structs_in(kind: object) -> list[type[msgspec.Struct]]:
    """The structs that a value of a type may hold."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [kind, *(each for field in msgspec.structs.fields(kind) for each in structs_in(field.type))]
    return [each for part in typing.get_args(kind) for each in structs_in(part)]


def test_a_place_in_the_pack_that_ships_is_the_file_that_people_change() -> None:
    """Not a link to it in some folder of the installation, which a newcomer to a checkout would not know to open."""
    assert loading.HIP.resolve() == loading.HIP
    assert [path for path in loading.HIP.rglob("*.yaml") if path.is_symlink()] == []
