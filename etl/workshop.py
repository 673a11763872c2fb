"""What an import works on and with: the file and how it is to be read; the city's knowledge, built once for many files."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from etl.classify import Classifier
from etl.contracts import Feed, Mapping
from etl.locate import Locator
from geodata.pack import Pack
from geodata.services.opening import open_service
from geodata.settings import Settings
from geodata.store.founding import secret_of


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
        """The workshop of a home. Caller keys are salted with its secret: an unsalted hash of a phone number can be undone by trying."""
        classifier, locator = Classifier(pack.catalog, settings.model_file), Locator(pack, open_service(settings))
        return cls(settings, pack, classifier, locator, secret_of(settings), is_demo)
