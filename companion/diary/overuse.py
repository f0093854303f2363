"""How much the hip cost in a week: four questions in words of our own, each 0 to 25, together 0 to 100.

The scheme is that of the Oslo Sports Trauma Research Center (Clarsen, Myklebust and Bahr 2013, doi:10.1136/bjsports-2012-091524; revised
2020, doi:10.1136/bjsports-2019-101337): participation, volume, performance and pain weigh alike, and what reduces volume or performance
moderately or more, or takes part away, is a substantial problem. The wording of its questionnaire is the authors' and the journal's; no
licence to ship it was found, so the questions here are ours, and a score is not one of the validated questionnaire.
"""

from hipexpert.companion.diary.entries import OveruseWeek

QUESTIONS = {
    "participation": "Could you run this week as you meant to?",
    "volume": "How much did you cut the distance or the number of runs because of the hip?",
    "performance": "How much did the hip cost you in speed, strength or form?",
    "pain": "How much did the hip hurt from running?",
}
ANSWERS = {
    "participation": {
        "full": "yes, all of it, and the hip was no matter",
        "with-pain": "yes, all of it, but the hip was in the way",
        "reduced": "only a part of it",
        "none": "no running at all, because of the hip",
    },
    "volume": {"not": "not at all", "little": "a little", "moderate": "clearly", "much": "a great deal", "could-not": "ran not at all"},
    "performance": {"not": "nothing", "little": "a little", "moderate": "clearly", "much": "a great deal", "could-not": "ran not at all"},
    "pain": {"no": "not at all", "mild": "a little", "moderate": "clearly", "severe": "badly"},
}
_POINTS = {
    "participation": {"full": 0, "with-pain": 8, "reduced": 17, "none": 25},
    "volume": {"not": 0, "little": 6, "moderate": 13, "much": 19, "could-not": 25},
    "performance": {"not": 0, "little": 6, "moderate": 13, "much": 19, "could-not": 25},
    "pain": {"no": 0, "mild": 8, "moderate": 17, "severe": 25},
}
_SUBSTANTIAL = 13


def overuse_score(week: OveruseWeek) -> int:
    """The points of a week, 0 (nothing) to 100 (no running at all, severe pain)."""
    return sum(points[getattr(week, name)] for name, points in _POINTS.items())


def is_substantial(week: OveruseWeek) -> bool:
    """Whether running was cut or hampered clearly or more, or not possible at all."""
    return week.participation == "none" or any(_POINTS[name][getattr(week, name)] >= _SUBSTANTIAL for name in ("volume", "performance"))
