"""Where each rule of a pack is written."""

from collections.abc import Mapping
from pathlib import Path

from hipexpert.knowledge import reading
from hipexpert.knowledge.loading import HIP
from hipexpert.knowledge.pack import Pack


def rule_places(pack: Pack, folder: str | Path | None = None) -> Mapping[str, str]:
    """``file:line`` of each rule, by id, read again from the pack's ``folder`` (nothing: that of the pack that ships).

    A rule that is not found there (the folder has changed since) has its file alone.
    """
    root = HIP if folder is None else Path(folder)
    places = {rule.id: rule.file for rule in pack.rules}
    for name in sorted({rule.file for rule in pack.rules}):
        text = reading.parse(reading.read_bytes(root / name, reading.PACK_FILE_BYTES), name)
        rules = text.data.get("rules") if isinstance(text.data, dict) else None
        for number, rule in enumerate(rules if isinstance(rules, list) else ()):
            if isinstance(rule, dict) and rule.get("id") in places:
                places[str(rule["id"])] = text.place("rules", number)
    return places
