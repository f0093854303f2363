"""A table of runners gets, row by row, what each runner gets alone: on every kind of frame."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dask
import dask.dataframe as dd
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from running import ROOT
from strategies_intake import intakes
from tiny import TINY

from hipexpert import Engine, IntakeError, ProblemsError, read_case_file
from hipexpert.cohort import encoding
from hipexpert.cohort.cells import CellReader, intake_of_line
from hipexpert.cohort.frames import polars_columns
from hipexpert.cohort.mapping import ColumnMapping, FrameMapping
from hipexpert.cohort.results import PIECE
from hipexpert.engine.oracle import holds
from hipexpert.knowledge.packs.ladder import LEVELS, rank
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number

dask.config.set(scheduler="synchronous")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def tiny() -> Engine:
    """The engine of the tiny pack."""
    return Engine(TINY)


def expected(engine: Engine, answers: Mapping[str, object]) -> Row:
    """The result columns of one runner, from the engine that assesses one runner at a time."""
    assessment = engine.assess(answers)
    facts = assessment.run.facts
    fired = [
        rule.id
        for rule in engine.pack.rules
        if rule.status == "active" and holds(engine.compiled.program.rule_by_id[rule.id].premise, facts)
    ]
    alarms = {
        rule.id
        for rule in engine.pack.active_rules
        if rule.id not in engine.compiled.program.late_rules
        and any(getattr(each, "kind", "") == "urgency" and rank(each.id) >= rank("soon") for each in rule.conclusions)
    }
    row: Row = {
        "urgency": assessment.level,
        "at_most": max((each for each in LEVELS if each == assessment.level or f"urgency:{each}" in assessment.outlook.possible), key=rank),
        "red_flags": " ".join(sorted(set(fired) & alarms)),
        "contradictions": " ".join(sorted(each.constraint for each in assessment.contradictions)),
        "rules": " ".join(sorted(fired)),
        "pack_version": f"{engine.pack.about.id} {engine.pack.about.version}",
        "pack_hash": engine.pack.content_hash,
        "problem": "",
    }
    for place in range(5):
        ranked = assessment.differential[place] if place < len(assessment.differential) else None
        row |= {f"condition_{place + 1}": ranked and ranked.condition, f"decibans_{place + 1}": ranked and ranked.decibans}
    return row


def as_text(answers: Mapping[str, object]) -> dict[str, str | None]:
    """An intake as the cells of a text file: choices value by value, everything else in a column of its own."""
    row: dict[str, str | None] = {}
    for name, answer in answers.items():
        if isinstance(answer, Mapping):
            row |= {f"{name}.{value}": "yes" if present else "no" for value, present in answer.items()}
        elif isinstance(answer, (list, tuple)):
            row |= {name: ",".join(answer)} if name == "none_of" else {f"{name}.{value}": "yes" for value in answer}
        elif isinstance(answer, bool):
            row[name] = "yes" if answer else "no"
        else:
            row[name] = str(answer)
    return row


def as_values(answers: Mapping[str, object]) -> dict[str, object]:
    """An intake as typed cells: truth values, numbers, text."""
    row = {name: cell for name, cell in as_text(answers).items() if not isinstance(answers.get(name), (bool, float, int))}
    return {**row, **{name: answer for name, answer in answers.items() if isinstance(answer, bool)}} | {
        name: float(answer) for name, answer in answers.items() if isinstance(answer, (int, float)) and not isinstance(answer, bool)
    }


def table(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """The rows as a polars frame with all their columns,."""
    names = sorted({name for row in rows for name in row})
    columns = {name: [row.get(name) for row in rows] for name in names}
    return pl.DataFrame(columns, strict=True)


def rows_of(frame: pl.DataFrame, engine: Engine) -> list[Row]:
    """The result columns, row by row."""
    names = expected(engine, {})
    return frame.select(list(names)).to_dicts()


def by_polars(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """In memory."""
    found = engine.assess_frame(frame)
    assert isinstance(found, pl.DataFrame)
    return found


def by_lazy_polars(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """When it is asked for."""
    found = engine.assess_frame(frame.lazy())
    assert isinstance(found, pl.LazyFrame)
    return found.collect()


def by_pandas(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """A pandas frame, whose index stays."""
    given_frame = frame.to_pandas()
    given_frame.index = range(7, 7 + len(given_frame))
    found = engine.assess_frame(given_frame)
    assert isinstance(found, pd.DataFrame)
    assert list(found.index) == list(given_frame.index)
    return pl.from_pandas(found)


def by_pyarrow(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """An Arrow table."""
    found = engine.assess_frame(frame.to_arrow())
    assert isinstance(found, pa.Table)
    return pl.DataFrame(found)


def by_duckdb(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """A DuckDB relation: SQL, run by DuckDB."""
    numbered = frame.with_row_index("row_number").to_arrow()  # noqa: F841 (DuckDB finds it by its name)
    connection = duckdb.connect()
    found = engine.assess_frame(connection.sql("select * from numbered"), mapping={"keep": ["row_number"]})
    assert isinstance(found, duckdb.DuckDBPyRelation)
    return pl.DataFrame(found.to_arrow_table()).sort("row_number")


def by_dask(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """A Dask frame in two partitions."""
    found = engine.assess_frame(dd.from_pandas(frame.to_pandas(), npartitions=2))
    assert isinstance(found, dd.DataFrame)
    return pl.from_pandas(found.compute())


Backend = Callable[[pl.DataFrame, Engine], pl.DataFrame]
BACKENDS: list[Backend] = [by_polars, by_lazy_polars, by_pandas, by_pyarrow, by_duckdb, by_dask]


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.__name__)
@pytest.mark.parametrize("cells", [as_text, as_values], ids=lambda cells: cells.__name__)
@settings(max_examples=examples(4), deadline=None)
@given(data=st.data())
def test_every_row_is_assessed_as_the_engine_does_it(
    data: st.DataObject, backend: Backend, cells: Callable[[Row], Row], tiny: Engine
) -> None:
    """The tiny pack, which uses every kind of finding: random tables on every kind of frame."""
    answers = data.draw(st.lists(intakes(tiny.pack, most=4), min_size=1, max_size=12))
    rows = [cells(each) for each in answers]
    if any(rows):
        assert rows_of(backend(table(rows), tiny), tiny) == [expected(tiny, each) for each in answers]


def random_answer(finding: Finding, numbers: random.Random) -> object:
    """An allowed answer, by a generator that is faster than hypothesis at hundreds of findings."""
    if isinstance(finding, Number):
        return float(numbers.randint(int(finding.minimum), int(finding.maximum)))
    if isinstance(finding, Choice):
        return numbers.choice(finding.values).id
    if isinstance(finding, Choices):
        return {value.id: numbers.random() < 0.5 for value in finding.values if numbers.random() < 0.4}
    return numbers.random() < 0.5


@pytest.mark.deep
def test_the_shipped_pack_gives_each_row_what_its_engine_gives(engine: Engine) -> None:
    """Random runners, some with few answers and some with all, through the pack that ships."""
    numbers = random.Random(3)  # noqa: S311
    answers: list[Row] = []
    for share in (0.02, 0.1, 0.3, 0.6, 1.0) * 8:
        said = {name: random_answer(each, numbers) for name, each in engine.pack.findings.items() if numbers.random() < share}
        answers.append({**said, "none_of": [group.group for group in engine.pack.groups if numbers.random() < 0.1]})
    assert rows_of(by_polars(table([as_text(each) for each in answers]), engine), engine) == [expected(engine, each) for each in answers]


def test_every_case_comes_out_of_a_table_as_it_does_alone(engine: Engine) -> None:
    """The published cases, as one table."""
    # The level still possible is that of `explain` here, which looks further than the outlook's bound that columns work out.
    paths = sorted((ROOT / "tests" / "cases" / "published").glob("*.yaml"))
    intakes_read = [read_case_file(path, engine.pack) for path in paths]
    answers = [{**each.answers, "none_of": list(each.none_of)} for each in intakes_read]
    found = rows_of(by_polars(table([as_values(each) for each in answers]), engine), engine)
    assert found == [{**expected(engine, each), "at_most": engine.assess(each).urgency.at_most} for each in answers]


def test_a_mapping_made_in_python_says_what_one_in_a_file_does(tiny: Engine) -> None:
    """The columns to carry over and to leave unread too, as a list or as the tuple that a mapping holds."""
    frame = pl.DataFrame({"who": ["a"], "note": ["x"], "geschwollen": ["yes"]})
    columns = {"geschwollen": ColumnMapping("swollen")}
    made = tiny.assess_frame(frame, mapping=FrameMapping(columns, keep=("who",), ignore=("note",)))
    said = tiny.assess_frame(frame, mapping={"columns": {"geschwollen": "swollen"}, "keep": ["who"], "ignore": ("note",)})
    assert made.equals(said)


def test_a_long_frame_keeps_its_order(tiny: Engine) -> None:
    """Pieces of a frame are worked on by several cores at once; each row still gets its own results."""
    answers: list[Row] = [{}, {"swollen": True, "age": 12}, {"swollen": False, "site": {"front": True}}]
    count = 3 * PIECE + 7
    frame = table([as_text(each) for each in answers])[[number * number % 3 for number in range(count)]]
    found = tiny.assess_frame(frame)
    wanted = [expected(tiny, each) for each in answers]
    assert found["urgency"].to_list() == [wanted[number * number % 3]["urgency"] for number in range(count)]
    assert found["rules"].to_list() == [wanted[number * number % 3]["rules"] for number in range(count)]


def test_a_row_that_cannot_be_read_has_no_results_and_says_why(tiny: Engine) -> None:
    """Nothing is concluded from half a row; the columns at fault are named."""
    frame = pl.DataFrame({"age": ["12", "a dozen", "300", "7.5"], "swollen": ["yes", "perhaps", None, "no"]})
    found = tiny.assess_frame(frame)
    assert found["problem"].to_list() == ["", "age, swollen", "age", "age"]
    assert found["urgency"].is_null().to_list() == [False, True, True, True]


@settings(max_examples=examples(30), deadline=None)
@given(
    word=st.text(max_size=8)
    | st.sampled_from(
        [
            " Yes",
            "NO ",
            "left",
            "Left",
            "front,back",
            "front; back",
            "12",
            "1e1",
            "nan",
            "inf",
            "99.0",
            "?",
            "\x1fyes",
            "\u2003no\x85",
            "front\x1c,back",
        ]
    )
)
def test_a_cell_is_read_as_an_intake_is(word: str, tiny: Engine) -> None:
    """A cell is refused by the table if and only if the reader of intakes refuses the same word."""
    names = ["swollen", "side", "age", "site", "site.front", "none_of", "none_of.about", "about"]
    for name in names:
        frame = pl.DataFrame({name: [word]})
        column = polars_columns(tiny.pack, frame.schema, FrameMapping())[0]
        try:
            CellReader(tiny.pack, (column,)).answers(column, word)
            is_read = True
        except IntakeError:
            is_read = False
        problems = tiny.assess_frame(frame, results=["urgency"])["problem"].to_list()
        assert (problems == [""]) is is_read, name


def test_foreign_names_and_words_are_mapped(tiny: Engine) -> None:
    """Columns are renamed, words and numbers recoded, and what is kept is carried along."""
    mapping = {
        "columns": {
            "alder": {"finding": "age", "values": {-99: "unknown"}},
            "hoven": {"finding": "swollen", "values": {"ja": True, "nei": False}},
            "kne": {"finding": "side", "values": {1: "left", 2: "right"}},
            "foran": {"finding": "site.front", "values": {1: True, 0: False}},
        },
        "keep": ["pasient"],
        "ignore": ["notat"],
    }
    frame = pl.DataFrame(
        {
            "pasient": ["a"] * 3,
            "alder": [12, -99, 3],
            "hoven": ["Ja", "nei", "yes"],
            "kne": [1, 2, 3],
            "foran": [1.0, 0.0, None],
            "notat": [None] * 3,
        }
    )
    found = tiny.assess_frame(frame, mapping=mapping)
    first, second = (
        tiny.assess({"age": 12, "swollen": True, "side": "left", "site": {"front": True}}),
        tiny.assess({"swollen": False, "side": "right", "site": {"front": False}}),
    )
    assert found["urgency"].to_list() == [first.level, second.level, None]
    assert found["problem"].to_list() == ["", "", "alder, kne"]


@pytest.mark.parametrize(
    ("frame", "mapping", "message", "help_text"),
    [
        ({"swolen": ["yes"]}, None, "unknown column `swolen`", "did you mean `swollen`?"),
        ({"zz": ["yes"]}, None, "unknown column `zz`", "`--mapping FILE`"),
        ({"site.frnt": ["yes"]}, None, "`frnt` is no value of `site`", "did you mean `site.front`?"),
        ({"swollen": [1]}, None, "the column `swollen` holds numbers", "`values:` in a mapping file"),
        ({"age": [True]}, None, "the column `age` holds true and false", "`age` takes a whole number from 5 to 99"),
        ({"side": [1.5]}, None, "the column `side` holds numbers", "one of left, right"),
        ({"swollen": ["yes"], "urgency": ["x"]}, None, "the column `urgency` has the name of a result", "rename it"),
        ({"site": ["front"], "site.back": ["yes"]}, None, "the columns `site` and `site.back` both answer `site`", "not both"),
        ({"swollen": ["yes"]}, {"columns": {"x": "swollen"}}, "the table has no column `x`", ""),
        ({"x": ["yes"]}, {"columns": {"x": "swolen"}}, "unknown finding `swolen`", "did you mean `swollen`?"),
        ({"x": ["yes"]}, {"columns": {"x": {"finding": "side", "values": {"v": "lift"}}}}, "`lift` is no answer", "did you mean `left`?"),
        ({"x": ["yes"]}, {"colums": {}}, "unknown key `colums`", "did you mean `columns`?"),
        ({"x": ["yes"]}, {"keep": ["x"]}, "no column of the table is a finding", "hipexpert findings"),
        ({"none_of.abuot": ["yes"]}, None, "unknown group `abuot`", "did you mean `none_of.about`?"),
    ],
)  # fmt: skip
def test_a_wrong_column_is_explained(frame: Row, mapping: Row | None, message: str, help_text: str, tiny: Engine) -> None:
    """One clear message, with the nearest right name."""
    with pytest.raises(ProblemsError) as caught:
        tiny.assess_frame(pl.DataFrame(frame), mapping=mapping)
    assert any(message in each.message and help_text in each.help for each in caught.value.problems), caught.value.problems


def test_only_the_results_asked_for_are_given(tiny: Engine) -> None:
    """`results` picks; an unknown name is refused with the nearest right one."""
    frame = pl.DataFrame({"swollen": [True]})
    assert tiny.assess_frame(frame, results=["red_flags", "at_most"]).columns == ["swollen", "at_most", "red_flags", "problem"]
    with pytest.raises(ProblemsError, match="did you mean `urgency`"):
        tiny.assess_frame(frame, results=["urgncy"])


def test_a_level_never_stands_without_what_is_still_possible(tiny: Engine) -> None:
    """Whoever asks for the urgency alone gets `at_most` with it: self care is not said plainly."""
    found = tiny.assess_frame(pl.DataFrame({"age": [12]}), results=["urgency"])
    assert found.select("urgency", "at_most").row(0) == ("self_care", "urgent")


def test_an_enumeration_a_category_and_nothing_are_read_as_the_text_that_they_name(tiny: Engine) -> None:
    """Whatever type polars gives a column of words."""
    words = ["left", "right", None]
    wanted = tiny.assess_frame(pl.DataFrame({"side": words, "age": [12, 30, 30]}), results=["rules"])["rules"]
    for kind in (pl.Enum(["right", "left"]), pl.Categorical()):
        frame = pl.DataFrame({"side": pl.Series(words, dtype=kind), "age": [12, 30, 30], "swollen": [None, None, None]})
        assert tiny.assess_frame(frame, results=["rules"])["rules"].equals(wanted)


def test_a_number_that_is_none_says_nothing(tiny: Engine) -> None:
    """As frames write an empty cell: in a column of numbers, and where a mapping makes words of them."""
    mapping = {"columns": {"kne": {"finding": "side", "values": {1: "left", 2: "right"}}}}
    frame = pl.DataFrame({"age": [float("nan"), 12.0], "kne": [1.0, float("nan")]})
    found = rows_of(tiny.assess_frame(frame, mapping=mapping), tiny)
    assert found == [expected(tiny, {"side": "left"}), expected(tiny, {"age": 12})]


def test_texts_are_read_once_and_not_kept_for_ever(tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """More different texts than are remembered change nothing, in whatever order they come."""
    monkeypatch.setattr(encoding, "MOST_TEXTS", 20)
    words = [f"{number % 90 + 5}{'.0' * (number % 2)}" for number in range(300)]
    whole = tiny.assess_frame(pl.DataFrame({"age": words}), results=["rules"])
    one_by_one = [tiny.assess_frame(pl.DataFrame({"age": [word]}), results=["rules"]) for word in words[:60]]
    assert pl.concat(one_by_one).equals(whole.head(60))
    assert whole["rules"].to_list() == [expected(tiny, {"age": int(float(word))})["rules"] for word in words]


def test_a_relation_of_duckdb_stays_with_its_connection(tiny: Engine) -> None:
    """What comes back can be joined with other tables, read twice, and be empty."""
    connection = duckdb.connect()
    connection.sql("create table runners as select * from (values (1, 12), (2, 30)) t(number, age)")
    connection.sql("create table names as select * from (values (1, 'Ada'), (2, 'Bo')) t(number, name)")
    for where, names in (("true", [("Ada", 12), ("Bo", 30)]), ("false", [])):
        found = tiny.assess_frame(connection.sql(f"select * from runners where {where}"), mapping={"keep": ["number"]})  # noqa: S608
        connection.register("found", found)
        joined = connection.sql("select name, age from found join names using (number) order by number")
        assert joined.fetchall() == joined.fetchall() == names
        assert len(found.columns) == len(tiny.assess_frame(pl.DataFrame({"age": [1]})).columns) + 1


def test_what_is_no_table_is_refused(tiny: Engine) -> None:
    """A mapping of one runner is not a table."""
    with pytest.raises(ProblemsError, match="a table is needed, not dict"):
        tiny.assess_frame({"swollen": True})


CELLS = {
    "swollen": ["yes", "no"],
    "side": ["left", "right"],
    "age": ["12", "30"],
    "site": ["front", "front;back"],
    "site.front": ["yes", "no"],
}


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data(), kind=st.sampled_from([by_polars, by_pandas]))
def test_the_word_unknown_is_not_denied_with_its_group(data: st.DataObject, kind: Backend, tiny: Engine) -> None:
    """In every column, whether the group is denied or not: the word keeps the answer open, an empty cell does not."""
    names = data.draw(st.sets(st.sampled_from(sorted(CELLS)), min_size=1))
    names -= {"site"} if "site.front" in names else set()
    words = ["unknown", "?", " Unknown ", None]
    row = {name: data.draw(st.sampled_from([*CELLS[name], *words])) for name in sorted(names)}
    row["none_of"] = data.draw(st.sampled_from([group.group for group in tiny.pack.groups]))
    frame = table([row, dict.fromkeys(row)]).cast(pl.String())
    answers: dict[str, Any] = {name: cell.strip() for name, cell in row.items() if cell is not None and name not in ("site", "site.front")}
    if (site := row.get("site")) is not None:
        answers["site"] = site.split(";") if "front" in site else site.strip()
    if (front := row.get("site.front")) is not None:
        answers["site"] = {"front": front.strip()}
    if "age" in answers and answers["age"].isdigit():
        answers["age"] = int(answers["age"])
    wanted = expected(tiny, answers)
    assert rows_of(kind(frame, tiny), tiny)[0] == wanted
    intake = CellReader(tiny.pack, polars_columns(tiny.pack, frame.schema, FrameMapping())).intake(frame.row(0, named=True))
    assert tiny.key.said(intake) == tiny.key.said(tiny.read(answers))


def test_a_recoded_unknown_is_not_denied_with_its_group(tiny: Engine) -> None:
    """A number or a word that the mapping makes unknown keeps the answer open too."""
    group = tiny.pack.group_of["age"].group
    mapping = {
        "columns": {
            "age": {"finding": "age", "values": {-99: "unknown"}},
            "swollen": {"finding": "swollen", "values": {"vet ikke": "unknown"}},
        }
    }
    frame = pl.DataFrame({"age": [-99, None], "swollen": ["Vet ikke", None], f"none_of.{group}": ["yes", "yes"]})
    open_, denied = rows_of(tiny.assess_frame(frame, mapping=mapping), tiny)
    assert open_ == expected(tiny, {"age": "unknown", "swollen": "unknown", "none_of": [group]})
    assert denied == expected(tiny, {"none_of": [group]})


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ('{"swollen": true, "swollen": false}', "the key `swollen` is given twice"),
        ('{"site": ["back"], "site.back": false}', "`site.back` is answered twice, `yes` and `no`"),
        ('{"site.back": true, "site": {"back": false}}', "`site.back` is answered twice, `yes` and `no`"),
        ('{"none_of.about": 1}', "`1` is no answer to `none_of.about`"),
        ('{"none_of.about": "maybe"}', "`maybe` is no answer to `none_of.about`"),
        ('{"none_of.red_flag": true}', "unknown group `red_flag`"),
        ('{"about": true}', "the group `about` can only be answered `none`"),
        ('{"age": NaN}', "`NaN` is not a number"),
        ('{"swollen": "\\u0007"}', "the text holds a control character"),
    ],
)
def test_a_json_line_that_says_something_twice_or_denies_by_chance_is_refused(line: str, wrong: str, tiny: Engine) -> None:
    """Neither the last of two answers wins in silence nor does a number deny a group."""
    with pytest.raises(ProblemsError) as caught:
        intake_of_line(line, tiny.pack, FrameMapping())
    assert [problem.message for problem in caught.value.problems] == [wrong]


def test_a_json_line_may_say_the_places_one_by_one_and_together(tiny: Engine) -> None:
    """What does not contradict itself is one answer: no place is lost, in either order."""
    for line in ('{"site": ["back"], "site.front": false}', '{"site.front": "no", "site": "back"}'):
        assert intake_of_line(line, tiny.pack, FrameMapping())[0].answers == {"site": {"back": True, "front": False}}


def test_a_cell_with_a_great_deal_of_white_space_is_refused_as_any_other(tiny: Engine) -> None:
    """Whoever reads such a cell place by place for each of its places never comes to an end."""
    columns = polars_columns(tiny.pack, pl.DataFrame({"site": ["back"]}).schema, FrameMapping())
    assert "is no answer to `site`" in CellReader(tiny.pack, columns).reasons({"site": "back" + " " * 300_000 + "x"})


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame([[True]]), "a column is named `0`, which is no text"),
        (pd.DataFrame({("a", "b"): [1]}), "a column is named a tuple, which is no text"),
        (pd.DataFrame([[True, False]], columns=["swollen", "swollen"]), "2 columns are named `swollen`"),
        (pa.table([[True], [False]], names=["swollen", "swollen"]), "2 columns are named `swollen`"),
        (duckdb.sql("select true as swollen, false as swollen"), "2 columns are named `swollen`"),
        (dd.from_pandas(pd.DataFrame([[True]]), npartitions=1), "a column is named `0`, which is no text"),
        (pl.DataFrame({"swollen": pl.Series([object()], dtype=pl.Object)}), "the column `swollen` holds values of another kind"),
    ],
    ids=["number", "tuple", "pandas", "pyarrow", "duckdb", "dask", "objects"],
)
def test_columns_that_no_table_of_ours_has_are_a_problem_of_the_table(frame: Any, message: str, tiny: Engine) -> None:
    """Whatever library lets them pass."""
    with pytest.raises(ProblemsError) as caught:
        tiny.assess_frame(frame)
    assert [each.message for each in caught.value.problems] == [message]


def test_a_cell_of_a_strange_kind_is_marked_in_its_row(tiny: Engine) -> None:
    """It is no answer, and no fault of the program."""
    assert tiny.assess_frame(pd.DataFrame({"age": [9 + 0j]}))["problem"].tolist() == ["age"]


def test_a_single_result_may_be_asked_for_by_its_name(tiny: Engine) -> None:
    """As a part of a document may."""
    frame = pl.DataFrame({"swollen": [True]})
    assert tiny.assess_frame(frame, results="urgency").equals(tiny.assess_frame(frame, results=["urgency"]))
