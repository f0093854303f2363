"""The body map: where on three views of the body each place lies that somebody may point to.

A schematic drawing of waist, hips and legs, in a space 200 wide and 400 high; the legs are drawn shorter than they are. Of a place
that lies on both sides the shape is that of the right half of the picture.
"""

from collections.abc import Iterator
from typing import Literal, get_args

from msgspec import Struct

from hipexpert.knowledge.interview.questions import NextQuestion

SITE = "pain_site"
SIDE = "pain_side"
View = Literal["front", "side", "back"]
VIEWS: tuple[View, ...] = get_args(View)

_UPRIGHT = (
    "M148 -30C164 -25 146 -9 145 0C144 9 143 15 142 22C141 29 140 35 141 42C142 49 145 58 147 66C149 74 153 83 155 92"
    "C157 101 159 110 160 120C161 130 160 138 159 150C158 162 157 181 155 195C153 209 150 225 148 235"
    "C146 245 146 247 146 255C146 263 150 274 150 285C150 296 148 310 146 322C144 334 140 346 139 354"
    "C138 362 137 363 138 368C139 373 145 378 147 382C149 386 151 389 149 391C147 393 139 394 134 394"
    "C129 394 122 394 119 392C116 390 117 386 117 382C117 378 120 371 120 366C120 361 120 358 119 350"
    "C118 342 114 328 112 318C110 308 109 297 109 288C109 279 111 270 112 262C113 254 114 250 113 240"
    "C112 230 110 216 109 205C108 194 106 181 104 172C102 163 101 150 100 150C99 150 98 163 96 172C94 181 92 194 91 205"
    "C90 216 88 230 87 240C86 250 87 254 88 262C89 270 91 279 91 288C91 297 90 308 88 318C86 328 82 342 81 350"
    "C80 358 80 361 80 366C80 371 83 378 83 382C83 386 84 390 81 392C78 394 71 394 66 394C61 394 53 393 51 391"
    "C49 389 51 386 53 382C55 378 61 373 62 368C63 363 62 362 61 354C60 346 56 334 54 322C52 310 50 296 50 285"
    "C50 274 54 263 54 255C54 247 54 245 52 235C50 225 47 209 45 195C43 181 42 162 41 150C40 138 39 130 40 120"
    "C41 110 43 101 45 92C47 83 51 74 53 66C55 58 58 49 59 42C60 35 59 29 58 22C57 15 56 9 55 0C54 -9 36 -25 52 -30"
    "C68 -35 132 -35 148 -30Z"
)
_SIDEWAYS = (
    "M66 -30C55 -25 66 -9 66 0C66 9 68 15 69 22C70 29 72 35 71 42C70 49 66 58 62 66C58 74 52 84 49 92C46 100 45 107 45 114"
    "C45 121 48 129 51 136C54 143 60 145 62 154C64 163 65 178 66 190C67 202 69 218 70 228C71 238 74 241 73 250"
    "C72 259 66 272 65 282C64 292 64 301 66 312C68 323 74 337 76 346C78 355 80 359 79 364C78 369 73 373 72 378"
    "C71 383 71 389 74 392C77 395 80 394 90 394C100 394 125 395 134 394C143 393 143 391 142 388C141 385 132 381 126 377"
    "C120 373 111 370 107 364C103 358 104 351 104 340C104 329 105 313 106 300C107 287 110 274 112 264"
    "C114 254 114 251 116 240C118 229 122 213 124 200C126 187 129 172 130 160C131 148 131 137 131 128"
    "C131 119 129 113 130 104C131 95 134 85 135 76C136 67 138 57 138 48C138 39 137 30 136 22C135 14 133 9 132 0"
    "C131 -9 141 -25 130 -30C119 -35 77 -35 66 -30Z"
)
FAR = frozenset({"belly", "flank", "calf", "foot", "knee_vague", "outer_knee", "shin"})
IN_TWO_AREAS = frozenset({"iliac_spine_crest"})  # seen from the side it is no part of the front
OUTLINES: dict[View, str] = {"front": _UPRIGHT, "side": _SIDEWAYS, "back": _UPRIGHT}
# The place, its shape, and whether it lies on both sides. What is smaller comes after what lies behind it.
_SHAPES: dict[View, tuple[tuple[str, str, bool], ...]] = {
    "front": (
        ("belly", "M50-10h100v58h-100z", False),
        ("lower_abdomen_inguinal", "M100 48h55l-12 34-34 38-9-8z", True),
        ("pubic_midline", "M100 113c8 4 13 11 12 19-2 7-6 12-12 15-6-3-10-8-12-15-1-8 4-15 12-19z", False),
        ("anterior_groin", "M142 84l7 20-33 44-10-6 5-16-1-6z", True),
        ("lateral_hip", "M150 84h20v70h-26l1-36z", True),
        ("inner_thigh", "M98 150l8-8 11 7 6 30-3 50h-24z", True),
        ("front_thigh", "M117 149l28-37v116h-25l3-50z", True),
        ("outer_thigh", "M145 154h26l-10 74h-16z", True),
        ("knee_vague", "M100 228h60v40h-60z", True),
        ("outer_knee", "M142 231h16v34h-16z", True),
        ("shin", "M100 268h60v94h-60z", True),
        ("foot", "M100 362h60v40h-60z", True),
        ("iliac_spine_crest", "M141 70q9 0 9 9 0 9-9 9-9 0-9-9 0-9 9-9z", True),
        ("deep_groin", "M131 104q9 0 9 9 0 9-9 9-9 0-9-9 0-9 9-9z", True),
    ),
    "side": (
        ("belly", "M106-10h50v58h-50z", False),
        ("above_hip", "M82-10h24v68h-24z", False),
        ("flank", "M40-10h42v42h-42z", False),
        ("low_back", "M40 32h42v26l-22 18h-22z", False),
        ("lower_abdomen_inguinal", "M106 48h50v52h-36l-14-26z", False),
        ("anterior_groin", "M120 100h36v44h-32z", False),
        ("sacrum_si", "M40 76h20l12-10 4 12-14 22h-26z", False),
        ("buttock", "M36 100h26l14-22 4 34-6 32-38 2z", False),
        ("lateral_hip", "M80 76h26l14 26 4 42h-50l6-32z", False),
        ("outer_thigh", "M78 144h30v84h-24z", False),
        ("front_thigh", "M108 144h40l-20 84h-20z", False),
        ("back_thigh", "M36 158l42-14 6 84h-30z", False),
        ("knee_vague", "M100 228h30v40h-30z", False),
        ("outer_knee", "M84 228h16v40h-16z", False),
        ("calf", "M50 228h34v134h-34z", False),
        ("shin", "M84 268h40v94h-40z", False),
        ("foot", "M50 362h100v40h-100z", False),
        ("iliac_spine_crest", "M76 70q20-14 42 0l-4 12q-18-10-34 0z", False),
        ("sit_bone", "M64 136q10 0 10 10 0 10-10 10-10 0-10-10 0-10 10-10z", False),
    ),
    "back": (
        ("flank", "M122-10h40v42h-40z", True),
        ("above_hip", "M124 32h34v34h-34z", True),
        ("low_back", "M78-10h44v76l-22 8-22-8z", False),
        ("sacrum_si", "M100 74l22-8 2 16-14 32h-10z", True),
        ("iliac_spine_crest", "M124 66h40v16q-22-12-40 0z", True),
        ("buttock", "M124 82q12-8 24-2l2 74-40 2-10-8v-34h10z", True),
        ("lateral_hip", "M148 80h26v74h-24z", True),
        ("outer_thigh", "M150 154h24l-14 74h-12z", True),
        ("back_thigh", "M110 156h40l-2 72h-32z", True),
        ("inner_thigh", "M98 148l12 8 6 72h-18z", True),
        ("outer_knee", "M140 228h20v36h-20z", True),
        ("calf", "M100 264h60v98h-60z", True),
        ("foot", "M100 362h60v40h-60z", True),
        ("sit_bone", "M118 136q10 0 10 10 0 10-10 10-10 0-10-10 0-10 10-10z", True),
    ),
}


