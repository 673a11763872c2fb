"""0.6, 60 and 60 % in one column: what the column as a whole says a bare number means; where it says two things, nothing is guessed.

A number with a % sign is what it says. For numbers without one:
- the mapping declares "%" or a fraction: as declared;
- all lie in 0–1 and some between: shares (0.6 is 60 %), unless the header says %, which then contradicts them;
- all are 0 or above 1: percent;
- both kinds: percent where the header says so (0.6 is 0.6 %), else those in 0–1 are unclear and their rows put aside.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

DECLARED_SHARES = ("小数", "比例", "fraction", "1")


@dataclass(frozen=True)
class Percents:
    """Percent (0–100 where right), rows that are unclear, and a note for the ledger ("" where there was nothing to decide)."""

    values: pl.Series
    unclear: pl.Series
    note: str


def read(number: pl.Series, rest: pl.Series, unit: str) -> Percents:
    """The column's numbers as percent. `rest` is what follows each number, null for nothing; `unit` what header or mapping says."""
    is_bare = number.is_not_null() & rest.is_null()
    bare = number.filter(is_bare)
    has_parts, has_more = bool(((bare > 0) & (bare < 1)).any()), bool((bare > 1).any())
    no_rows = pl.repeat(False, number.len(), eager=True)
    small = is_bare & (number > 0).fill_null(False) & (number <= 1).fill_null(False)
    if unit in DECLARED_SHARES:
        return Percents(_scaled(number, is_bare), no_rows, "shares_declared")
    if unit == "%" and (has_more or not has_parts):
        return Percents(number, no_rows, "percent_by_header" if has_parts else "")
    if has_parts and not has_more:
        if unit == "%":
            return Percents(number, small, "unclear")
        return Percents(_scaled(number, is_bare), no_rows, "shares_by_column")
    if has_parts:
        return Percents(number, small, "unclear")
    # a lone 1 among nothing greater may be the whole or a hundredth
    return Percents(number, no_rows if has_more or unit == "%" else small, "" if has_more or not small.any() else "unclear")


def _scaled(number: pl.Series, is_bare: pl.Series) -> pl.Series:
    frame = pl.DataFrame({"number": number, "bare": is_bare})
    return frame.select(pl.when("bare").then((pl.col("number") * 100).round(6)).otherwise("number").alias(number.name)).to_series()
