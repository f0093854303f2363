"""How much the property tests try: `HYPOTHESIS_PROFILE=deep` tries all that each asks for, `fast` and `quick` a share of it.

`make test` takes `fast`: its examples are the same on every run, so that the same code gives the same outcome. `make test-deep`
takes `deep`, which draws others each time, or those of a seed (`make test-deep SEED=1`, as continuous integration does).
`quick` only shows that an environment works. `mutation` tries what `fast` does, and does not make a failing example simpler.
"""

import os

from hypothesis import Phase, settings

_SHARES = {"quick": 0.04, "fast": 0.1, "mutation": 0.15, "deep": 1.0}
_LEAST = 4  # of these few, the first are the simplest that there are
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "fast")

for _name, _share in _SHARES.items():
    settings.register_profile(
        _name,
        max_examples=max(_LEAST, round(100 * _share)),
        deadline=None,
        derandomize=_name != "deep",
        print_blob=True,
        phases=(Phase.explicit, Phase.generate) if _name == "mutation" else tuple(Phase),
    )
settings.load_profile(PROFILE)


def examples(asked: int) -> int:
    """How many of the examples that a test asks for are tried in this profile."""
    return min(asked, max(_LEAST, round(asked * _SHARES[PROFILE])))