class Spot(Struct, frozen=True):
    """A shape to touch: it chooses the line of this place, from 0. ``mirrored``: it is on the left of the picture."""

    line: int
    path: str
    mirrored: bool


class Drawn(Struct, frozen=True):
    """One view of the body with what can be touched in it, as much of it as is ``seen``: a square about the hips when all of it
    lies there. ``left`` and ``right`` name the person's side that lies there in the picture, ``edges`` where they are written.
    """

    view: View
    outline: str
    spots: tuple[Spot, ...]
    near: bool
    left: str
    right: str

    @property
    def seen(self) -> str:
        """What of the drawing is shown, as a ``viewBox``."""
        return "30 34 140 140" if self.near else "0 0 200 400"

    @property
    def edges(self) -> tuple[int, int, int]:
        """Where the sides are named: left, right and from above."""
        return (34, 166, 44) if self.near else (10, 190, 392)


def body_map(question: NextQuestion, side: object = None) -> tuple[Drawn, ...]:
    """The views on which something can be touched that the question asks about; nothing where it is not about the body.

    ``side`` is which side hurts, where that is known: only its leg can be touched then.
    """
    line_of = _lines(question)
    near = question.kind != "areas" and not FAR & line_of.keys()
    return tuple(
        Drawn(view, OUTLINES[view], spots, near, *_SIDES[view])
        for view in VIEWS
        if (spots := tuple(_spots(view, line_of, side, question.kind == "areas")))
    )


def places_of(view: View) -> frozenset[str]:
    """The places that have a shape in a view."""
    return frozenset(place for place, _, _ in _SHAPES[view])


_SIDES: dict[View, tuple[str, str]] = {"front": ("right", "left"), "side": ("", ""), "back": ("left", "right")}


def _lines(question: NextQuestion) -> dict[str, int]:
    """The line that each place of the body belongs to; of several the first."""
    if question.ids != (SITE,):
        return {}
    places = [line.values for line in question.lines] or [(value.id,) for value in question.findings[0].values]
    return {place: number for number, values in reversed(list(enumerate(places))) for place in values}


def _spots(view: View, line_of: dict[str, int], side: object, by_area: bool) -> Iterator[Spot]:
    """The shapes of a view. From in front the person's left is on the right of the picture, from behind on the left."""
    hidden = {"left": view == "back", "right": view == "front"}.get(str(side))
    for place, path, both in _SHAPES[view]:
        if place not in line_of or (by_area and view != "front" and place in IN_TWO_AREAS):
            continue
        if hidden is not True or not both:
            yield Spot(line_of[place], path, mirrored=False)
        if both and hidden is not False:
            yield Spot(line_of[place], path, mirrored=True)
