"""Where the command begins."""

import gc

_THRESHOLD = 100_000


def start() -> None:
    """Run ``hipexpert``.

    Nearly all that a cold start makes (modules, rules, facts) lives to its end, so looking for garbage among it every 700
    objects, as Python does, finds nothing and took a fifth of the time.
    """
    gc.set_threshold(_THRESHOLD, *gc.get_threshold()[1:])
    from hipexpert.cli.main import main

    main(prog_name="hipexpert")
