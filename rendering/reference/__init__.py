"""The clinical reference: a pack as Markdown pages that a clinician can read and review. ``templates/`` has the pages."""

from hipexpert.rendering.reference.pages import reference_pages

__all__ = ["reference_pages"]
