"""The clinical reference: everything has its place, and every link leads there."""

import hashlib
import os
import posixpath
import re
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from running import CHECKOUT
from tiny import TINY, copied

from hipexpert import Pack, load_pack
from hipexpert.knowledge.packs.governance import NotFollowed
from hipexpert.knowledge.packs.premises import ESTABLISHED, Is, Names, Premise, PremiseReader, Several
from hipexpert.knowledge.packs.reading import parse
from hipexpert.knowledge.packs.written import as_written
from hipexpert.rendering.reference import reference_pages
from hipexpert.rendering.reference.escaping import code, text, web_link

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^()\s]+)\)")


@pytest.fixture(scope="module")
def pages(pack: Pack) -> dict[str, str]:
    """The pages of the hip pack."""
    return reference_pages(pack)


def prose(page: str) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", page, flags=re.MULTILINE | re.DOTALL)


def anchors(page: str) -> list[str]:
    """What a link can lead to on a page: its own anchors, and those that Markdown makes of headings."""
    titles = re.findall(r"^#+ (.*)$", prose(page), flags=re.MULTILINE)
    made = [re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles]
    return [*re.findall(r'<a id="([^"]+)"></a>', page), *made]


def test_every_relative_link_leads_to_a_page_and_an_anchor_on_it(pages: dict[str, str]) -> None:
    """No link of any page is dead."""
    places = {path: set(anchors(page)) for path, page in pages.items()}
    checked = 0
    for path, page in pages.items():
        for target in LINK.findall(prose(page)):
            to, _, anchor = target.partition("#")
            goal = posixpath.normpath(posixpath.join(posixpath.dirname(path), to)) if to else path
            assert goal in pages, f"{path} links to {target}"
            assert not anchor or anchor in places[goal], f"{path} links to {target}"
            checked += 1
    assert checked > 1000


def test_no_anchor_of_ours_stands_twice_on_a_page(pages: dict[str, str]) -> None:
    """A link by id leads to one place."""
    for path, page in pages.items():
        found = re.findall(r'<a id="([^"]+)"></a>', page)
        assert len(found) == len(set(found)), path


def test_everything_in_the_pack_has_its_place(pack: Pack, pages: dict[str, str]) -> None:
    """Every id of every kind stands on the page where a reader looks for it, as an anchor or as the page's own id."""
    for rule in pack.rules:
        assert f'<a id="{rule.id}"></a>' in pages[f"{rule.topic}.md"]
    for group in pack.groups:
        for finding in group.findings:
            assert f'<a id="{finding.id}"></a>' in pages[f"findings/{group.group}.md"]
    for condition in pack.conditions:
        if condition.kind == "condition":
            assert f"| id | `{condition.id}` |" in pages[f"conditions/{condition.id}.md"]
        else:
            assert f'<a id="{condition.id}"></a>' in pages["contributing_factors.md"]
    for page, entries in (
        ("patterns.md", pack.patterns),
        ("advice.md", pack.advice),
        ("sources.md", pack.sources),
        ("constraints.md", pack.constraints),
        ("screen.md", pack.screen),
        ("hazards.md", pack.hazards),
        ("not_followed.md", pack.not_followed),
    ):
        for entry in entries:
            assert f'<a id="{entry.id}"></a>' in pages[page]


def test_every_page_can_be_reached_from_the_index(pages: dict[str, str]) -> None:
    """Following links from README.md comes by every page."""
    reached, ahead = {"README.md"}, ["README.md"]
    while ahead:
        path = ahead.pop()
        for target in LINK.findall(prose(pages[path])):
            goal = posixpath.normpath(posixpath.join(posixpath.dirname(path), target.partition("#")[0]))
            if goal in pages and goal not in reached:
                reached.add(goal)
                ahead.append(goal)
    assert reached == set(pages)


def test_a_condition_has_a_row_for_each_item_of_evidence(pack: Pack, pages: dict[str, str]) -> None:
    """Evidence for and against stands under its heading, with the rule that brings it and a bar as long as it weighs."""
    for condition, evidence in pack.weighing_rules.items():
        page = pages[f"conditions/{condition}.md"]
        parts = re.split(r"^## ", page, flags=re.MULTILINE)
        section = {part.partition("\n")[0]: part for part in parts}
        for rule, item in evidence:
            rows = section["Evidence for" if item.weight > 0 else "Evidence against"].splitlines()
            (row,) = [each for each in rows if f"[`{rule.id}`]" in each and each.startswith(f"| {item.weight:+d} ")]
            assert all(f"#{citation.ref})" in row for citation in rule.sources)
            assert f'class="bar {"for" if item.weight > 0 else "against"}"' in row


