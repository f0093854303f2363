"""JSON Schemas (draft 2020-12) of what people write and what programs read: cases, the files of a pack, results.

The ``.schema.json`` files beside this one are generated; :mod:`hipexpert.rendering.schemas` writes them.
"""
