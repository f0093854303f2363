"""A pack or a program as a CLIPS program: an independent engine as an oracle, and interchange with what speaks CLIPS."""

from hipexpert.rendering.clips.pack import answers_to_clips, pack_to_clips
from hipexpert.rendering.clips.program import program_to_clips
from hipexpert.rendering.clips.terms import PackTerms, PlainTerms, Terms

__all__ = ["PackTerms", "PlainTerms", "Terms", "answers_to_clips", "pack_to_clips", "program_to_clips"]
