"""The category tree (诉求分类) of a pack: three levels of names; each leaf with 七有五性 tag, keywords, owner, legal basis and limit."""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from geodata import texts
from geodata.errors import PackError

TAGS = (
    "幼有所育", "学有所教", "劳有所得", "病有所医", "老有所养", "住有所居", "弱有所扶",      # 七有
    "便利性", "宜居性", "多样性", "公正性", "安全性",                                   # 五性
)
COLUMNS = ("code", "level", "name", "parent_code", "tag", "keywords", "owner", "legal_basis", "limit_days", "limit_source", "standard")
CATCH_ALL = "99"           # a code that ends so holds what no sibling names
UNDECIDED_NAME = "待人工"

_CODE = re.compile(r"(?:\d\d){1,3}")
_JOINT = re.compile(r"[-—–]*[>→»/|\\]+")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Category:
    """One node of the tree. `code` has 2 digits a level; the fields after `parent_code` are filled on leaves (level 3) only.

    `limit_days` is None where the pack gives none; `limit_source` says where the limit comes from (示例 in the demo pack).
    """

    code: str
    level: int
    name: str
    parent_code: str
    tag: str = ""
    keywords: tuple[str, ...] = ()
    owner: str = ""
    legal_basis: str = ""
    limit_days: int | None = None
    limit_source: str = ""
    standard: str = ""

    @property
    def is_catch_all(self) -> bool:
        """Whether the node holds what no sibling names (其他)."""
        return self.code.endswith(CATCH_ALL)


class Catalog:
    """The tree, immutable, in code order."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self._nodes = {c.code: c for c in sorted(categories, key=lambda c: c.code)}
        self._children: dict[str, tuple[Category, ...]] = _grouped(self._nodes.values())
        self._named: dict[str, tuple[str, ...]] = _named(self._nodes.values())
        self._catch_alls: dict[str, str] = _catch_alls(self._nodes)

    def get(self, code: str) -> Category | None:
        """The node of a code, or None."""
        return self._nodes.get(code)

    def roots(self) -> tuple[Category, ...]:
        """The nodes of level 1."""
        return self._children.get("", ())

    def children(self, code: str) -> tuple[Category, ...]:
        """The nodes right under a code; none for a leaf or an unknown code."""
        return self._children.get(code, ())

    def leaves(self, code: str = "") -> tuple[Category, ...]:
        """The nodes of level 3, of the whole tree or under a code (a leaf holds itself)."""
        return tuple(c for c in self._nodes.values() if c.level == 3 and c.code.startswith(code))

    def catch_all(self, code: str) -> str:
        """The leaf that takes what is only known to belong under `code`: its 其他 leaf, else its last leaf; "" for an unknown code."""
        return self._catch_alls.get(code, "")

    def by_path(self, names: str | Sequence[str]) -> str | None:
        """The code of a path, full or partial: `停车秩序->小区停车->停车难`, `小区停车`, a leaf's name when only one node has it, a code.

        Blanks, width and the kind of arrow do not matter. Lower levels that the tree does not know are ignored. None when
        nothing fits or more than one node does.
        """
        parts = _parts(names)
        if len(parts) == 1 and parts[0] in self._nodes:
            return parts[0]
        for length in range(len(parts), 0, -1):
            if found := self._fitting(parts[:length]):
                return found[0] if len(found) == 1 else None
        return None

    def path(self, code: str) -> tuple[str, ...]:
        """Names from level 1 down to `code`; empty for an unknown code."""
        return tuple(self._nodes[code[:end]].name for end in range(2, len(code) + 1, 2)) if code in self._nodes else ()

    def path_name(self, code: str) -> str:
        """`停车秩序 → 小区停车 → 地面车位不足`; 待人工 for "", the code itself when the tree does not know it."""
        return " → ".join(self.path(code)) or code or UNDECIDED_NAME

    def short_name(self, code: str) -> str:
        """The node's own name; 待人工 for "", the code itself when the tree does not know it."""
        node = self._nodes.get(code)
        return node.name if node else code or UNDECIDED_NAME

    @property
    def digest(self) -> str:
        """12 hex digits of the codes and names: two trees with the same digest give the same meaning to every code."""
        text = "\n".join(f"{c.code} {c.name}" for c in self._nodes.values())
        return hashlib.blake2b(text.encode(), digest_size=6).hexdigest()

    def __len__(self) -> int:
        return len(self._nodes)

    def _fitting(self, parts: Sequence[str]) -> tuple[str, ...]:
        """Codes of the nodes named by the last part whose ancestors hold the other parts in order; a full path beats partial ones."""
        paths = {code: [_plain(n) for n in self.path(code)] for code in self._named.get(parts[-1], ())}
        if full := tuple(code for code, path in paths.items() if path == list(parts)):
            return full
        return tuple(code for code, path in paths.items() if _in_order(parts, path))


