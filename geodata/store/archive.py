"""The file a backup is: a ZIP of Parquet parts, closed by a signed manifest, so that a damaged, cut or foreign file is known as such."""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import polars as pl
from polars.exceptions import PolarsError

from geodata import texts
from geodata.errors import FileRefused
from geodata.keys import key_for
from geodata.store.digest import combined
from geodata.store.rowstream import FRAME

KIND = "huitian backup"
FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.mac"
_MOST_MANIFEST_BYTES = 64 << 20
_BLOCK = 1 << 20

# how zipfile says that a member cannot be read: RuntimeError for one marked as encrypted
_UNREADABLE = (zipfile.BadZipFile, OSError, EOFError, RuntimeError)


@dataclass(frozen=True)
class Part:
    """Some rows of a table: one Parquet file in the archive."""

    name: str
    rows: int
    sha256: str


@dataclass(frozen=True)
class StoredTable:
    """One table: column -> kind (see rowstream), the key its rows are ordered by, its parts, and the digest of its content."""

    name: str
    kinds: dict[str, str]
    key: tuple[str, ...]
    rows: int
    digest: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Manifest:
    """What the archive holds. The secret is not in it, only a fingerprint by which another secret is told from the same."""

    created_at: str
    code_version: str
    revision: str
    secret_fingerprint: str
    tables: tuple[StoredTable, ...]
    kind: str = KIND
    format: int = FORMAT

    @property
    def digest(self) -> str:
        """One digest of all tables."""
        return combined({table.name: table.digest for table in self.tables})

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables)


class Archive:
    """An archive that is open for reading. Raises FileRefused for whatever is not as the manifest says."""

    def __init__(self, path: Path, members: zipfile.ZipFile) -> None:
        self.path = path
        self._members = members
        self._manifest_bytes = self._bytes(MANIFEST, _MOST_MANIFEST_BYTES)
        self.manifest = _parsed(path, self._manifest_bytes)

    def is_signed_with(self, secret: str) -> bool:
        """Whether the manifest was signed with this secret."""
        return hmac.compare_digest(self._bytes(SIGNATURE, 128), signature(secret, self._manifest_bytes).encode())

    def require_whole(self) -> None:
        """Raise FileRefused unless every part is there as it was written."""
        for table in self.manifest.tables:
            for part in table.parts:
                digest = hashlib.sha256()
                for block in self._blocks(part.name):
                    digest.update(block)
                self._require(digest.hexdigest(), part)

    def frames(self, table: StoredTable) -> Iterator[pl.DataFrame]:
        """The rows of a table, part by part, in the order of its key."""
        schema = {name: FRAME[kind] for name, kind in table.kinds.items()}
        for part in table.parts:
            content = self._bytes(part.name)
            self._require(hashlib.sha256(content).hexdigest(), part)
            try:
                frame = pl.read_parquet(io.BytesIO(content))
            except (PolarsError, OSError) as error:
                raise FileRefused(texts.ARCHIVE_DAMAGED.format(file=self.path.name, what=part.name)) from error
            if dict(frame.schema) != schema or frame.height != part.rows:
                raise FileRefused(texts.ARCHIVE_DAMAGED.format(file=self.path.name, what=part.name))
            yield frame

    def _require(self, found: str, part: Part) -> None:
        if found != part.sha256:
            raise FileRefused(texts.ARCHIVE_DAMAGED.format(file=self.path.name, what=part.name))

    def _bytes(self, name: str, most: int = -1) -> bytes:
        with self._opened(name) as member:
            return member.read(most)

    def _blocks(self, name: str) -> Iterator[bytes]:
        with self._opened(name) as member:
            while block := member.read(_BLOCK):
                yield block

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        try:
            if self._members.getinfo(name).compress_type != zipfile.ZIP_STORED:     # ours are; another way would be unpacked unasked
                raise zipfile.BadZipFile(name)
            with self._members.open(name) as member:
                yield member
        except KeyError as error:
            raise FileRefused(texts.ARCHIVE_MISSING.format(file=self.path.name, what=name)) from error
        except _UNREADABLE as error:
            raise FileRefused(texts.ARCHIVE_DAMAGED.format(file=self.path.name, what=name)) from error


class ArchiveWriter:
    """An archive that is being written, part by part."""

    def __init__(self, members: zipfile.ZipFile) -> None:
        self._members = members
        self._count = 0

    def add(self, table: str, frame: pl.DataFrame) -> Part:
        """Write some rows of a table."""
        self._count += 1
        content = io.BytesIO()
        frame.write_parquet(content, compression="zstd", compression_level=3, statistics=False)
        name = f"{table}/{self._count:06d}.parquet"
        self._members.writestr(name, content.getbuffer())
        return Part(name, frame.height, hashlib.sha256(content.getbuffer()).hexdigest())

    def close(self, manifest: Manifest, secret: str) -> None:
        """Write the manifest and its signature."""
        content = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        self._members.writestr(MANIFEST, content)
        self._members.writestr(SIGNATURE, signature(secret, content))


@contextmanager
def new_archive(path: Path) -> Iterator[ArchiveWriter]:
    """A new archive, readable by its owner only: it stands under its name whole and on the disk, or not at all.

    Raises FileRefused where there is such a file already, or it cannot be written.
    """
    if path.exists():
        raise FileRefused(texts.ARCHIVE_EXISTS.format(path=path))
    beside = path.with_name(f".{path.name}.part")
    try:
        with open(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as members:
                yield ArchiveWriter(members)
            file.flush()
            os.fsync(file.fileno())
        beside.rename(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise FileRefused(texts.ARCHIVE_WRITE.format(path=path, error=error.strerror)) from error
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """An archive for reading. Raises FileRefused where it is none, is cut, or comes from a newer version."""
    try:
        with zipfile.ZipFile(path) as members:
            yield Archive(path, members)
    except zipfile.BadZipFile as error:
        raise FileRefused(texts.ARCHIVE_FOREIGN.format(file=path.name)) from error
    except OSError as error:
        raise FileRefused(texts.ARCHIVE_READ.format(path=path, error=error.strerror)) from error


def fingerprint(secret: str) -> str:
    """16 hex digits by which the same secret is known again, telling nothing of it."""
    return key_for(secret, "backup fingerprint").hex()[:16]


def signature(secret: str, manifest: bytes) -> str:
    """What a manifest is signed with: 64 hex digits that only who has the secret can make."""
    return hmac.new(key_for(secret, "backup"), manifest, hashlib.sha256).hexdigest()


def _parsed(path: Path, content: bytes) -> Manifest:
    try:
        values = json.loads(content)
        if values["kind"] != KIND:
            raise FileRefused(texts.ARCHIVE_FOREIGN.format(file=path.name))
        if values["format"] != FORMAT:
            raise FileRefused(texts.ARCHIVE_FORMAT.format(file=path.name, found=values["format"], known=FORMAT))
        return Manifest(**{**values, "tables": tuple(_table(table) for table in values["tables"])})
    except (ValueError, TypeError, KeyError) as error:
        raise FileRefused(texts.ARCHIVE_FOREIGN.format(file=path.name)) from error


def _table(values: dict[str, Any]) -> StoredTable:
    return StoredTable(**{**values, "key": tuple(values["key"]), "parts": tuple(Part(**part) for part in values["parts"])})


def _sync_folder(folder: Path) -> None:
    """So that the name, too, survives a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
