"""Numbers with their units as a person would say them: how long something has lasted in days, weeks, months or years."""

from hipexpert.knowledge.packs.vocabulary import Number, plain_number
from hipexpert.languages.catalogue import decimal, later, say_in

DAYS = "days"
"""The unit of findings that say how long something has lasted."""

_WEEK, _MONTH, _YEAR = 7, 30, 365
_AS_WEEKS, _AS_MONTHS, _AS_YEARS = 14, 91, 730  # from how many days on people count in weeks, in months and in years
_IN_HALVES = {_MONTH: 183, _YEAR: 5 * _YEAR}  # below how many days half a unit matters: "about 3 months" is not said of three and a half
_ONE = {1: later("1 day"), _WEEK: later("1 week"), _MONTH: later("1 month"), _YEAR: later("1 year")}
_MANY = {
    1: later("%(number)s days"),
    _WEEK: later("%(number)s weeks"),
    _MONTH: later("%(number)s months"),
    _YEAR: later("%(number)s years"),
}


def amount(finding: Number, value: float, language: str, *, limit: bool = False) -> str:
    """A number of a finding with its unit in a language; a duration as :func:`lasting` says it."""
    if finding.unit == DAYS:
        return lasting(value, language, limit=limit)
    number = decimal(plain_number(value), language)
    return f"{number} {say_in(language, finding.unit)}" if finding.unit else number


def between(finding: Number, low: float, high: float, language: str) -> str:
    """Two numbers of a finding as a span with its unit: ``40 to 60 years``, ``8 days to 6 weeks``."""
    first, last = (amount(finding, bound, language, limit=True) for bound in (low, high))
    (least, _, unit), (_, _, other) = first.partition(" "), last.partition(" ")
    return say_in(language, "%(low)s to %(high)s", low=least if unit == other else first, high=last)


def lasting(days: float, language: str, *, limit: bool = False) -> str:
    """A duration in days as a person would say it: in days below two weeks, in weeks to about three months, in months to about two
    years, then in years. What is not whole in such a unit is said to be about that, by halves where they matter; a ``limit`` is then
    left in days, since a rule means it exactly.
    """
    usual = 1 if days < _AS_WEEKS else _WEEK if days < _AS_MONTHS else _MONTH if days < _AS_YEARS else _YEAR
    exact = next((unit for unit in (usual, _MONTH, _YEAR) if unit >= usual > 1 and _is_whole(days, unit)), None)
    if exact is not None:
        return _counted(float(_nearest(days, exact)), exact, language)
    if usual == 1 or limit:
        return _counted(days, 1, language)
    in_halves = days < _IN_HALVES.get(usual, 0)
    number = _nearest(2 * days, usual) / 2 if in_halves else float(_nearest(days, usual))
    return say_in(language, "about %(time)s", time=_counted(number, usual, language))


def _nearest(days: float, unit: int) -> int:
    return round(days * 12 / _YEAR) if unit == _MONTH else round(days / unit)


def _is_whole(days: float, unit: int) -> bool:
    """Whether a duration is a whole number of a unit, as people count: three months are 90 or 91 days."""
    whole = _nearest(days, unit)
    return days in ({whole * _MONTH, round(whole * _YEAR / 12)} if unit == _MONTH else {whole * unit})


def _counted(number: float, unit: int, language: str) -> str:
    return say_in(language, _ONE[unit]) if number == 1 else say_in(language, _MANY[unit], number=decimal(plain_number(number), language))
