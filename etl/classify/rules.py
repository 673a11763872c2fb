"""Keyword rules (关键词规则): one pass over title and content, words weighed by length and place, decided level by level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick

from geodata.catalog import CATCH_ALL, Catalog

TITLE_FACTOR = 3.0
CATCH_ALL_FACTOR = 0.4        # generic words: enough alone, never against a named class
LANDMARK_FACTOR = 0.2         # 医院门口, 加油站旁: the word says where, not what
WEIGHTS = (0.0, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5)    # by length of the word; longer ones weigh as the last
SIDE_SHARE = 0.5              # of what the other members of a branch add to its strongest one
MARGIN = 0.12                 # lead over the second branch, as a share of the first
MIN_SCORE = 0.6
NEAR_CHARS, FAR_CHARS, MAX_CHARS = 100, 300, 600      # of the content: the subject is said first, what comes later weighs less
MIDDLE_FACTOR, FAR_FACTOR = 0.6, 0.3
LANDMARK_TAILS = frozenset((
    "门口", "附近", "旁边", "对面", "周边", "旁的", "旁有", "楼下", "门前", "院内", "隔壁", "路口", "斜对", "前面", "后面", "后门", "侧门",
    "东侧", "西侧", "南侧", "北侧", "东边", "西边", "南边", "北边", "东门", "西门", "南门", "北门",
))


@dataclass(frozen=True, slots=True)
class Verdict:
    """A leaf's code with confidence 0–1; code "" when nothing, or nothing clear, was found."""

    code: str
    confidence: float


UNDECIDED = Verdict("", 0.0)


class KeywordRules:
    """The keywords of all leaves as one automaton."""

    def __init__(self, catalog: Catalog) -> None:
        owners: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for leaf in catalog.leaves():
            for word in leaf.keywords:
                factor = CATCH_ALL_FACTOR if leaf.is_catch_all else 1.0
                owners[word.upper()].append((leaf.code, factor * WEIGHTS[min(len(word), len(WEIGHTS) - 1)]))
        self._catalog = catalog
        self._owners = list(owners.values())
        self._automaton = AhoCorasick(list(owners))

    def decide(self, title: str, content: str, *, under: str = "") -> Verdict:
        """The leaf a text speaks of, only below the node `under` where one is given.

        Root, group and leaf are chosen one after the other; where two groups or leaves are equally meant, the catch-all leaf above them is.
        """
        scores = self.scores(title, content)
        if under:
            scores = _named_before_generic({code: score for code, score in scores.items() if code.startswith(under)})
        return self._descend(scores, under)

    def scores(self, title: str, content: str) -> dict[str, float]:
        """Leaf code -> weight of its distinct words in the text."""
        content = content[:MAX_CHARS]
        text = f"{title}\n{content}".upper()
        if len(text) != len(title) + 1 + len(content):        # ß and its like grow; Chinese texts never come here
            text = f"{title}\n{content}"
        best: dict[int, float] = {}
        for word, start, end in _outermost(self._automaton.find_matches_as_indexes(text, overlapping=True)):
            factor = _weight_at(start - len(title))
            if text[end:end + 2] in LANDMARK_TAILS:
                factor *= LANDMARK_FACTOR
            if factor > best.get(word, 0.0):
                best[word] = factor
        scores: dict[str, float] = defaultdict(float)
        for word, factor in best.items():
            for code, weight in self._owners[word]:
                scores[code] += weight * factor
        return scores

    def _descend(self, scores: dict[str, float], code: str) -> Verdict:
        if not scores or max(scores.values()) < MIN_SCORE:
            return UNDECIDED
        branch, first, second = _leaders(scores, len(code) + 2)
        confidence = first / (first + second) * first / (first + 1.0)
        while second <= first * (1 - MARGIN):
            scores = _named_before_generic({c: s for c, s in scores.items() if c.startswith(branch)})
            if len(scores) == 1:
                return Verdict(next(iter(scores)), confidence)
            code = branch
            branch, first, second = _leaders(scores, len(code) + 2)
        return Verdict(self._catalog.catch_all(code), confidence) if code else UNDECIDED


def _weight_at(chars: int) -> float:
    """By the characters between the title's end and the word; negative ones are the title's."""
    if chars < 0:
        return TITLE_FACTOR
    return 1.0 if chars <= NEAR_CHARS else MIDDLE_FACTOR if chars <= FAR_CHARS else FAR_FACTOR


def _outermost(matches: list[tuple[int, int, int]]) -> Iterable[tuple[int, int, int]]:
    """Matches that lie in no longer one: 停车 within 小区停车 says nothing more."""
    if len(matches) < 2:
        yield from matches
        return
    reach = -1
    for match in sorted(matches, key=_by_start):
        if match[2] > reach:
            reach = match[2]
            yield match


def _by_start(match: tuple[int, int, int]) -> tuple[int, int]:
    return match[1], -match[2]


def _named_before_generic(scores: dict[str, float]) -> dict[str, float]:
    """Generic words have done their part once the branch is chosen: below it they only count where no named leaf was meant."""
    return {c: s for c, s in scores.items() if not c.endswith(CATCH_ALL)} or scores


def _leaders(scores: dict[str, float], length: int) -> tuple[str, float, float]:
    """The strongest branch (code of `length` digits), its score and the second's: a branch is its best leaf and a share of its others."""
    branches: dict[str, list[float]] = {}
    for code, score in scores.items():
        if known := branches.get(code[:length]):
            known[0], known[1] = max(known[0], score), known[1] + score
        else:
            branches[code[:length]] = [score, score]
    leader, first, second = "", 0.0, 0.0
    for code, (top, total) in sorted(branches.items()) if len(branches) > 1 else branches.items():
        score = top + SIDE_SHARE * (total - top)
        if score > first:
            leader, first, second = code, score, first
        elif score > second:
            second = score
    return leader, first, second
