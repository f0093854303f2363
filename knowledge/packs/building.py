"""The build step that seals the pack in the wheel, puts it, parsed, beside its YAML, and compiles the catalogues: for setuptools."""

import os
import subprocess
import sys
from pathlib import Path

from setuptools.command.build_py import build_py


class BuildWithSnapshot(build_py):
    """Copies the package, then parses the pack and compiles the catalogues as they were copied."""

    def run(self) -> None:
        """Build, and add what is made of the files unless this is an editable install, whose files may change."""
        super().run()
        if self.editable_mode:
            return
        library = Path(self.build_lib).absolute()
        pack = library / "hipexpert" / "knowledge" / "hip"
        path = os.pathsep.join([str(library), *filter(None, sys.path)])  # what the build environment holds, after the copy
        made = (("hipexpert.knowledge.packs.shipping", pack), ("hipexpert.languages.compiling", library / "hipexpert" / "languages"))
        for module, folder in made:
            command = [sys.executable, "-B", "-m", module, str(folder)]  # no bytecode beside what goes into the wheel
            subprocess.run(command, check=True, cwd=library, env={**os.environ, "PYTHONPATH": path})  # noqa: S603

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """The files of the package, and what an editable install does not have."""
        outputs: list[str] = super().get_outputs(include_bytecode)
        if self.editable_mode:
            return outputs
        pack = Path(self.build_lib) / "hipexpert" / "knowledge" / "hip"
        languages = Path(self.build_lib) / "hipexpert" / "languages"
        compiled = [str(languages / path.with_suffix(".mo").name) for path in Path("languages").glob("*.po")]
        return [*outputs, str(pack / "snapshot.msgpack"), str(pack / "seal.sha256"), *compiled]
