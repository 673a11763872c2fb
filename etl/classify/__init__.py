"""Which class a complaint belongs to: what the row says, else keyword rules, else a trained model, else 待人工; never a rejection."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import opencc
import polars as pl

from etl.classify.rules import KeywordRules, Verdict
from geodata.catalog import Catalog

if TYPE_CHECKING:
    from etl.classify.model import CategoryModel

GIVEN, RULE, MODEL, NONE = "given", "rule", "model", "none"
REFINED_CONFIDENCE = 0.8      # the named node is certain, the leaf chosen below it by keywords less so

_Row = tuple[str, float, str]
_NOTHING: _Row = ("", 0.0, NONE)

__all__ = ["GIVEN", "MODEL", "NONE", "RULE", "Classifier"]


class Classifier:
    """Knows a pack's tree and, when `model_file` exists, a model trained for it.

    Raises FileRefused for a model file that cannot be read or was trained for another tree.
    """

    def __init__(self, catalog: Catalog, model_file: Path | None = None) -> None:
        self._catalog = catalog
        self._rules = KeywordRules(catalog)
        self._simplified = opencc.OpenCC("t2s").convert
        characters = [chr(code) for code in range(0x4E00, 0xA000)]
        pairs = zip(characters, self._simplified("\n".join(characters)).split("\n"), strict=True)
        self._traditional = frozenset(old for old, new in pairs if old != new)
        self._model = _load(model_file, catalog) if model_file and model_file.exists() else None

    def classify(self, frame: pl.DataFrame) -> pl.DataFrame:
        """`frame` (title, content, category_text : String) with category_code (leaf or ""), category_confidence (0–1), category_method."""
        nodes = self._nodes(frame["category_text"])
        texts = zip(nodes, frame["title"].to_list(), frame["content"].to_list(), strict=True)
        rows = [self._row(node, title or "", content or "") for node, title, content in texts]
        if self._model and (open_rows := [i for i, row in enumerate(rows) if not row[0]]):
            self._ask_model(frame, rows, open_rows)
        return frame.with_columns(
            pl.Series("category_code", [row[0] for row in rows], pl.String),
            pl.Series("category_confidence", [row[1] for row in rows], pl.Float64),
            pl.Series("category_method", [row[2] for row in rows], pl.String),
        )

    def _nodes(self, category_text: pl.Series) -> list[str]:
        """The named node of each row, "" where none is: each distinct text is looked up once."""
        known = {text: self._catalog.by_path(text or "") or "" for text in category_text.unique().to_list()}
        return [known[text] for text in category_text.to_list()]

    def _row(self, node: str, title: str, content: str) -> _Row:
        if len(node) == 6:
            return node, 1.0, GIVEN
        verdict = self._decide(title, content, node)
        if node:
            return (verdict.code, REFINED_CONFIDENCE, GIVEN) if verdict.code else (self._catalog.catch_all(node), 1.0, GIVEN)
        return (verdict.code, round(verdict.confidence, 4), RULE) if verdict.code else _NOTHING

    def _decide(self, title: str, content: str, node: str) -> Verdict:
        """By keywords; a text that says nothing may be written in traditional characters (路燈不亮)."""
        verdict = self._rules.decide(title, content, under=node)
        if verdict.code or self._traditional.isdisjoint(title + content):
            return verdict
        return self._rules.decide(self._simplified(title), self._simplified(content), under=node)

    def _ask_model(self, frame: pl.DataFrame, rows: list[_Row], open_rows: list[int]) -> None:
        asked = frame[open_rows]
        verdicts: list[Verdict] = self._model.decide(asked["title"], asked["content"]) if self._model else []
        for i, verdict in zip(open_rows, verdicts, strict=True):
            rows[i] = (verdict.code, round(verdict.confidence, 4), MODEL) if verdict.code else _NOTHING


def _load(model_file: Path, catalog: Catalog) -> CategoryModel:
    from etl.classify.model import load_model  # scikit-learn takes a second to load; imports without a model do without

    return load_model(model_file, catalog)
