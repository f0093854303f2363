"""What describes what goes in and comes out, as texts: it is made of the types and of what their source says of them."""

import json

from hipexpert import load_pack
from hipexpert.rendering.schemas import NAMES, as_text, schema
from hipexpert.service.api.openapi import openapi


def described() -> list[str]:
    """OpenAPI and every JSON Schema of the pack that ships."""
    pack = load_pack()
    return [json.dumps(openapi(pack, {}), sort_keys=True), *(as_text(schema(name, pack)) for name in NAMES)]
