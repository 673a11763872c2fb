"""A drawn picture: PNG bytes with what they show written into the file, the same bytes for the same picture."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from PIL.PngImagePlugin import PngInfo

DPI = 300
WIDTH_CM = 16.0
CM_PER_INCH = 2.54
COLORS = 256
PLACES = np.array([1 << 16, 1 << 8, 1])      # of red, green, blue in one number
CHUNK = 4_096             # colours compared at once


@dataclass(frozen=True)
class Picture:
    """`alt` tells somebody who cannot see it what it shows. Its size is that of the paper."""

    key: str
    title: str
    alt: str
    png: bytes
    width_cm: float
    height_cm: float


def sheet(height_cm: float, width_cm: float = WIDTH_CM) -> Figure:
    """An empty white figure of whole pixels."""
    figure = Figure(figsize=(width_cm / CM_PER_INCH, height_cm / CM_PER_INCH), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    return figure


def png(figure: Figure, about: Mapping[str, str]) -> bytes:
    """The figure at 300 dpi; `about` goes into the file as international text (keys are PNG keywords). No time, no version of a library."""
    canvas = figure.canvas
    assert isinstance(canvas, FigureCanvasAgg)
    canvas.draw()                                                   # type: ignore[no-untyped-call]
    pixels = canvas.buffer_rgba()                                   # type: ignore[no-untyped-call]
    image = _flat(Image.frombuffer("RGBA", canvas.get_width_height(), pixels).convert("RGB"))
    told = PngInfo()
    for name, text in about.items():
        told.add_itxt(name, text, lang="zh-CN")
    out = io.BytesIO()
    image.save(out, "PNG", dpi=(DPI, DPI), pnginfo=told, compress_level=9)
    return out.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    """The picture in its COLORS most frequent colours, those exact, the blurred edges of type in the nearest: a quarter of the bytes."""
    found: list[Any] = image.getcolors(image.width * image.height) or []
    colors = np.array([color for _, color in sorted(found, key=lambda one: (-one[0], one[1]))], np.int64)
    kept = colors[:COLORS]
    nearest = np.concatenate([_nearest(part, kept) for part in np.array_split(colors, 1 + len(colors) // CHUNK)])
    index = np.zeros(1 << 24, np.uint8)
    index[colors @ PLACES] = nearest
    flat = Image.fromarray(index[np.asarray(image).astype(np.int64) @ PLACES], "L")
    flat.putpalette(kept.astype(np.uint8).ravel().tolist())
    return flat


def _nearest(colors: npt.NDArray[np.int64], palette: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    distances = ((colors[:, None, :] - palette[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(distances.argmin(axis=1), np.int64)
