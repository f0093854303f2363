"""The page as somebody without scripts uses it: plain forms through the ASGI application."""

import gzip
import json
import random
from collections.abc import Mapping
from typing import Any

import pytest
from known_cases import AUTHORED, PUBLISHED, Case
from poison import POISON, STEERING
from visiting import Field, Visitor, in_the_form

from hipexpert import Engine, Intake
from hipexpert.audit.measuring.interviews import replies, sayable
from hipexpert.knowledge.interview.answer_file import to_case, to_yaml
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.packs.vocabulary import Choices
from hipexpert.knowledge.runner.intake import Answer
from hipexpert.service.application import of_hosted
from hipexpert.service.hosting import Hosted
from hipexpert.service.page.body import VIEWS, places_of
from hipexpert.service.page.turns import FILE_NAME
from hipexpert.service.settings import ServiceSettings

CALM = ("self_care", "routine")
SAMPLE = PUBLISHED[::17]


@pytest.fixture
def visitor(hosted: Hosted) -> Visitor:
    """Somebody at the start of the page."""
    return Visitor(of_hosted(hosted, ServiceSettings()))


def carried(visitor: Visitor, engine: Engine) -> Interview:
    """The interview that the page carries."""
    from hipexpert.service.page.carried import read_carried

    return read_carried(visitor.state, "", engine).interview


def put(visitor: Visitor, fields: list[Field], way: str = "reply") -> None:
    """Send a form of the page with these fields."""
    visitor.send("interview", [("state", visitor.state), ("do", way), *fields])


def interview_on_the_page(visitor: Visitor, told: Mapping[str, Answer], engine: Engine) -> Interview:
    """The interview of somebody who knows these answers, through forms, beside the same in Python."""
    beside = Interview(engine)
    visitor.press("Ask me instead")
    while (question := beside.question) is not None:
        assert json.loads(visitor.state) == json.loads(json.dumps(to_case(beside)))
        answers, picked = replies(told, question)
        fields = in_the_form(question, answers, picked)
        put(visitor, fields, "reply" if fields else "skip")
        beside = carried(visitor, engine)
    return beside


@pytest.mark.parametrize("case", [PUBLISHED[3]], ids=lambda case: case.id)
def test_the_interview_on_the_page_ends_where_the_answers_lead(visitor: Visitor, engine: Engine, case: Case) -> None:
    """Everything that a case knows, said in forms: every screen carries what was said, and the result has the level of it all."""
    told = sayable(engine.read(case.answers), engine).answers
    end = interview_on_the_page(visitor, told, engine)
    assert visitor.is_result
    assert visitor.level == end.level == engine.assess(end.intake).level
    known = {name: answer for name, answer in end.intake.answers.items() if name in told and not isinstance(answer, Mapping)}
    assert known
    assert known == {name: told[name] for name in known}


def opened(visitor: Visitor, content: bytes, name: str = "case.yaml") -> None:
    """Open a file on the first screen."""
    visitor.open("./")
    visitor.send("interview", [("do", "resume")], {"file": (name, content)})


def test_a_long_list_of_what_is_not_so_is_counted(visitor: Visitor, engine: Engine) -> None:
    """Where it hurts is said, and not each of the places where it does not."""
    sites = [value.id for value in engine.pack.findings["pain_site"].values]  # type: ignore[union-attr]
    told = ["findings:", "  fever: false", "  pain_site:", *(f"    {site}: {str(site == 'buttock').lower()}" for site in sites)]
    opened(visitor, "\n".join(told).encode())
    visitor.press("My answers")
    assert f"fleshy part of the buttock; none of the {len(sites) - 1} others".lower() in visitor.text.lower()


