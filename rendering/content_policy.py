"""What a page that loads nothing says of itself."""

import base64
import hashlib


def policy(style: str, script: str | None = None) -> str:
    """A Content Security Policy that lets a page run its own style and script, where it has one, and load nothing."""
    scripts = f"script-src '{_hash(script)}'; " if script is not None else ""
    return f"default-src 'none'; style-src '{_hash(style)}'; {scripts}base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    """The source of an inline style or script as a Content Security Policy names it (CSP level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
