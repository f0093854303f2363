"""What is kept of one assessment never shows in another: neither in the bytes of a document nor in what is still open."""

from random_intakes import contradictory_intakes, random_intakes

from hipexpert import Engine, Pack


def test_a_document_is_the_same_whatever_was_assessed_before(engine: Engine, pack: Pack) -> None:
    """Written from pieces that are kept or from the whole value, by an engine that has seen much or one that has seen others."""
    intakes = [*random_intakes(pack, 5, seed=5), *contradictory_intakes(pack, 2, seed=5)]
    other = Engine(pack)
    turned = {intake: other.assess(intake).to_json("full") for intake in reversed(intakes)}
    for intake in intakes:
        result = engine.assess(intake)
        assert result.to_json("full") == turned[intake] == result.document("full").to_json()
        assert engine.next_questions(intake) == other.next_questions(intake)
