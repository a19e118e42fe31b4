"""The app's two icons, drawn here: a speech bubble with a question mark in it. Ask first."""

import math
import struct
import zlib
from collections.abc import Callable
from itertools import pairwise

COLOR_SIZE, OUTLINE_SIZE = 192, 32
ACCENT = "#1B4D5C"

Point = tuple[float, float]
Rgba = tuple[int, int, int, int]
Shape = Callable[[Point], float]
"""How far a point lies outside of it; negative inside. All lengths are parts of the icon's side, y grows downwards."""

WHITE, CLEAR = (255, 255, 255, 255), (255, 255, 255, 0)
GROUND = (0x1B, 0x4D, 0x5C, 255)

MIDDLE, HALF, ROUND = (0.5, 0.44), (0.36, 0.31), 0.15
TAIL = ((0.27, 0.60), (0.60, 0.60), (0.27, 0.93))
HOOK, RADIUS = (0.5, 0.375), 0.1
DOT = (0.5, 0.625)


def color_icon() -> bytes:
    """A PNG of 192 by 192: the bubble in white on the accent colour, which fills the square."""
    mark = _mark(0.035)

    def pixel(at: Point) -> Rgba:
        return _blend(_blend(GROUND, WHITE, _cover(_bubble(at), COLOR_SIZE)), GROUND, _cover(mark(at), COLOR_SIZE))

    return _png(COLOR_SIZE, pixel)


def outline_icon() -> bytes:
    """A PNG of 32 by 32: white lines on nothing, as Teams wants it."""
    mark, line = _mark(0.04), 0.035

    def pixel(at: Point) -> Rgba:
        return _blend(CLEAR, WHITE, _cover(min(abs(_bubble(at)) - line, mark(at)), OUTLINE_SIZE))

    return _png(OUTLINE_SIZE, pixel)


def _bubble(at: Point) -> float:
    return min(_box(at), _triangle(at, TAIL) - 0.02)


def _mark(thick: float) -> Shape:
    """A question mark: a hook, a stem and a dot, of strokes so thick to either side."""
    turn = [math.radians(angle) for angle in range(190, 401, 15)]
    hook = [(HOOK[0] + RADIUS * math.cos(t), HOOK[1] + RADIUS * math.sin(t)) for t in turn]
    strokes = [*pairwise([*hook, (0.5, 0.5), (0.5, 0.535)]), (DOT, DOT)]
    return lambda at: min(_stroke(at, *stroke) for stroke in strokes) - thick


def _box(at: Point) -> float:
    x, y = (abs(at[n] - MIDDLE[n]) - HALF[n] + ROUND for n in (0, 1))
    return math.hypot(max(x, 0.0), max(y, 0.0)) + min(max(x, y), 0.0) - ROUND


def _triangle(at: Point, corners: tuple[Point, ...]) -> float:
    sides = list(zip(corners, (*corners[1:], corners[0]), strict=True))
    nearest = min(_stroke(at, a, b) for a, b in sides)
    inside = all((b[0] - a[0]) * (at[1] - a[1]) - (b[1] - a[1]) * (at[0] - a[0]) >= 0 for a, b in sides)
    return -nearest if inside else nearest


def _stroke(at: Point, a: Point, b: Point) -> float:
    """From the nearest point of the line between a and b."""
    along, length = (b[0] - a[0], b[1] - a[1]), math.dist(a, b)
    part = ((at[0] - a[0]) * along[0] + (at[1] - a[1]) * along[1]) / length**2 if length else 0.0
    part = min(max(part, 0.0), 1.0)
    return math.dist(at, (a[0] + part * along[0], a[1] + part * along[1]))


def _cover(distance: float, size: int) -> float:
    """How much of a pixel lies inside: its edge is as wide as a pixel."""
    return min(max(0.5 - distance * size, 0.0), 1.0)


def _blend(below: Rgba, above: Rgba, part: float) -> Rgba:
    red, green, blue, alpha = (round(b + (a - b) * part) for a, b in zip(above, below, strict=True))
    return red, green, blue, alpha


def _png(size: int, pixel: Callable[[Point], Rgba]) -> bytes:
    rows = (_row(size, y, pixel) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _row(size: int, y: int, pixel: Callable[[Point], Rgba]) -> bytes:
    return b"\x00" + bytes(part for x in range(size) for part in pixel(((x + 0.5) / size, (y + 0.5) / size)))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
