"""A file on a desk -> rows in the store: read, map, clean, mask, stamp, classify, locate in chunks, then one load."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
from sqlalchemy import Engine

from etl import build, clean, contracts, rejects, survey, texts
from etl.classify import Classifier
from etl.contracts import Feed, HeaderMap, Mapping
from etl.ledger import Receipt
from etl.load import LOADED, OLDER, UNCHANGED, UPDATED, decide, load_prepared
from etl.locate import Locator
from etl.points import PointReader
from etl.prepared import REJECT_SCHEMA, ROW_SCHEMA, Prepared, stamp
from etl.privacy import caller_key, mask_series
from etl.readers import open_table
from etl.readers.header import plain
from etl.readers.table import ROW_NO, Chunk, Table
from etl.sinks import Known, sink_of
from geodata.clock import stopwatch
from geodata.errors import FileRefused
from geodata.pack import Pack
from geodata.settings import Settings
from geodata.store.engine import read_transaction
from geodata.store.home import is_demo_home

MASKED = ("title", "content", "result", "place_text", "handler", "community_text", "tags")
DEMO_SALT = "demo"               # nobody's phone number is in a demo home

OnRows = Callable[[int, float], None]    # rows read so far, share of the file read so far


@dataclass(frozen=True)
class Source:
    """One file and how it is to be read: its feed, a clerk's mapping, the coordinate system the command line gave."""

    path: Path
    feed: Feed
    mapping: Mapping = field(default_factory=Mapping)
    crs: str = ""

    @property
    def options(self) -> str:
        """What besides the bytes decides the rows; empty when nothing does."""
        return "|".join(part for part in (self.mapping.digest, self.crs) if part)


@dataclass(frozen=True)
class Workshop:
    """Everything that turns rows into placed, classified rows; built once, used for many files."""

    settings: Settings
    pack: Pack
    classifier: Classifier
    locator: Locator
    salt: str
    is_demo: bool = False

    @classmethod
    def open(cls, settings: Settings, pack: Pack, *, is_demo: bool = False) -> Workshop:
        """The workshop of a home. Without a secret there is no caller key: an unsalted hash of a phone number can be undone by trying."""
        salt = settings.secret or (DEMO_SALT if is_demo else "")
        return cls(settings, pack, Classifier(pack.catalog, settings.model_file), Locator(pack), salt, is_demo)


def load_file(
    path: Path, feed: Feed, *, engine: Engine, pack: Pack, settings: Settings, refresh: bool = True, workshop: Workshop | None = None
) -> Receipt:
    """Imports one file in one transaction and brings what is derived up to date; what became of its rows.

    Raises FileRefused (nothing stored). For many files build one `Workshop` and refresh once.
    """
    workshop = workshop or Workshop.open(settings, pack, is_demo=is_demo_home(settings))
    receipt = load_source(Source(path, feed), engine, workshop)
    if refresh:
        build.refresh(engine, settings, pack)
    return receipt


def load_source(source: Source, engine: Engine, workshop: Workshop, *, on_rows: OnRows | None = None) -> Receipt:
    """Imports one file in one transaction; what is derived from the store is not brought up to date yet."""
    with spool(workshop.settings) as folder:
        return load_prepared(engine, prepare(source, workshop, folder, on_rows=on_rows))


def rehearse(source: Source, engine: Engine, workshop: Workshop, *, on_rows: OnRows | None = None) -> Receipt:
    """The receipt a load would give now, nothing written; batch 0. Raises FileRefused as the load would."""
    with spool(workshop.settings) as folder, read_transaction(engine) as store:
        prepared = prepare(source, workshop, folder, on_rows=on_rows)
        fates: Counter[str] = Counter()
        seen: dict[str, Known] = {}
        for rows in _versions(prepared.rows):
            known = {**sink_of(store).known(rows["order_no"].unique().to_list()), **{o: seen[o] for o in rows["order_no"].to_list() if o in seen}}
            fates += decide(rows.iter_rows(), known).fates
            seen |= {o: Known(0, digest, at, day) for o, digest, at, day in rows.iter_rows()}
        return Receipt(
            file=prepared.file_name, sha256=prepared.sha256, feed=prepared.feed, batch=0, read=prepared.read_count, loaded=fates[LOADED],
            updated=fates[UPDATED], unchanged=fates[UNCHANGED] + fates[OLDER], quarantined=prepared.read_count - fates.total(),
            located=prepared.located, seconds=round(prepared.seconds, 3),
        )


