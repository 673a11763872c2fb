"""`huitian geocode`: the place of texts given on the command line or in a file, one answer a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import h3.api.basic_int as h3_int

from geodata import texts
from geodata.errors import FileRefused
from geodata.grid import name_of
from geodata.settings import Settings

if TYPE_CHECKING:
    from geodata.geocoder import Located
    from geodata.pack import Pack

GRID_RES = 9
_ENCODINGS = ("utf-8-sig", "gb18030")


@click.command("geocode", help=texts.GEOCODE_HELP)
@click.argument("words", metavar="TEXT…", nargs=-1)
@click.option("-f", "--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path), help=texts.GEOCODE_FILE_HELP)
@click.option("--json", "as_json", is_flag=True, help=texts.GEOCODE_JSON_HELP)
@click.pass_obj
def geocode(settings: Settings, words: tuple[str, ...], path: Path | None, as_json: bool) -> None:
    """Prints exactly one line for each text, blank ones included; exit code 2 for a file that is not text."""
    from geodata.pack import load_pack

    if bool(words) == (path is not None):
        raise click.UsageError(texts.GEOCODE_EITHER)
    questions = [_printable(w) for w in words] if path is None else read_texts(path)
    pack = load_pack(settings.pack)
    show = _as_json if as_json else _as_sentence
    for line in _answers(pack, questions, show):
        click.echo(line)


def read_texts(path: Path) -> list[str]:
    """First tab-separated column of every line of a text file, UTF-8 or GB18030. Raises FileRefused."""
    raw = path.read_bytes()
    for encoding in _ENCODINGS:
        try:
            lines = raw.decode(encoding).split("\n")
        except UnicodeDecodeError:
            continue
        if not lines[-1]:
            lines.pop()
        return [line.removesuffix("\r").split("\t", 1)[0] for line in lines]
    raise FileRefused(texts.GEOCODE_NOT_TEXT.format(file=path.name))


def answer(text: str, located: Located) -> dict[str, Any]:
    """What `geocode --json` prints for a text; degrees are WGS-84, `h3_09` names the cell of resolution 9."""
    cell = h3_int.latlng_to_cell(located.lat, located.lon, GRID_RES) if located.lat is not None and located.lon is not None else None
    return {
        "text": text, "level": located.level, "place": located.place, "matched": located.matched, "candidates": list(located.candidates),
        "lon": located.lon, "lat": located.lat, "radius_m": located.radius_m, "confidence": located.confidence,
        "street_code": located.street_code or None, "district_code": located.district_code or None,
        "h3_09": name_of(cell) if cell is not None else None,
    }


def _answers(pack: Pack, questions: Iterable[str], show: Callable[[Pack, str, Located], str]) -> Iterator[str]:
    from geodata.geocoder import Geocoder

    geocoder = Geocoder(pack)
    for text in questions:
        yield show(pack, text, geocoder.locate(text))


def _as_json(_: Pack, text: str, located: Located) -> str:
    return json.dumps(answer(text, located), ensure_ascii=False)


def _as_sentence(pack: Pack, text: str, located: Located) -> str:
    codes = (located.district_code, located.street_code)
    area = "".join(a.name for a in map(pack.areas.get, codes) if a is not None)
    if located.place is None:
        return texts.GEOCODE_NONE.format(text=text)
    what = f"{located.level} {located.place}{located.building}"
    where = f"{located.lon:.6f}, {located.lat:.6f} ±{located.radius_m} m" if located.has_point else texts.GEOCODE_NO_POINT
    others = texts.GEOCODE_OTHERS.format(names="、".join(located.candidates)) if located.candidates else ""
    facts = {"what": what, "area": area or texts.GEOCODE_NO_AREA, "where": where, "others": others}
    return texts.GEOCODE_FOUND.format(text=text, confidence=located.confidence, **facts)


def _printable(word: str) -> str:
    return word.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