@pytest.mark.parametrize("case", SAMPLE, ids=lambda case: case.id)
def test_a_case_opened_from_its_file_has_the_level_of_assess(visitor: Visitor, engine: Engine, case: Case) -> None:
    """And the first condition, and what to do, in the words of every other form."""
    assessed = engine.assess(case.answers)
    opened(visitor, case.path.read_bytes())
    if not visitor.is_result:
        visitor.press("Show the result now")
    assert visitor.level == assessed.level
    assert visitor.heading == assessed.urgency.title
    assert assessed.urgency.action in visitor.text
    assert all(each.name in visitor.text for each in assessed.differential[:1] if each.band != "unlikely")


@pytest.mark.deep
@pytest.mark.parametrize("case", AUTHORED[::5], ids=lambda case: case.id)
def test_many_cases_opened_from_their_files_have_the_level_of_assess(visitor: Visitor, engine: Engine, case: Case) -> None:
    """A fifth of the authored cases; of the published every one, beside all other faces, in test_same_conclusions."""
    test_a_case_opened_from_its_file_has_the_level_of_assess(visitor, engine, case)


def test_who_knows_nothing_is_told_nothing_calm(visitor: Visitor, engine: Engine) -> None:
    """What must not wait for any question stands on the first screen. Not sure of anything: it ends undetermined, with the questions
    to answer first and whom to ask.
    """
    assert all(each.title in visitor.text for each in engine.assess({}).safety_net)
    assert engine.assess({}).safety_net
    visitor.press("Ask me instead")
    for _ in range(60):
        if visitor.is_result:
            break
        put(visitor, [], "skip")
        assert visitor.level not in CALM
    assert visitor.level == "undetermined"
    assert "speak to a nurse or doctor" in visitor.text
    assert "Answer these first" in visitor.text


def test_an_emergency_stops_the_interview_and_comes_first(visitor: Visitor) -> None:
    """The banner stands before everything, nothing more is asked, and the page offers no way to go on."""
    visitor.press("Go on", [("words", "I am 62, my groin hurts, and I cannot put any weight on the leg")])
    assert visitor.level == "emergency"
    assert visitor.text.startswith("emergency")
    visitor.press("That is right")
    assert visitor.is_result
    assert visitor.level == "emergency"
    assert visitor.text.startswith("emergency Go to an emergency department now")
    assert not [each for each in visitor.root.all("button") if each.attributes.get("value") in ("go", "reply")]


def test_what_was_read_wrongly_does_not_count(visitor: Visitor, engine: Engine) -> None:
    """Of own words only what keeps its mark becomes an answer."""
    visitor.press("Go on", [("words", "I'm 46 and my left groin hurts")])
    marks = [each.attributes["value"] for each in visitor.root.all("input") if each.attributes.get("name") == "kept"]
    visitor.press("That is right", [("kept", mark) for mark in marks if not mark.startswith("age_years")])
    answers = carried(visitor, engine).intake.answers
    assert "age_years" not in answers
    assert answers["pain_side"] == "left"


@pytest.mark.parametrize(("today", "days"), [("2026-11-29", 2.0), ("", None), ("yesterday", None)])
def test_a_named_day_counts_from_the_day_on_the_persons_device(visitor: Visitor, engine: Engine, today: str, days: float | None) -> None:
    """Where a script told it; without it the day is asked about, since nothing reads the clock of the service."""
    visitor.press("Go on", [("words", "my left groin has hurt since Friday"), ("today", today)])
    visitor.press("That is right")
    assert carried(visitor, engine).intake.answers.get("symptom_duration_days") == days


def test_a_fever_half_way_raises_the_level_at_once(visitor: Visitor, engine: Engine) -> None:
    """The next screen after it says so first."""
    told = {"age_years": 30.0, "sex": "male", "pain_side": "left", "pain_site": {"anterior_groin": True}, "fever": True}
    visitor.press("Ask me instead")
    while "fever" not in carried(visitor, engine).intake.answers:
        question = carried(visitor, engine).question
        assert question is not None
        fields = in_the_form(question, *replies(told, question))
        put(visitor, fields, "reply" if fields else "skip")
    assert visitor.level in ("urgent", "emergency")
    assert visitor.level == engine.assess(carried(visitor, engine).intake).level


