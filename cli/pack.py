"""``hipexpert pack``: seal a pack, or say whether it is whole."""

from pathlib import Path

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.output import write_all

UNSEALED = 3
_PACK = click.argument("pack", default=".", metavar="[PACK]")


PACK_HELP = """Seal a pack, or say whether it is what its author sealed.

The seal is the file `seal.sha256` beside pack.yaml: every file of the pack with its SHA-256. A sealed pack with a file
missing, added or changed is refused by every verb. A pack without a seal loads: seal it when you hand it on.
"""


@click.group(help=PACK_HELP)
def pack() -> None:
    """Run the verb; :data:`PACK_HELP` says what it does."""


SEAL_HELP = """Seal the pack in the folder PACK (default: this folder) as it stands. It must load; an older seal is replaced."""


@pack.command("seal", short_help="Write the seal of a pack.", help=SEAL_HELP)
@_PACK
@user_errors
def seal(pack: str) -> None:
    """Run the verb; :data:`SEAL_HELP` says what it does."""
    from hipexpert.knowledge.packs.files import read_folder
    from hipexpert.knowledge.packs.loading import hash_of
    from hipexpert.knowledge.packs.parsing import parse_pack
    from hipexpert.knowledge.packs.program import program_of
    from hipexpert.knowledge.packs.sealing import NAME, seal_of

    contents = read_folder(Path(pack))
    program_of(parse_pack(contents, hash_of(contents)))
    write_all({Path(pack) / NAME: seal_of(contents)})
    click.echo(f"sealed: {len(contents)} files, {hash_of(contents)[:12]}")


CHECK_HELP = (
    """Say whether the pack in the folder or zip PACK (default: this folder) loads and fits its seal. The exit code is 3 without a seal."""
)


@pack.command("check", short_help="Say whether a pack is whole.", help=CHECK_HELP)
@_PACK
@user_errors
def check(pack: str) -> None:
    """Run the verb; :data:`CHECK_HELP` says what it does."""
    from hipexpert.knowledge import load_pack
    from hipexpert.knowledge.packs.files import read_with_seal

    loaded = load_pack(pack)
    if read_with_seal(pack)[1] is not None:
        click.echo(f"whole: every file is what the seal says, {loaded.content_hash[:12]}")
        return
    click.echo(
        f"not sealed, {loaded.content_hash[:12]}: nothing says whether a file is missing. `hipexpert pack seal` seals it as it stands"
    )
    raise click.exceptions.Exit(UNSEALED)