def read_catalog(path: Path) -> Catalog:
    """The tree of a categories.csv (UTF-8, COLUMNS, keywords joined by `|`).

    Raises PackError naming file and line: column missing, code or level malformed, code twice, parent unknown, leaf without keyword
    or with an unknown tag.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            if missing := [c for c in COLUMNS if c not in (rows.fieldnames or ())]:
                raise PackError(texts.CATALOG_COLUMNS_MISSING.format(file=path.name, columns="、".join(missing)))
            numbered = [(rows.line_num, _category(path, rows.line_num, row)) for row in rows]
    except (OSError, UnicodeDecodeError) as error:
        raise PackError(texts.CATALOG_UNREADABLE.format(file=path, error=error)) from error
    _check_tree(path, numbered)
    return Catalog(category for _, category in numbered)


def _category(path: Path, line: int, row: dict[str, str | None]) -> Category:
    value = {name: (row.get(name) or "").strip() for name in COLUMNS}
    code, level, days = value["code"], value["level"], value["limit_days"]
    if not _CODE.fullmatch(code) or level != str(len(code) // 2) or value["parent_code"] != code[:-2] or not value["name"]:
        found = {"code": code, "level": level, "parent": value["parent_code"], "name": value["name"]}
        raise PackError(texts.CATALOG_CODE.format(file=path.name, line=line, **found))
    keywords = tuple(dict.fromkeys(k.strip() for k in value["keywords"].split("|") if k.strip()))
    if level == "3" and (value["tag"] not in TAGS or not keywords):
        raise PackError(texts.CATALOG_LEAF.format(file=path.name, line=line, code=code, tag=value["tag"], count=len(keywords)))
    if days and not (days.isascii() and days.isdigit() and int(days) > 0):
        raise PackError(texts.CATALOG_DAYS.format(file=path.name, line=line, code=code, days=days))
    return Category(
        code, int(level), value["name"], value["parent_code"], value["tag"], keywords, value["owner"], value["legal_basis"],
        int(days) if days else None, value["limit_source"], value["standard"],
    )


def _check_tree(path: Path, numbered: Sequence[tuple[int, Category]]) -> None:
    lines: dict[str, int] = {}
    for line, category in numbered:
        if category.code in lines:
            raise PackError(texts.CATALOG_TWICE.format(file=path.name, line=line, code=category.code, first=lines[category.code]))
        lines[category.code] = line
    for line, category in numbered:
        if category.parent_code and category.parent_code not in lines:
            raise PackError(texts.CATALOG_ORPHAN.format(file=path.name, line=line, code=category.code, parent=category.parent_code))
    parents = {category.parent_code for _, category in numbered}
    if barren := [c.code for _, c in numbered if c.level < 3 and c.code not in parents]:
        raise PackError(texts.CATALOG_BARREN.format(file=path.name, codes="、".join(barren[:5])))


def _grouped(nodes: Iterable[Category]) -> dict[str, tuple[Category, ...]]:
    groups: dict[str, list[Category]] = defaultdict(list)
    for node in nodes:
        groups[node.parent_code].append(node)
    return {code: tuple(group) for code, group in groups.items()}


def _named(nodes: Iterable[Category]) -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = defaultdict(list)
    for node in nodes:
        names[_plain(node.name)].append(node.code)
    return {name: tuple(codes) for name, codes in names.items()}


def _catch_alls(codes: Iterable[str]) -> dict[str, str]:
    """For each code the last leaf below it, its 其他 leaf before any other."""
    leaves = [code for code in codes if len(code) == 6]
    return {above[:end]: above for end in (2, 4, 6) for above in sorted(leaves, key=lambda leaf: (_is_rest(leaf, end), leaf))}


def _is_rest(leaf: str, end: int) -> bool:
    return set(_pairs(leaf[end:])) <= {CATCH_ALL}


def _plain(name: str) -> str:
    return _BLANK.sub("", unicodedata.normalize("NFKC", name))


def _parts(names: str | Sequence[str]) -> list[str]:
    text = names if isinstance(names, str) else "->".join(names)
    return [part for part in _JOINT.split(_plain(text)) if part]


def _pairs(code: str) -> list[str]:
    return [code[i:i + 2] for i in range(0, len(code), 2)]


def _in_order(parts: Sequence[str], path: Sequence[str]) -> bool:
    rest = iter(path)
    return all(part in rest for part in parts)
