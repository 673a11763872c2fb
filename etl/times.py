"""Times as clerks and programs write them -> Shanghai wall time: ISO, Chinese, compact, twelve-hour, Excel day numbers, 24:00."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl

TIME = pl.Datetime("us")
Reader = Callable[[pl.Series], pl.Series]

MONTH_FIRST, DAY_FIRST = "month_first", "day_first"

_FAST = ("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d", "%Y-%m-%dT%H:%M:%S")
_TWO, _PAIR, _YEAR = "[0-9]{1,2}", "[0-9]{2}", "(?P<year>[0-9]{4})"  # not \d, which matches the digits of every script
_SECOND = rf"(?:[:分](?P<second>{_TWO})?)?(?:[.,][0-9]+)?秒?"
_CLOCK = rf"(?P<half>上午|下午|晚上|中午|AM|PM)?\s*(?P<hour>{_TWO})[:时点](?P<minute>{_TWO})?{_SECOND}"
_ZONE = rf"\s*(?P<half_after>AM|PM)?\s*(?P<zone>Z|[+-]{_PAIR}:?{_PAIR})?"
_WRITTEN = rf"^{_YEAR}[-/.年](?P<month>{_TWO})[-/.月](?P<day>{_TWO})日?(?:[T\s]*{_CLOCK}{_ZONE})?$"
_COMPACT_CLOCK = rf"(?P<hour>{_PAIR})(?P<minute>{_PAIR})(?P<second>{_PAIR})?"
_COMPACT = rf"^{_YEAR}(?P<month>{_PAIR})(?P<day>{_PAIR})(?:[ T]?{_COMPACT_CLOCK})?(?:\.0+)?$"
_SLASHED = rf"^(?P<first>{_TWO})[/-](?P<other>{_TWO})[/-]{_YEAR}(?:[T\s]+{_CLOCK}{_ZONE})?$"
_SERIAL = r"^([0-9]{5}(?:\.[0-9]+)?)$"
_SERIAL_ZERO = -25_569  # days from 1970-01-01 to the zero of Excel's 1900 calendar, its leap-year slip included
_PARTS = ("year", "month", "day", "half", "hour", "minute", "second", "half_after", "zone")


@dataclass(frozen=True)
class DayOrder:
    """What a column's slashed dates (05/13/2022) say of their order: an example of each kind seen; neither: they can be read both ways."""

    month_first: str = ""
    day_first: str = ""
    unclear: str = ""

    def __or__(self, other: DayOrder) -> DayOrder:
        return DayOrder(self.month_first or other.month_first, self.day_first or other.day_first, self.unclear or other.unclear)

    @property
    def order(self) -> str | None:
        """month_first or day_first when the examples agree, else None."""
        return None if bool(self.month_first) == bool(self.day_first) else MONTH_FIRST if self.month_first else DAY_FIRST


def plain(texts: pl.Series) -> pl.Series:
    """Stripped texts with full-width digits and signs as plain ones; null when blank."""
    if texts.str.contains(r"[^\x00-\x7f]").any():
        narrow = texts.str.normalize("NFKC").str.strip_chars()
        return narrow.set(narrow == "", None)
    return texts


def read(texts: pl.Series, *, order: str | None = None) -> pl.Series:
    """Naive Shanghai times of plain texts; null where a text is no time, or a slashed date whose order is not given."""
    found = pl.repeat(None, texts.len(), dtype=TIME, eager=True).alias(texts.name)
    fast: list[Reader] = [partial(_fast, layout=layout) for layout in _FAST]
    for reader in (*fast, *_careful(order)):
        still_open = (found.is_null() & texts.is_not_null()).arg_true()
        if not still_open.len():
            return found
        read_now = reader(texts.gather(still_open))
        found = read_now.rename(found.name) if still_open.len() == found.len() else found.scatter(still_open, read_now)
    return found


def read_as(texts: pl.Series, layout: str) -> pl.Series:
    """Naive Shanghai times of texts in one declared strftime layout; null where one does not fit it."""
    found = texts.str.strptime(TIME if "%z" not in layout else pl.Datetime("us", "UTC"), layout, strict=False)
    return found.dt.convert_time_zone("Asia/Shanghai").dt.replace_time_zone(None) if "%z" in layout else found


