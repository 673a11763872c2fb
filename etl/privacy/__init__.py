"""Personal data is masked before anything is stored: numbers, plates, accounts, names, rooms. Offline, linear in the text's length."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl.privacy import names, numbers, rooms
from etl.privacy.rule import Span

KINDS = ("id_card", "bank_card", "phone", "landline", "plate", "email", "social", "name", "room")
MAX_PASSES = 8
MIN_PHONE_DIGITS = 7

_PLAIN_MOBILE = re.compile("1[0-9]{10}")
_NEXT_NUMBER = re.compile(r"[,，;；/、]|转")

_HYPHENS, _BLANKS = "‐‑‒–—―−", "\u3000\u00a0\t\r\n"
_CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"
_NARROW = (
    {0xFF01 + i: 0x21 + i for i in range(94)}
    | {ord(sign): "-" for sign in _HYPHENS}
    | {ord(sign): " " for sign in _BLANKS}
    | {ord(sign): str(digit) for digit, sign in enumerate(_CIRCLED)}
)
# signs that nobody sees, as messengers and web pages leave them inside numbers
_UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_HIDDEN = re.compile(f"(?<=[0-9A-Za-z０-９@])[{_UNSEEN}]+(?=[0-9A-Za-z０-９@])")
_FAMILIES = (*numbers.FAMILIES, *rooms.FAMILIES, *names.FAMILIES)
_GATED = tuple((re.compile(family.gate), family.finders) for family in _FAMILIES)
# what a text must hold for any rule to fire, asked in Rust, so that clean rows never reach Python; one by one, for all in one automaton
# outgrow its cache and take three times as long
SUSPICIOUS = (
    "[０-９Ａ-Ｚａ-ｚ＠＃⓪①-⑨]", f"[0-9][－{_HYPHENS}{_BLANKS}]", f"[0-9A-Za-z@][{_UNSEEN}]", *(family.gate for family in _FAMILIES),
)  # fmt: skip


@dataclass(frozen=True)
class Masked:
    """A text without direct identifiers, and how many of each kind (KINDS) were taken out."""

    text: str
    counts: dict[str, int] = field(default_factory=dict)


def mask_text(text: str) -> Masked:
    """The text with each identifier replaced by its kind in square brackets; masking twice changes nothing more. Never raises."""
    counts: Counter[str] = Counter()
    text = _HIDDEN.sub("", text)
    view = text.translate(_NARROW)
    for _ in range(MAX_PASSES):
        masked, view = _one_pass(text, view, counts)
        if masked == text:
            break
        text = masked
    return Masked(text, dict(counts))


def mask_series(texts: pl.Series) -> tuple[pl.Series, dict[str, int]]:
    """A String series with every text masked (null stays null), and the counts of all of them by kind."""
    suspicious = (pl.col(texts.name).str.contains(pattern) for pattern in SUSPICIOUS)
    rows = texts.to_frame().select(pl.any_horizontal(suspicious).fill_null(value=False)).to_series().arg_true()
    if rows.is_empty():
        return texts, {}
    results = [mask_text(text) for text in texts.gather(rows).to_list()]
    counts: Counter[str] = Counter()
    for result in results:
        counts.update(result.counts)
    return texts.clone().scatter(rows, pl.Series([result.text for result in results], dtype=pl.String)), dict(counts)


def shown_name(path: Path) -> str:
    """The name of a file as it may be kept and shown: people name files after callers, too."""
    return mask_text(path.name).text


def caller_key(phone: str | None, salt: str) -> str | None:
    """32 hex digits that are the same for the same phone number however it is written, None where there is no whole number.

    Keyed with the salt of the deployment, so that numbers cannot be tried one by one elsewhere.
    """
    return _keyed(_whole_number(phone or ""), _salted(salt))


def caller_keys(phones: pl.Series, salt: str) -> pl.Series:
    """`caller_key` of each phone (String), null without a phone or a salt; equal phones are hashed once."""
    distinct = [phone for phone in phones.unique().to_list() if phone]
    key = _salted(salt)
    keys = {phone: _keyed(_whole_number(phone), key) for phone in distinct} if salt else {}
    return pl.Series("caller_key", [keys.get(phone) for phone in phones.to_list()], pl.String)


def _salted(salt: str) -> bytes:
    return hashlib.blake2b(salt.encode(), digest_size=32).digest()


def _keyed(digits: str, key: bytes) -> str | None:
    return hashlib.blake2b(digits.encode(), key=key, digest_size=16).hexdigest() if digits else None


def _whole_number(phone: str) -> str:
    """The digits of the first number of a text, without the country's code; "" where they are no whole number."""
    if _PLAIN_MOBILE.fullmatch(phone):
        return phone
    first = _NEXT_NUMBER.split(unicodedata.normalize("NFKC", phone), maxsplit=1)[0].strip()
    if "*" in first:
        return ""
    digits = re.sub(r"\.0+$|[^0-9]", "", first)
    digits = re.sub(r"^(?:00)?86(?=1[3-9]\d{9}$)|^0(?=1[3-9]\d{9}$)", "", digits)
    return digits if len(digits) >= MIN_PHONE_DIGITS else ""


def _one_pass(text: str, view: str, counts: Counter[str]) -> tuple[str, str]:
    """Text and view after every rule once; the view is the text in narrow signs, character by character."""
    for gate, finders in _GATED:
        if gate.search(view):
            for finder in finders:
                if spans := finder.spans(view):
                    counts[finder.kind] += len(spans)
                    mark = f"[{finder.placeholder}]"
                    text, view = _replaced(text, spans, mark), _replaced(view, spans, mark)
    return text, view


def _replaced(text: str, spans: list[Span], mark: str) -> str:
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(text)]
    return mark.join(text[start:end] for start, end in zip(starts, ends, strict=True))