def test_back_offers_the_answer_again_and_forgets_nothing_else(visitor: Visitor, engine: Engine) -> None:
    """Two steps back and the same answers again are where it was; what was taken back is marked, and does not count."""
    visitor.press("Ask me instead")
    visitor.press("Go on", [("age_years", "46"), ("symptom_duration_days", "3 weeks")])
    visitor.press("Go on", [("sex", "female"), ("pain_side", "left")])
    visitor.press("Go on", [("line", "1")])
    before = visitor.state
    visitor.press("← Back")
    assert [
        each.attributes["value"] for each in visitor.root.all("input") if "checked" in each.attributes and each.attributes["name"] == "line"
    ]
    visitor.press("← Back")
    visitor.press("← Back")
    assert visitor.root.one("field-age_years").attributes["value"] == "46"
    assert visitor.root.one("field-symptom_duration_days").attributes["value"] == "21 days"
    assert not carried(visitor, engine).intake.answers
    visitor.press("Go on")
    visitor.press("Go on")
    visitor.press("Go on")
    assert visitor.state == before


def test_a_part_of_a_line_can_be_marked_and_stays_marked_on_the_way_back(visitor: Visitor, engine: Engine) -> None:
    """It says that its line applies and which part it is; with “None of these” it is put right, and what is on no line is refused."""
    opened(
        visitor,
        b"findings: {age_years: 40, symptom_duration_days: 30, sex: male, pain_side: left, pain_site: [buttock], weight_bearing: full, "
        b"onset_type: on_waking}\n",
    )
    question = carried(visitor, engine).question
    assert question is not None
    line = next(each for each in question.lines if "fever" in each.parts)
    visitor.press("Go on", [("part", "fever"), ("say", "none")])
    assert "None of these" in visitor.text
    visitor.press("Go on", [("part", "no_such_sign")])
    assert "not on this list" in visitor.text
    visitor.press("Go on", [("part", "fever")])
    (step,) = carried(visitor, engine).steps
    assert step.picked == (("fever",), tuple(name for name in line.of if name != "fever"))
    assert not set(line.of) & step.answers.keys()
    visitor.press("← Back")
    marked = {
        (each.attributes["name"], each.attributes["value"])
        for each in visitor.root.all("input")
        if "checked" in each.attributes and "value" in each.attributes
    }
    assert marked == {("part", "fever"), ("line", str(question.lines.index(line)))}


def test_any_answer_can_be_changed_at_any_time(visitor: Visitor, engine: Engine) -> None:
    """From the list of answers: the rest stays, where it hurts is asked again by area, and what is not sure is open again."""
    case = PUBLISHED[3]
    end = interview_on_the_page(visitor, sayable(engine.read(case.answers), engine).answers, engine)
    visitor.press("My answers")
    name = next(name for name, said in end.intake.answers.items() if isinstance(said, bool | str))
    visitor.change(name)
    visitor.press("Not sure")
    left = carried(visitor, engine).intake.answers
    assert left == {each: said for each, said in end.intake.answers.items() if each != name}
    visitor.send("interview", [("state", visitor.state), ("change", "pain_site")])
    visitor.press("Go on", [("line", "2")])
    assert carried(visitor, engine).question is not None
    assert carried(visitor, engine).question.ids == ("pain_site",)  # type: ignore[union-attr]


def test_what_a_denied_group_denied_can_be_opened_again(visitor: Visitor, engine: Engine) -> None:
    """Not sure of one of them: the others stay denied, and this one is no longer."""
    opened(visitor, b"findings: {age_years: 40, pain_site: [anterior_groin]}\nnone_of: [red_flag]\n")
    visitor.send("interview", [("state", visitor.state), ("do", "answers")])
    assert "Warning signs: none of these" in visitor.text
    visitor.send("interview", [("state", visitor.state), ("change", "fever")])
    visitor.press("Not sure")
    intake = carried(visitor, engine).intake
    assert "fever" not in intake.answers
    assert not intake.none_of
    assert intake.answers["systemically_unwell"] is False


