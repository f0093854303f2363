"""Where the command begins."""

import gc
import os
import signal
import sys

_THRESHOLD = 100_000
_INTERRUPTED = 130


def start() -> None:
    """Run ``hipexpert``.

    Nearly all that a cold start makes (modules, rules, facts) lives to its end, so looking for garbage among it every 700
    objects, as Python does, finds nothing and took a fifth of the time.
    """
    gc.set_threshold(_THRESHOLD, *gc.get_threshold()[1:])
    sys.unraisablehook = _unraisable
    code = 0
    try:
        from hipexpert.cli.streams import mend_streams

        mend_streams()
        from hipexpert.cli.main import main

        main(prog_name="hipexpert")
    except KeyboardInterrupt:  # between two steps, where nothing has begun
        code = _INTERRUPTED
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is written; what remains is to end
    sys.exit(code)


def _unraisable(about: "sys.UnraisableHookArgs") -> None:
    """Ctrl-C in a place that Python cannot raise from ends the run all the same, and without a traceback."""
    if isinstance(about.exc_value, KeyboardInterrupt):
        os._exit(_INTERRUPTED)
    sys.__unraisablehook__(about)
