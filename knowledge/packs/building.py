"""The build step that seals the pack in the wheel and puts it, parsed, beside its YAML. Used by setuptools only."""

import os
import subprocess
import sys
from pathlib import Path

from setuptools.command.build_py import build_py


class BuildWithSnapshot(build_py):
    """Copies the package, then parses the pack as it was copied."""

    def run(self) -> None:
        """Build, and add seal and snapshot unless this is an editable install, whose YAML may change."""
        super().run()
        if self.editable_mode:
            return
        library = Path(self.build_lib).absolute()
        pack = library / "hipexpert" / "knowledge" / "hip"
        command = [sys.executable, "-m", "hipexpert.knowledge.packs.shipping", str(pack)]
        path = os.pathsep.join([str(library), *filter(None, sys.path)])  # what the build environment holds, after the copy
        subprocess.run(command, check=True, cwd=library, env={**os.environ, "PYTHONPATH": path})  # noqa: S603

    def get_outputs(self, include_bytecode: bool = True) -> list[str]:
        """The files of the package, and what an editable install does not have."""
        outputs: list[str] = super().get_outputs(include_bytecode)
        if self.editable_mode:
            return outputs
        pack = Path(self.build_lib) / "hipexpert" / "knowledge" / "hip"
        return [*outputs, str(pack / "snapshot.msgpack"), str(pack / "seal.sha256")]
