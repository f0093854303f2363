"""Importing experta 1.9.4 without its side effects.

Four of its measured faults are handled here, and only here:

1. it pins ``frozendict==1.2``, which needs ``collections.Mapping`` (gone since Python 3.10): the name is put back only
   while experta is first imported. With ``frozendict>=2.4`` forced by the embedding application nothing is needed;
2. it calls ``logging.basicConfig()`` on import, which would take over an application's logging: undone;
3. its ``__init__`` swallows ImportError, so a broken installation imports "fine" and lacks ``Rule``: made loud;
4. it logs every fact and firing at INFO, which would put what somebody answered into an application's log: silent, unless
   the application asks for it with ``experta.watch()``, or had set a level of its own before.
"""

import collections
import collections.abc
import importlib
import logging
from types import ModuleType
from typing import Any

from hipexpert.engine.errors import ExpertaError

_REMEDY = "reinstall it: pip install --force-reinstall experta==1.9.4"
_NEEDED = ("KnowledgeEngine", "Fact", "Rule")


def _import_quietly(name: str) -> ModuleType:
    """Import a module with ``collections.Mapping`` in place and the root logger left as it was."""
    namespace: Any = collections
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    lacking = not hasattr(collections, "Mapping")
    if lacking:
        namespace.Mapping = collections.abc.Mapping
    try:
        return importlib.import_module(name)
    finally:
        if lacking:
            del namespace.Mapping
        for handler in [each for each in root.handlers if each not in handlers]:
            root.removeHandler(handler)
            handler.close()
        root.setLevel(level)
        watchers = logging.getLogger("experta.watchers")
        if watchers.level == logging.NOTSET:
            watchers.setLevel(logging.WARNING)


def import_experta() -> ModuleType:
    """The working experta package.

    Raises :class:`ExpertaError` when it is missing, or installed but broken, with the cause and the remedy.
    """
    try:
        experta = _import_quietly("experta")
    except ImportError as error:
        raise ExpertaError(f"experta cannot be imported: {error}; {_REMEDY}") from error
    missing = [name for name in _NEEDED if not hasattr(experta, name)]
    if missing:
        cause = _swallowed_cause()
        raise ExpertaError(f"experta is installed but broken: {cause or 'it lacks ' + ', '.join(missing)}; {_REMEDY}") from cause
    return experta


def _swallowed_cause() -> ImportError | None:
    """The ImportError that experta's ``__init__`` kept to itself."""
    try:
        _import_quietly("experta.engine")
        _import_quietly("experta.rule")
        _import_quietly("experta.fact")
    except ImportError as error:
        return error
    return None


experta: Any = import_experta()