def test_a_picture_is_one_table(pack: Pack, pages: dict[str, str]) -> None:
    """Each stance stands in a row with what it weighs and where it is from, and what nothing is known of with the reason."""
    for condition, picture in pack.picture_of.items():
        _, _, after = pages[f"conditions/{condition}.md"].partition("\n## Picture\n")
        section = after.partition("\n## ")[0]
        rows = [line for line in section.splitlines() if line.startswith("| [`")]
        for cell in pack.cells(condition):
            column = 7 if cell.denied else 6
            here = [row.split(" | ") for row in rows if f"[`{cell.finding}`]" in row]
            assert any(row[column - 1].startswith(f"{cell.weight:+d}") for row in here), (condition, cell)
        for row in picture.rows:
            assert all(any(f"#{citation.ref})" in line and f"[`{row.finding}`]" in line for line in rows) for citation in row.sources)
        for each in picture.no_information:
            for finding in each.findings:
                assert re.search(rf"^- \[`{finding}`\].*: {re.escape(text(each.because))}$", section, flags=re.MULTILINE)


def test_every_background_stands_on_one_page(pack: Pack, pages: dict[str, str]) -> None:
    """Which findings tell conditions apart, and how often each answer is given by all."""
    page = pages["discriminating.md"]
    for about in pack.discriminating:
        answers = about.bands or getattr(pack.findings[about.finding], "values", ("yes or no",))
        assert page.count(f"| [`{about.finding}`]") == len(answers)


def test_a_source_names_everything_that_cites_it(pack: Pack, pages: dict[str, str]) -> None:
    """Rules, conditions, advice and claims not followed are all found from the bibliography."""
    parts = re.split(r'<a id="([^"]+)"></a>', pages["sources.md"])
    entries = dict(zip(parts[1::2], parts[2::2], strict=True))
    citing = [*pack.rules, *pack.conditions, *pack.advice, *pack.not_followed]
    for picture in pack.pictures:
        for citation in (citation for row in picture.rows for citation in row.sources):
            assert f"conditions/{picture.id}.md)" in entries[citation.ref]
    for each in citing:
        for citation in each.sources:
            assert re.search(rf"[#/]{re.escape(each.id)}(\.md)?\)", entries[citation.ref]), (each.id, citation.ref)


def test_a_premise_as_written_reads_back_as_itself(pack: Pack) -> None:
    """The YAML shown for a rule or constraint means exactly what the pack means."""
    premises = [*(rule.premise for rule in pack.rules), *(each.never for each in pack.constraints), *pack.safe_tests.values()]
    for premise in premises:
        assert read_back(pack, premise) == premise


def test_an_answer_that_yaml_would_misread_is_written_in_quotes(tmp_path: Path) -> None:
    """A value called `no` stays a value."""
    value = "- {id: left, label: left, says: the left knee}"
    folder = copied(
        tmp_path,
        ("findings/about.yaml", value, value.replace("id: left", 'id: "no"')),
        ("rules/knee.yaml", "{side: [left, right]}", '{side: ["no", right]}'),
    )
    premise = Several(1, (Is("side", "no"), Is("side", "right")))
    assert as_written(load_pack(folder), premise) == ['when: {side: ["no", right]}']
    assert read_back(load_pack(folder), premise) == premise


def read_back(pack: Pack, premise: Premise) -> Premise | None:
    """The premise that the written form of a premise is read as."""
    data = parse("\n".join(as_written(pack, premise)).encode(), "written.yaml").data["when"]
    ids = frozenset(pack.condition_by_id) | frozenset(pack.pattern_by_id) | frozenset(pack.about.urgency)
    return PremiseReader(Names(pack.findings, dict.fromkeys(ESTABLISHED, ids)), lambda *_: "").read(data)