@pytest.mark.deep
def test_every_answer_can_be_changed(visitor: Visitor, engine: Engine) -> None:
    """Whatever finding it is, whoever answers it: its question is put, with a way to leave it open."""
    opened(visitor, PUBLISHED[0].path.read_bytes())
    state = visitor.state
    for name in engine.pack.findings:
        visitor.send("interview", [("state", state), ("change", name)])
        assert visitor.answer.status_code == 200
        assert visitor.state == state
        assert visitor.button("← Leave it as it was")


def test_what_if_shows_the_difference_and_changes_nothing_until_it_is_kept(visitor: Visitor, engine: Engine) -> None:
    """Touching an answer of the result compares; leaving it leaves the result, keeping it changes the answer."""
    opened(visitor, json.dumps({"findings": {"age_years": 30, "pain_site": ["anterior_groin"], "weight_bearing": "full"}}).encode())
    visitor.press("Show the result now")
    before = visitor.state
    visitor.change("weight_bearing")
    visitor.say("unable")
    assert visitor.level == engine.assess({**carried(visitor, engine).intake.answers, "weight_bearing": "unable"}).level == "emergency"
    assert visitor.state == before
    visitor.press("It is so")
    assert carried(visitor, engine).intake.answers["weight_bearing"] == "unable"
    assert visitor.is_result


def test_a_saved_interview_goes_on_from_its_file(visitor: Visitor, engine: Engine) -> None:
    """The file is what the terminal saves, and opening it is the same screen again."""
    visitor.press("Ask me instead")
    visitor.press("Go on", [("age_years", "46"), ("symptom_duration_days", "3 weeks")])
    state, heading = visitor.state, visitor.heading
    visitor.press("Save for later")
    assert visitor.answer.headers["content-disposition"] == f'attachment; filename="{FILE_NAME}"'
    saved = visitor.answer.content
    assert saved.decode() == to_yaml(carried(visitor, engine))
    opened(visitor, saved)
    assert (visitor.state, visitor.heading) == (state, heading)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ([], "Choose what applies"),
        ([("line", "0"), ("say", "none")], "None of these"),
        ([("line", "99")], "not on this list"),
        ([("line", "x")], "not on this list"),
    ],
)
def test_a_list_is_denied_only_by_who_says_so(visitor: Visitor, engine: Engine, fields: list[Field], says: str) -> None:
    """Nothing chosen, both, or what is not there: the same screen says what to do, and nothing counts."""
    told = {"age_years": 30, "sex": "male", "pain_side": "left", "pain_site": ["buttock"], "onset_type": "over_months"}
    opened(visitor, json.dumps({**told, "symptom_duration_days": 90, "weight_bearing": "full"}).encode())
    before = visitor.state
    assert visitor.heading == "Do any of these apply to you now?"
    put(visitor, fields)
    assert says in visitor.text
    assert visitor.state == before


@pytest.mark.parametrize(
    ("amount", "unit", "days"),
    [("3", "weeks", 21), ("2 months", "days", 60), ("a week", "days", 7), ("x", "days", None), ("-1", "days", None)],
)
def test_a_time_is_read_with_its_unit(visitor: Visitor, engine: Engine, amount: str, unit: str, days: int | None) -> None:
    """Chosen or written; what is no time is asked again, with what was written."""
    told = {"age_years": 30, "sex": "male", "pain_side": "left", "pain_site": ["buttock"], "onset_type": "over_months"}
    opened(visitor, json.dumps(told).encode())
    put(visitor, [("amount", amount), ("unit", unit)])
    assert carried(visitor, engine).intake.answers.get("symptom_duration_days") == days
    if days is None:
        assert visitor.root.one("amount").attributes["value"] == amount