@contextmanager
def spool(settings: Settings) -> Iterator[Path]:
    """A folder under the home for the rows on their way; it is gone afterwards, however that comes."""
    home = settings.home / "tmp"
    home.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=home, prefix="load-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def prepare(source: Source, workshop: Workshop, folder: Path, *, on_rows: OnRows | None = None) -> Prepared:
    """The file's rows cleaned, masked, classified and placed, as Parquet in `folder`; rows and rejects together are all that was read.

    Memory holds one chunk. Raises FileRefused when the file as a whole cannot be used.
    """
    started, started_at = stopwatch(), workshop.settings.clock.now()
    table = open_table(source.path, _known(source))
    mapped = contracts.match_headers(source.feed, table.head, source.path, source.mapping)
    run = _Run(source, workshop, table, mapped)
    read_count = 0
    with _writer(folder / "rows.parquet", ROW_SCHEMA) as write_rows, _writer(folder / "rejects.parquet", REJECT_SCHEMA) as write_rejects:
        for chunk in table.chunks():
            rows, put_aside = run.step(chunk)
            write_rows(rows)
            write_rejects(put_aside)
            read_count += rows.height + put_aside.height
            if on_rows:
                on_rows(read_count, chunk.done)
    return Prepared(
        feed=source.feed.name,
        file_name=source.path.name,
        sha256=_sha256(source.path),
        encoding=table.head.encoding,
        started_at=started_at,
        read_count=read_count,
        rows=folder / "rows.parquet",
        rejects=folder / "rejects.parquet",
        located=dict(run.located),
        notes=run.notes(),
        is_sample=run.is_sample,
        options=source.options,
        seconds=stopwatch() - started,
    )


