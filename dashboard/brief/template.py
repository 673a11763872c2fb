"""The template of a brief: the one that comes along, with what an office put into HOME/brief.toml in its place; faults name their line."""

from __future__ import annotations

import hashlib
import json
import re
import string
import tomllib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dashboard.brief.fields import BLOCKS, FIELDS
from dashboard.texts import brief as words
from geodata.errors import SettingsError

READY = Path(__file__).with_name("template.toml")
OFFICE = "brief.toml"
MARK = "@"
_KEYS = ("title", "unit", "section", "schedule")
_SECTION_KEYS = ("key", "title", "content")
_DIGITS = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*")
_HOTLINE = "12345"


@dataclass(frozen=True)
class TemplateSection:
    """One heading; `content` are paragraphs, and blocks as "@name". Editions know it by its key, which an office need not give."""

    title: str
    content: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True)
class Template:
    """What a brief looks like before it has numbers."""

    title: str
    unit: str
    sections: tuple[TemplateSection, ...]

    @property
    def digest(self) -> str:
        """sha256 of all of it."""
        return hashlib.sha256(json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def read_template(home: Path) -> Template:
    """The template of a home. Raises SettingsError that names file and line."""
    ready = _parsed(READY)
    office = _parsed(home / OFFICE) if (home / OFFICE).is_file() else None
    for file in filter(None, (ready, office)):
        file.check()
    told = {**ready.table, **(office.table if office else {})}
    sections = tuple(TemplateSection(s["title"], tuple(s["content"]), s.get("key", "")) for s in told["section"])
    return Template(told["title"], told["unit"], sections)


def office_table(home: Path, name: str) -> tuple[dict[str, Any], Any] | None:
    """A table of the office's file with what says where a fault of it is (`fault(what, word)`), None where it has none."""
    if not (home / OFFICE).is_file():
        return None
    file = _parsed(home / OFFICE)
    found = file.table.get(name)
    return (found, file.fault) if isinstance(found, dict) else None


def fields_of(text: str) -> tuple[str, ...]:
    """The fields that a text names. Raises ValueError for braces that do not fit."""
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@dataclass(frozen=True)
class _File:
    path: Path
    lines: tuple[str, ...]
    table: dict[str, Any]

    def check(self) -> None:
        """Raises SettingsError for the first thing that is not as it must be."""
        self._require_known(self.table, _KEYS)
        for name in ("title", "unit"):
            if name in self.table:
                self._text(name, self.table[name])
        if "section" in self.table:
            self._sections(self.table["section"])

    def fault(self, what: str, word: str) -> SettingsError:
        """The error for something that a word of the file stands for."""
        where = next((n for n, line in enumerate(self.lines, 1) if word in line and not line.lstrip().startswith("#")), 1)
        return SettingsError(words.TEMPLATE_LINE.format(file=self.path.name, line=where, what=what))

    def _sections(self, sections: Any) -> None:
        if not isinstance(sections, list) or not sections:
            raise self.fault(words.TEMPLATE_EMPTY, "section")
        for section in sections:
            self._require_known(section, _SECTION_KEYS)
            self._text("title", section.get("title"), is_heading=True)
            content = section.get("content")
            if not isinstance(content, list) or not all(isinstance(text, str) for text in content):
                raise self.fault(words.TEMPLATE_KIND.format(name="content", wanted=words.KINDS["list"]), str(section["title"]))
            for text in content:
                self._paragraph(text)

    def _require_known(self, table: dict[str, Any], known: tuple[str, ...]) -> None:
        for name in table:
            if name not in known:
                raise self.fault(words.TEMPLATE_KEY.format(name=name, known="、".join(known)), name)

    def _text(self, name: str, value: Any, *, is_heading: bool = False) -> None:
        if not isinstance(value, str):
            raise self.fault(words.TEMPLATE_KIND.format(name=name, wanted=words.KINDS["text"]), name)
        self._require_fields(value) if is_heading else self._paragraph(value)

    def _paragraph(self, text: str) -> None:
        if text.startswith(MARK):
            if text[1:] not in BLOCKS:
                raise self.fault(words.TEMPLATE_BLOCK.format(name=text[1:], known="、".join(BLOCKS)), text)
            return
        self._require_fields(text)
        literal = "".join(part for part, *_ in string.Formatter().parse(text)).replace(_HOTLINE, "")
        if found := _DIGITS.search(literal):
            raise self.fault(words.TEMPLATE_DIGIT.format(found=found[0]), _piece(text, found[0]))

    def _require_fields(self, text: str) -> None:
        try:
            names = fields_of(text)
            if any(spec or conversion for _, _, spec, conversion in string.Formatter().parse(text)):
                raise ValueError(words.TEMPLATE_SPEC)
        except ValueError as error:
            raise self.fault(words.TEMPLATE_BRACE.format(error=error), _piece(text, "{")) from error
        for name in names:
            if name not in FIELDS:
                raise self.fault(words.TEMPLATE_FIELD.format(name=name), "{" + name)


def _piece(text: str, word: str) -> str:
    """As much of a text around a word as tells its line from others."""
    line = next((part for part in text.splitlines() if word in part), text)
    return line.strip() or word


def _parsed(path: Path) -> _File:
    try:
        text = path.read_text(encoding="utf-8")
        return _File(path, tuple(text.splitlines()), tomllib.loads(text))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(words.TEMPLATE_BROKEN.format(file=path.name, error=error)) from error
