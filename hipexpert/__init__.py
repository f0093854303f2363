"""hipexpert: a rules-engine expert system for runners with a painful hip. Education and triage support, not a diagnosis."""

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

# In a checkout the sub-packages lie beside this folder, in an installation inside it. Without this line, running Python
# in the checkout's top folder would find this package without its parts.
if not (Path(__file__).parent / "engine").is_dir():
    __path__.append(str(Path(__file__).parent.parent))
