"""The list of packages in pyproject.toml, which setuptools cannot work out for folders beside the facade."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_folder_of_modules_is_a_package_of_the_wheel() -> None:
    """One that is forgotten would be missing from the wheel and from an editable install without a message."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    folders = {
        ".".join((package, *path.relative_to(ROOT / top).parts))
        for package, top in settings["package-dir"].items()
        for path in (ROOT / top, *(ROOT / top).rglob("*"))
        if path.is_dir() and any(path.glob("*.py"))
    }
    assert sorted(folders) == sorted(settings["packages"])
