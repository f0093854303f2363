"""schemathesis on a service of its own, on a free port of the loopback: ``python -m service_contract SCHEMATHESIS [OPTION…]``."""

import os
import subprocess
import sys
from pathlib import Path

from serving import served

HERE = Path(__file__).parent
CONFIGURATION = HERE / "service" / "schemathesis.toml"


def main(program: str, *options: str) -> int:
    """Its exit code."""
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": "schemathesis_hooks",
        "PYTHONPATH": os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")]),
    }
    with served() as address:
        command = [program, "--config-file", str(CONFIGURATION), "run", f"{address}/v1/openapi.json", "--checks", "all", *options]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
