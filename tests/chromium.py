"""The browser that tests of pages need."""

import shutil


def chromium() -> str | None:
    """Where Chromium is; None where there is none on the PATH."""
    return shutil.which("chromium")


def chromium_missing() -> str:
    """What to do about a missing Chromium; empty where there is one."""
    if chromium() is not None:
        return ""
    return "They need Chromium: `apt-get install chromium` (or put a `chromium` on the PATH); `make test-deep` runs them"