def test_equal_packs_give_equal_bytes(pack: Pack, pages: dict[str, str]) -> None:
    """A second time, and in processes with other hash seeds, the same pages come in the same order."""
    assert list(reference_pages(pack).items()) == list(pages.items())
    program = (
        "import hashlib, sys, hipexpert; from hipexpert.rendering.reference import reference_pages; "
        f"pages = reference_pages(hipexpert.load_pack({str(TINY)!r})); "
        "sys.stdout.write(hashlib.sha256(repr(list(pages.items())).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": CHECKOUT, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert found == {hashlib.sha256(repr(list(reference_pages(load_pack(TINY)).items())).encode()).hexdigest().encode()}


def test_every_page_says_what_it_is_and_what_it_is_not(pack: Pack, pages: dict[str, str]) -> None:
    """Its title stands first, the disclaimer last, and no date of generation anywhere."""
    for page in pages.values():
        assert page.startswith("# ")
        assert page.endswith(f"{text(pack.about.disclaimer)}\n")
        assert "\n\n\n" not in page


def test_a_pack_of_hardly_anything_has_a_reference_too() -> None:
    """The tiny pack, with no advice, hazard or claim, makes whole pages."""
    small = reference_pages(load_pack(TINY))
    assert {"README.md", "conditions/jumpers_knee.md", "findings/about.md", "rules/knee.md", "advice.md"} <= set(small)
    assert "LR 0.5" in small["conditions/jumpers_knee.md"]


def test_a_draft_is_shown_but_proves_nothing() -> None:
    """A rule that takes no part in inference stands on its own page only, its numbers in words like any other."""
    tiny = load_pack(TINY)
    rules = tuple(msgspec.structs.replace(rule, status="draft") if rule.id.startswith("youth") else rule for rule in tiny.rules)
    pages = reference_pages(msgspec.structs.replace(tiny, rules=rules))
    assert "· draft ·" in pages["rules/knee.md"]
    assert "**When** age below 12." in pages["rules/knee.md"]
    assert "youth-opposes-jumpers-knee" not in pages["conditions/jumpers_knee.md"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("a | b", "a \\| b"),
        ("*never* `run`", "\\*never\\* \\`run\\`"),
        ("<b>[x](y)</b>", "\\<b\\>\\[x\\](y)\\</b\\>"),
        ("two\nlines", "two lines"),
        ("_edge_ and in_side", "\\_edge\\_ and in_side"),
        ("R&D", "R\\&D"),
    ],
)
def test_words_of_a_pack_are_no_markup(words: str, shown: str) -> None:
    """Whatever an author, or a stranger, wrote is shown as it is."""
    assert text(words) == shown


POISON = "§ <script>1</script> | [x](javascript:1) ![x](y) `c` *a* _b_ ~~d~~ &lt; https://x.example {{ 7 * 7 }} {% raw %} \\ z"


def poisoned(value: object) -> object:
    """A value of a pack with markup after every text: whatever has more than one word, as no id has."""
    match value:
        case msgspec.Struct():
            return msgspec.structs.replace(value, **{name: poisoned(getattr(value, name)) for name in value.__struct_fields__})
        case tuple():
            return tuple(map(poisoned, value))
        case dict():
            return {key: poisoned(each) for key, each in value.items()}
        case str() if " " in value:
            return f"{value} {POISON}"
    return value


def test_no_text_of_a_pack_becomes_markup_on_any_kind_of_page(pack: Pack) -> None:
    """With scripts, bars, links and template marks in all its texts, a Markdown reader shows each in full, and our own links only."""
    pages = reference_pages(poisoned(pack))  # type: ignore[arg-type]
    kinds: dict[str, list[str]] = {}
    for path, page in pages.items():
        kinds.setdefault(posixpath.dirname(path) or path, []).append(page)
    found = 0
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    for page in (min(each, key=len) for each in kinds.values()):
        for token in reader.parse(page[: page.find("\n\n", 20_000)]):  # long pages repeat one form
            assert token.type != "html_block" or token.content.startswith("<a id=")
            inline = token.children or []
            assert all(re.match(r'<a id="|</a>|<span class="bar |</span>', each.content) for each in inline if each.type == "html_inline")
            targets = [str(each.attrs["href"]) for each in inline if each.type == "link_open"]
            assert all(re.match(r"[\w./]*(\.md)?(#|$)|https?://", target) for target in targets), targets
            shown = "".join(map(as_seen, inline))
            assert shown.count("§") == shown.count(POISON), shown
            found += shown.count("§")
    assert found > 500


def as_seen(token: Token) -> str:
    """What a reader sees of a piece of a line; a picture is nothing."""
    return token.content if token.type in ("text", "text_special", "code_inline") else ""


def test_an_id_that_is_markup_closes_no_code_and_no_attribute() -> None:
    """Ids are the author's too: backticks in one do not end its code, and quotes do not end an anchor."""
    assert code("a``b") == "``` a``b ```"
    claim = NotFollowed('"><b>`', "It helps", (), "It does not")
    page = reference_pages(msgspec.structs.replace(load_pack(TINY), not_followed=(claim,)))["not_followed.md"]
    assert '<a id="&#34;&gt;&lt;b&gt;`"></a>' in page
    assert '`` "><b>` ``' in page


def test_only_web_addresses_become_links() -> None:
    """A script in the bibliography of a stranger's pack stays text."""
    assert web_link("https://example.org/a?b=1") == "<https://example.org/a?b=1>"
    assert web_link("https://example.org/<script> |") == "<https://example.org/%3Cscript%3E%20%7C>"
    assert web_link("javascript:alert(1)") == "`javascript:alert(1)`"
