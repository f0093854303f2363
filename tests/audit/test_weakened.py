"""What keeps somebody safe and is said weaker: a comparison of two packs calls it laxer and names it, and a review asks for two people."""

from pathlib import Path

import pytest
from hip_pack import copied_hip

from hipexpert import load_pack
from hipexpert.audit.difference.comparing import compared, verdict_of
from hipexpert.audit.difference.entries import ENTRIES_OF, changed_entries
from hipexpert.audit.difference.values import QUESTIONS, ChangedEntry, RunnerQuestion
from hipexpert.audit.review.lowering import lowered
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.rendering.markdown import to_markdown
from hipexpert.rendering.reports.two_packs import packs_report

WEAKER = {
    "a doubled dose": ("exercises.yaml", "dose: 2 minutes, 2 times a day", "dose: 4 minutes, 4 times a day", "exercise figure-four-hold"),
    "a stop line": ("exercises.yaml", "Stop at pain at the sit bone or in the groin.", "Stop when tired.", "exercise single-leg-deadlift"),
    "a cold pack without its cloth": (
        "advice/first_72h.yaml",
        "Wrap a cold pack in a cloth and hold it",
        "Hold a cold pack",
        "advice cool-with-a-wrapped-pack",
    ),
    "for whom a careful way back is": (
        "programmes/1_healed_bone.yaml",
        "    - suspected: avn_femoral_head\n",
        "",
        "programme back-on-a-healed-bone",
    ),
    "a longer session": (
        "programmes/3_soft_tissue.yaml",
        "{id: soft-run-30, jog: 30,",
        "{id: soft-run-30, jog: 60,",
        "programme back-after-soft-tissue-pain",
    ),
    "a control of a hazard": (
        "hazards.yaml",
        "  - heavy-drinking-asks-before-paracetamol\n",
        "",
        "hazard painkillers-hide-or-harm",
    ),
    "what is done instead": (
        "not_followed/articles.yaml",
        "  instead: cool-with-a-wrapped-pack\n",
        "",
        "not_followed conflicts-b13-ice-against-inflammation",
    ),
    "the range of a temperature": ("findings/red_flag.yaml", "  maximum: 43", "  maximum: 39", "finding temperature_c"),
    "how long a bone takes": (
        "conditions/bone.yaml",
        "recovery: About 8 to 12 weeks without",
        "recovery: About 3 to 4 weeks without",
        "condition pubic_ramus_stress_fracture",
    ),
    "months that became weeks": (
        "conditions/muscle_tendon.yaml",
        "about 1 month to 2",
        "about 1 week to 2",
        "condition iliopsoas_haematoma",
    ),
    "what a danger is": (
        "conditions/vascular.yaml",
        "A cold, pale, numb or weak leg is an emergency.",
        "A cold leg may need a look.",
        "condition acute_limb_ischaemia",
    ),
    "what a pattern is": (
        "patterns.yaml",
        "bowel may be trapped in a hernia",
        "there may be a harmless lump",
        "pattern trapped_bowel",
    ),
}
SAME = {
    "another title": ("exercises.yaml", "title: Squat\n", "title: Squats\n"),
    "another reason": ("advice/first_72h.yaml", "because: Pain relief is plausible and cheap", "because: Relief is plausible and cheap"),
    "an address that moved": ("sources.yaml", "http://www.aafp.org/afp/2014/0101/p27.html", "https://www.aafp.org/afp/2014/0101/p27.html"),
    "a control more": (
        "hazards.yaml",
        "  - heavy-drinking-asks-before-paracetamol\n",
        "  - heavy-drinking-asks-before-paracetamol\n  - a-limp-gets-an-appointment\n",
    ),
    "words around the guard": (
        "conditions/bone.yaml",
        "It must be checked before any more running.",
        "It must be checked before you run again.",
    ),
}


def changed(folder: Path, *edits: tuple[str, str, str]) -> Pack:
    """The pack that ships with edits, each of an entry of its own: to read the whole pack again takes seconds."""
    copied_hip(folder / "hip")
    for file, old, new in edits:
        path = folder / "hip" / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
    return load_pack(folder / "hip")


@pytest.fixture(scope="module")
def weakened(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """The pack with every edit that says less."""
    return changed(tmp_path_factory.mktemp("weakened"), *((file, old, new) for file, old, new, _ in WEAKER.values()))


@pytest.fixture(scope="module")
def weaker(pack: Pack, weakened: Pack) -> dict[str, ChangedEntry]:
    """What is said to be weaker in it, by kind and id."""
    return {f"{each.kind} {each.id}": each for each in changed_entries(pack, weakened) if each.weaker}


@pytest.mark.parametrize("name", [name for *_, name in WEAKER.values()], ids=WEAKER)
def test_what_says_less_is_named_and_needs_two_people(name: str, pack: Pack, weakened: Pack, weaker: dict[str, ChangedEntry]) -> None:
    """The entry is said to be weaker; whoever reviews it is told so as well."""
    entry = weaker[name]
    was, now = (ENTRIES_OF[entry.kind](each).get(entry.id) for each in (pack, weakened))
    asks_less = lowered(entry.kind, entry.id, was, now, (pack, weakened), lambda one, other: one == other)
    assert set(entry.weaker) <= set(asks_less)


def test_nothing_else_is_said_to_be_weaker(weaker: dict[str, ChangedEntry]) -> None:
    """No entry that did not change, though it has to do with one that did."""
    assert set(weaker) == {name for *_, name in WEAKER.values()}


def test_what_says_as_much_is_not(pack: Pack, tmp_path: Path) -> None:
    """Other words for the same are a change each, and no weaker one."""
    found = changed_entries(pack, changed(tmp_path, *SAME.values()))
    assert len(found) == len(SAME)
    assert [each.weaker for each in found if each.weaker] == []


def test_a_pack_in_which_something_is_weaker_is_laxer(tmp_path: Path) -> None:
    """The verdict says so, in capitals, with what is lost; without it the packs tell the same."""
    answers: dict[RunnerQuestion, str] = dict.fromkeys(QUESTIONS, "no")
    assert verdict_of(answers) == "equivalent"
    assert verdict_of({**answers, "weaker": "yes"}) == "laxer"
    assert verdict_of({**answers, "weaker": "yes", "higher": "yes"}) == "mixed"


@pytest.mark.deep
def test_the_report_shows_it_first(pack: Pack, tmp_path: Path) -> None:
    """`hipexpert diff` names what is weaker before anything else, and counts it in its first line."""
    difference = compared(pack, changed(tmp_path, WEAKER["a doubled dose"][:3]), prove=False)
    text = to_markdown(packs_report(difference, full=False))
    assert difference.verdict == "laxer"
    assert "1 entry says less to keep somebody safe" in text
    assert "dose: 2 minutes, 2 times a day → 4 minutes, 4 times a day" in text
