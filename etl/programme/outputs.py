"""学位 1080 个；公园绿地 4.96 万平方米；道路 1 条: what a project brings, by name, in one unit."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from etl.records.feed import FAULTS_SCHEMA

# unit as written (NFKC, lower case) -> as stored, and how many of the stored one it is
_UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(("平方米", "平米", "m2", "平方"), ("m²", 1.0)),
    "公顷": ("m²", 1e4),
    **dict.fromkeys(("公里", "千米", "km"), ("m", 1000.0)),
    **dict.fromkeys(("米", "m"), ("m", 1.0)),
}
_MANY = {"": 1.0, "千": 1e3, "万": 1e4, "亿": 1e8}
_ITEM = re.compile(r"(?P<name>[^0-9;,、]+?)[\s::约]*(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<many>[千万亿]?)\s*(?P<unit>m2|[^0-9\s;,、]{1,8})")
_BETWEEN = re.compile(r"[;\n]|、|,(?![0-9]{3}(?:[^0-9]|$))")

_SCHEMA = {"row_no": pl.UInt32, "name": pl.String, "unit": pl.String, "planned": pl.Float64, "done": pl.Float64}

Amounts = dict[str, tuple[float, str]]      # name -> amount, unit


@dataclass(frozen=True)
class Outputs:
    """`frame`: row_no, name, unit, planned, done; `faults` of texts that cannot be read (FAULTS_SCHEMA)."""

    frame: pl.DataFrame
    faults: pl.DataFrame


def read_outputs(rows: pl.DataFrame) -> Outputs:
    """Outputs of the columns `outputs` (planned) and `outputs_done`."""
    found: list[tuple[int, str, str, float, float | None]] = []
    faults: list[tuple[int, str, str, str]] = []
    said = rows.filter((pl.col("outputs") != "") | (pl.col("outputs_done") != "")).select("row_no", "outputs", "outputs_done")
    for row_no, planned_text, done_text in said.iter_rows():
        planned, done = amounts(planned_text), amounts(done_text)
        wrong = "outputs" if planned is None else "outputs_done" if done is None or not _agree(planned, done) else ""
        if planned is None or done is None or wrong:
            faults.append((row_no, "bad_outputs", wrong, planned_text if wrong == "outputs" else done_text))
            continue
        found += [(row_no, name, unit, number, done.get(name, (None, ""))[0]) for name, (number, unit) in planned.items()]
    return Outputs(pl.DataFrame(found, schema=_SCHEMA, orient="row"), pl.DataFrame(faults, schema=FAULTS_SCHEMA, orient="row"))


def amounts(text: str) -> Amounts | None:
    """Amounts by name; of one named twice the sum; None where a part of the text is no amount or two units meet."""
    found: Amounts = {}
    plain = pl.Series([text]).str.normalize("NFKC")[0]
    for part in filter(None, (p.strip(" 。.") for p in _BETWEEN.split(plain))):
        item = _ITEM.fullmatch(part.replace(",", ""))
        if item is None:
            return None
        unit, times = _UNITS.get(item["unit"].lower(), (item["unit"], 1.0))
        name, number = item["name"].strip(), float(item["number"]) * _MANY[item["many"]] * times
        if found.get(name, (0.0, unit))[1] != unit:
            return None
        found[name] = (round(found.get(name, (0.0, unit))[0] + number, 6), unit)
    return found


def _agree(planned: Amounts, done: Amounts) -> bool:
    """Whether what is done is among what is planned, in the same units."""
    return all(name in planned and planned[name][1] == unit for name, (_, unit) in done.items())