class _Run:
    """One pass over one file; counts what the ledger wants to know."""

    def __init__(self, source: Source, workshop: Workshop, table: Table, mapped: HeaderMap) -> None:
        self._source, self._workshop, self._table, self._mapped = source, workshop, table, mapped
        self._points = PointReader(source.path, source.crs or source.mapping.crs or source.feed.crs, mapped, workshop.pack)
        now = workshop.settings.clock.now().replace(tzinfo=None)
        self._rules = clean.Rules(now, source.mapping.units, is_projected=self._points.is_projected)
        self._has_surveyed = False
        self._blank_count = 0
        self._masked: Counter[str] = Counter()
        self._cut: Counter[str] = Counter()
        self.located: Counter[str] = Counter()
        self.is_sample = False

    def step(self, chunk: Chunk) -> tuple[pl.DataFrame, pl.DataFrame]:
        """Rows with ROW_SCHEMA and rejects with REJECT_SCHEMA."""
        self._blank_count += chunk.blank_count
        again = contracts.repeats_header(self._mapped, chunk.rows)
        repeated = chunk.rows.filter(again)
        rows = chunk.rows.filter(~again) if repeated.height else chunk.rows
        cleaned = self._clean(rows)
        faults = pl.concat([cleaned.faults, _header_faults(repeated)])
        put_aside = [*rejects.of_records(chunk.bad, self._mapped), *rejects.of_rows(chunk.rows, faults, self._mapped, self._source.feed)]
        return self._placed(cleaned.frame), rejects.frame_of(put_aside)

    def notes(self) -> dict[str, Any]:
        """What the ledger keeps beside the counts; empty entries are left out."""
        head, mapped = self._table.head, self._mapped
        kept = {
            **head.notes,
            "sheet": head.sheet,
            "header_row": head.header_row if head.header_row > 1 else None,
            "ignored_columns": list(mapped.ignored),
            "personal_columns": [mapped.headers[at].strip() for at in sorted(mapped.personal)],
            "blank_rows": self._blank_count,
            "masked": dict(self._masked),
            "shortened": dict(self._cut),
            "day_orders": dict(self._rules.day_orders),
            "crs": self._points.crs,
            "mapping": self._source.mapping.digest,
        }
        return {name: value for name, value in kept.items() if value}

    def _clean(self, rows: pl.DataFrame) -> clean.Cleaned:
        cells = contracts.apply(self._mapped, self._source.feed, rows)
        units = self._source.mapping.units
        if not self._has_surveyed and survey.has_slashed_dates(cells, units):
            orders = survey.day_orders(self._table, self._mapped, self._source.feed, self._source.path, units)
            self._rules, self._has_surveyed = replace(self._rules, day_orders=orders), True
        try:
            cleaned = clean.clean(cells, self._rules)
        except (pl.exceptions.ComputeError, pl.exceptions.InvalidOperationError) as error:
            if not units:
                raise
            wanted = "；".join(f"{name} = “{unit}”" for name, unit in units.items())
            raise FileRefused(texts.REFUSED["mapping_unit"].format(file=self._source.path.name, column="units", unit=wanted, error=error)) from error
        self._cut.update(cleaned.cut)
        return cleaned

    def _placed(self, frame: pl.DataFrame) -> pl.DataFrame:
        if not frame.height:
            return pl.DataFrame(schema=ROW_SCHEMA)
        frame = self._points.to_wgs84(frame)
        frame = self._without_persons(frame)
        if self._workshop.is_demo:
            frame = frame.with_columns(is_sample=pl.lit(True))
        frame = self._workshop.locator.locate(self._workshop.classifier.classify(stamp(frame)))
        self.located.update({level: count for level, count in frame["place_level"].value_counts().iter_rows()})
        self.is_sample = self.is_sample or bool(frame["is_sample"].any())
        return frame.select(pl.col(c).cast(t) for c, t in ROW_SCHEMA.items())

    def _without_persons(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with texts masked, and a caller key in the place of the caller's number."""
        masked = []
        for name in MASKED:
            series, counts = mask_series(frame[name])
            masked.append(series)
            self._masked.update(counts)
        salt = self._workshop.salt
        keys = [caller_key(p, salt) if p and salt else None for p in frame["caller_phone"].to_list()]
        return frame.with_columns(*masked, pl.Series("caller_key", keys, pl.String)).drop("caller_phone")


def _known(source: Source) -> frozenset[str]:
    return source.feed.known_headers() | {plain(h) for h in source.mapping.columns.values()}


def _header_faults(repeated: pl.DataFrame) -> pl.DataFrame:
    blank = pl.lit("")
    return repeated.select(ROW_NO, code=pl.lit("header_again"), column=blank, found=blank).cast(clean.FAULTS_SCHEMA)  # type: ignore[arg-type]


@contextmanager
def _writer(path: Path, schema: dict[str, Any]) -> Iterator[Callable[[pl.DataFrame], None]]:
    oldest = pl.CompatLevel.oldest()
    arrow = pl.DataFrame(schema=schema).to_arrow(compat_level=oldest).schema
    with pq.ParquetWriter(path, arrow, compression="lz4") as writer:
        def write(frame: pl.DataFrame) -> None:
            if frame.height:
                writer.write_table(frame.to_arrow(compat_level=oldest).cast(arrow))

        yield write


def _versions(rows: Path) -> Iterator[pl.DataFrame]:
    with pq.ParquetFile(rows) as file:
        for batch in file.iter_batches(columns=["order_no", "row_digest", "version_at", "created_at"]):
            yield pl.DataFrame(pl.from_arrow(batch)).select("order_no", "row_digest", "version_at", "created_at")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