def _changed(state: dict[str, Any], way: str) -> Any:
    interview, (step, *_) = state["interview"], state["interview"]["steps"]
    match way:
        case "no interview":
            return {**state, "interview": 7}
        case "unknown finding":
            interview["given"] = {"no_such_finding": True}
        case "answers what was not asked":
            step["answers"] = {**step["answers"], "limp": False}
        case "other findings":
            state["findings"] = {**state["findings"], "fever": False}
        case "age of a tree":
            step["answers"] = {**step["answers"], "age_years": 900}
        case "stage":
            step["stage"] = "</script>"
        case "items":
            step["items"] = -4
        case "passed":
            step["passed"] = [["limp"]]
    return state


@pytest.mark.parametrize(
    "way",
    ["no interview", "unknown finding", "answers what was not asked", "other findings", "age of a tree", "stage", "items", "passed"],
)
def test_a_state_that_does_not_hold_together_is_refused(visitor: Visitor, way: str) -> None:
    """With a message that says what is wrong and how to begin again, and without any conclusion."""
    visitor.press("Ask me instead")
    visitor.press("Go on", [("age_years", "46"), ("symptom_duration_days", "3 weeks")])
    state = _changed(json.loads(visitor.state), way)
    visitor.send("interview", [("state", json.dumps(state)), ("do", "result")])
    assert visitor.answer.status_code == 400
    assert visitor.level == ""


@pytest.mark.parametrize(
    ("state", "ahead"),
    [
        ("", ""),
        ("{", ""),
        ("[" * 9_000, ""),
        ("\N{GRINNING FACE}", ""),
        ('{"interview": {}}', "[{}]"),
        ('{"findings": {}, "interview": {}}', '[{"asked": ["limp"], "answers": {"limp": "perhaps"}}]'),
        ("x" * 199_000, ""),
        ("x" * 250_000, ""),
    ],
)
def test_what_is_no_state_at_all_is_refused(visitor: Visitor, state: str, ahead: str) -> None:
    """Never a fault, and never a result."""
    for path in ("interview", "letter", "reasoning", FILE_NAME):
        visitor.send(path, [("state", state), ("ahead", ahead), ("do", "result")])
        assert visitor.answer.status_code in (400, 413)
        assert not visitor.is_result


def test_an_interview_begun_with_other_knowledge_goes_on_from_its_answers(visitor: Visitor, engine: Engine) -> None:
    """After an exchange of the pack the answers stay, and the page says so."""
    visitor.press("Ask me instead")
    visitor.press("Go on", [("age_years", "46"), ("symptom_duration_days", "3 weeks")])
    state = json.loads(visitor.state)
    state["interview"]["content_hash"] = "0" * 64
    visitor.send("interview", [("state", json.dumps(state)), ("do", "go")])
    assert "The knowledge behind this page has changed" in visitor.text
    assert carried(visitor, engine).given == Intake({"age_years": 46.0, "symptom_duration_days": 21.0})


def test_hostile_text_stays_text(visitor: Visitor) -> None:
    """Words, fields and the name and content of a file: nothing becomes markup, and nothing steers."""
    story = f"My groin hurts. {POISON} I have a fever {POISON}"
    shown: list[str] = []
    visitor.press("Go on", [("words", story)])
    shown.append(visitor.answer.text)
    visitor.press("Ask me instead" if "no answer" in visitor.heading else "That is right")
    put(visitor, [("age_years", POISON), (POISON, POISON), ("say", POISON)])
    shown.append(visitor.answer.text)
    opened(visitor, f"findings: {{'{POISON[:40]}': yes}}".encode("utf-8", "surrogatepass"), "<img src=x onerror=alert(1)>.yaml")
    shown.append(visitor.answer.text)
    visitor.send("interview", [("state", POISON), ("do", POISON), ("change", POISON)])
    shown.append(visitor.answer.text)
    for page in shown:
        assert "<img" not in page
        assert page.count("<script") == 1
        assert not STEERING.search(page)


