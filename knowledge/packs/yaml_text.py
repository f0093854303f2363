"""Plain data as YAML text that this program reads back as it was."""

from functools import cache
from typing import Any

from hipexpert.knowledge.packs.scalars import plain_number_in


def yaml_text(data: object, **style: Any) -> str:
    """The text; ``style`` is what ``yaml.safe_dump`` takes. A text that is read as a number when it stands bare is quoted, also one that
    only YAML 1.2 takes for one (``4e1``).
    """
    import yaml

    written: str = yaml.dump(data, Dumper=_dumper(), **style)
    return written


@cache
def _dumper() -> Any:
    import yaml

    class Dumper(yaml.SafeDumper):
        """PyYAML's, but for texts that look like numbers."""

    def represented(dumper: Any, text: str) -> Any:
        quoted = not isinstance(plain_number_in(text), str)
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if quoted else None)

    Dumper.add_representer(str, represented)
    return Dumper