def day_order(texts: pl.Series) -> DayOrder:
    """What the slashed dates among plain texts say of the order of day and month."""
    slashed = texts.filter(texts.str.contains(r"^[0-9]{1,2}[/-][0-9]{1,2}[/-][0-9]{4}").fill_null(False))
    if not slashed.len():
        return DayOrder()
    numbers = slashed.to_frame("text").with_columns(
        first=pl.col("text").str.extract(_SLASHED, 1).cast(pl.Int32), other=pl.col("text").str.extract(_SLASHED, 2).cast(pl.Int32)
    )
    month_first = numbers.filter(pl.col("other") > 12)["text"]
    day_first = numbers.filter(pl.col("first") > 12)["text"]
    return DayOrder(_any(month_first), _any(day_first), _any(slashed))


def _any(texts: pl.Series) -> str:
    return str(texts[0]) if texts.len() else ""


def _fast(texts: pl.Series, layout: str) -> pl.Series:
    if "%H" not in layout:
        return texts.str.to_date(layout, strict=False).cast(TIME)
    return texts.str.to_datetime(layout, time_unit="us", strict=False)


def _careful(order: str | None) -> list[Reader]:
    readers: list[Reader] = [partial(_parsed, pattern=_WRITTEN), partial(_parsed, pattern=_COMPACT), _serial]
    if order:
        names = {"first": "month", "other": "day"} if order == MONTH_FIRST else {"first": "day", "other": "month"}
        readers.append(
            partial(_parsed, pattern=_SLASHED.replace("<first>", f"<{names['first']}>").replace("<other>", f"<{names['other']}>"))
        )
    return readers


def _parsed(texts: pl.Series, pattern: str) -> pl.Series:
    groups = texts.str.to_uppercase().str.extract_groups(pattern).struct.unnest()
    missing = [pl.lit(None, pl.String).alias(p) for p in _PARTS if p not in groups.columns]
    return groups.with_columns(missing).select(_assembled().alias(texts.name)).to_series()


def _serial(texts: pl.Series) -> pl.Series:
    """Excel's day numbers, 1 to 80,000 (1900 to 2119)."""
    days = texts.str.extract(_SERIAL, 1).cast(pl.Float64).to_frame("days")
    seconds = pl.when(pl.col("days").is_between(1, 80_000)).then((pl.col("days") + _SERIAL_ZERO) * 86_400).round()
    return days.select(pl.from_epoch(seconds.cast(pl.Int64), time_unit="s").cast(TIME).alias(texts.name)).to_series()


def _assembled() -> pl.Expr:
    """The time of the parts; null for impossible days and hours. 24:00 is midnight of the next day."""
    part = {p: pl.col(p) for p in _PARTS}
    half = pl.coalesce(part["half"], part["half_after"])
    hour = part["hour"].cast(pl.Int32).fill_null(0)
    is_late = half.is_in(["下午", "晚上", "PM"])
    hour = pl.when(is_late & (hour < 12)).then(hour + 12).when(half.is_in(["上午", "AM"]) & (hour == 12)).then(0).otherwise(hour)
    is_midnight = (hour == 24) & (part["minute"].fill_null("0").cast(pl.Int32) == 0) & (part["second"].fill_null("0").cast(pl.Int32) == 0)
    clock = [pl.when(is_midnight).then(0).otherwise(hour).cast(pl.String), part["minute"].fill_null("0"), part["second"].fill_null("0")]
    text = pl.concat_str([part["year"], part["month"], part["day"]], separator="-") + " " + pl.concat_str(clock, separator=":")
    at = text.str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us", strict=False)
    zone = pl.when(part["zone"] == "Z").then(pl.lit("+0000")).otherwise(part["zone"].str.replace(":", ""))
    minutes = zone.str.slice(1, 2).cast(pl.Int32) * 60 + zone.str.slice(3, 2).cast(pl.Int32)
    east = pl.when(zone.str.starts_with("-")).then(-minutes).otherwise(minutes)
    return at + pl.duration(days=is_midnight.cast(pl.Int32).fill_null(0), minutes=(480 - east).fill_null(0))