def test_no_form_that_anybody_sends_is_a_fault(visitor: Visitor) -> None:
    """Fields of the page in any mixture, in an order that chance gives: a page comes back, and no level that was not earned."""
    visitor.press("Ask me instead")
    visitor.press("Go on", [("age_years", "46"), ("symptom_duration_days", "3 weeks")])
    start, chance = visitor.state, random.Random(4)  # noqa: S311
    ways = ["words", "confirm", "begin", "resume", "go", "back", "answers", "result", "skip", "changed", "try", "reply", "", "nonsense"]
    values = ["", "0", "yes", "no", "none", "skip", "pain_site", "age_years", "limp", "full", "-1", "9" * 400, "weight_bearing", "[]"]
    names = [
        "say",
        "line",
        "unsure",
        "amount",
        "unit",
        "height",
        "weight",
        "finding",
        "change",
        "kept",
        "words",
        "from",
        "ahead",
        "age_years",
    ]
    for _ in range(30):
        fields = [(chance.choice(names), chance.choice(values)) for _ in range(chance.randrange(5))]
        visitor.send("interview", [("state", start), ("do", chance.choice(ways)), *fields])
        assert visitor.answer.status_code in (200, 400), fields
        assert visitor.level not in CALM


def test_nothing_is_kept_and_nothing_comes_from_elsewhere(visitor: Visitor) -> None:
    """No cookie, no address but those of the page itself, no handler or style in the markup, and a first load of under 150 kB."""
    total = len(gzip.compress(visitor.answer.content))
    addresses = [each.attributes[name] for each in visitor.root.all() for name in ("href", "src", "action") if name in each.attributes]
    assert all(each.startswith(("#", "./", "page/", "interview")) for each in addresses)
    assert not [name for each in visitor.root.all() for name in each.attributes if name.startswith("on") or name == "style"]
    assert "set-cookie" not in visitor.answer.headers
    for address in {each for each in addresses if each.startswith("page/")}:
        visitor.open(address)
        assert visitor.answer.status_code == 200
        assert "immutable" in visitor.answer.headers["cache-control"]
        assert not [
            word for word in (b"http://", b"https://", b"@import", b"localStorage", b"cookie") if word in _without_namespaces(visitor)
        ]
        total += len(gzip.compress(visitor.answer.content))
    assert total < 150_000
    visitor.open("interview")
    assert (visitor.answer.status_code, visitor.answer.headers["location"]) == (303, "./")


def _without_namespaces(visitor: Visitor) -> bytes:
    return visitor.answer.content.replace(b"http://www.w3.org/2000/svg", b"")


def test_the_letter_and_the_reasoning_are_pages_of_their_own(visitor: Visitor, engine: Engine) -> None:
    """The letter is for print; the reasoning runs only its own script and style, and holds the graph."""
    case = PUBLISHED[0]
    opened(visitor, case.path.read_bytes())
    if not visitor.is_result:
        visitor.press("Show the result now")
    state = visitor.state
    visitor.press("Summary for the doctor")
    assert "Summary for the doctor" in visitor.text
    assert "Nobody has examined them" in visitor.text
    visitor.send("reasoning", [("state", state)])
    policy = visitor.answer.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
    assert 'id="picture"' in visitor.answer.text


def test_every_place_that_can_hurt_lies_on_the_body_map(engine: Engine) -> None:
    """All but those that name no exact place; and each shape is of a place that the pack knows."""
    finding = engine.pack.findings["pain_site"]
    assert isinstance(finding, Choices)
    places = {value.id for value in finding.values}
    drawn = {place for view in VIEWS for place in places_of(view)}
    assert places - drawn == {each for each in places if each.endswith("_unspecified")}
    assert drawn <= places


def test_files_of_the_page_are_its_own(visitor: Visitor) -> None:
    """No other file of the machine is served."""
    for name in ("routes.py", "templates", "..%2froutes.py", "page.css%00"):
        visitor.open(f"page/{name}")
        assert visitor.answer.status_code == 404
