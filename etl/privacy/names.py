"""Personal names in the patterns people use: before a form of address, after an introduction, beside a phone number."""

from __future__ import annotations

import re

from etl.privacy import words
from etl.privacy.rule import Family, Match, Rule, Span

LONGEST_NAME = 4

_HAN = "一-龥"
_SINGLE = frozenset(words.SURNAMES)
_FIRST = f"[{words.SURNAMES}{''.join(sorted({double[0] for double in words.DOUBLE_SURNAMES}))}]"
_NAME = rf"(?:{'|'.join(words.DOUBLE_SURNAMES)}|[{words.SURNAMES}])[{_HAN}]{{1,2}}"
_TITLES = "|".join(words.TITLES)
_TITLE = re.compile(_TITLES)
_SURE = rf"(?:(?:{'|'.join(words.SURE)})|(?:{'|'.join(words.SURE_WITH_SIGN)})(?:姓名)?(?:是|为|[:： ]))(?:是|为|[:： ]){{0,2}}"
_LIKELY = rf"(?:{'|'.join(words.LIKELY)})[:： ]{{0,2}}"
_SIGNS = r",，。、;；:：!！?？()（）\s"
_STOP = (
    rf"(?=[{_SIGNS}\[\]【】/]|$|电话|手机|联系|身份证|先生|女士|同志|男|女|家住|住在|今年|反映|来电|表示|投诉|报修|致电)"
)
_PHONE = r"(?=[,，:： (（/、-]{0,2}(?:的)?(?:(?:联系)?(?:电话|方式)|手机)?(?:号码?)?(?:是|为|[:： ]){0,3}\[(?:手机号|电话)\])"


class TitledName:
    """The name before a form of address. Only the surname is taken when what stands before it may be a place: 霍营王先生."""

    kind, placeholder = "name", "姓名"

    def spans(self, view: str) -> list[Span]:
        """Start and end of each name, in order, never overlapping."""
        found: list[Span] = []
        for title in _TITLE.finditer(view):
            left = view[max(found[-1][1] if found else 0, title.start() - LONGEST_NAME - 3):title.start()]
            if length := _name_length(left):
                found.append((title.start() - length, title.start()))
        return found


def _name_length(left: str) -> int:
    """How many of the last characters of `left` are a name, 0 for none: the longest after an opening, else the shortest."""
    shortest = 0
    for n in range(1, min(len(left), LONGEST_NAME) + 1):
        if _fits(left, n):
            shortest = shortest or n
    for n in range(min(len(left), LONGEST_NAME), shortest, -1):
        if _fits(left, n) and _is_open(left[:-n]):
            return n
    return shortest


def _fits(left: str, n: int) -> bool:
    """Whether the last `n` characters may be a whole name: a surname alone, or with one or two characters more."""
    name = left[-n:]
    size = 2 if name[:2] in words.DOUBLE_SURNAMES else 1
    if (size == 1 and name[0] not in _SINGLE) or not 0 <= n - size <= 2:
        return False
    if size == 1 and (left[-n - 1:-n] + name[0] in words.NOT_ENDINGS or name[:2] in words.NOT_BEGINNINGS):
        return False
    return all("一" <= c <= "龥" and c not in words.NOT_GIVEN for c in name[size:])


def _is_open(earlier: str) -> bool:
    """Whether a name may begin after `earlier`: at the start, after a sign, or after a word that announces a person."""
    return not earlier or not "一" <= earlier[-1] <= "龥" or any(earlier[-n:] in words.OPENERS for n in (1, 2, 3))


def _is_name(match: Match) -> bool:
    return match["v"][:2] not in words.NOT_BEGINNINGS and not words.NOT_GIVEN.intersection(match["v"][1:])


_SEX = rf"(?=[,，(（ ]{{1,2}}[男女](?:[{_SIGNS}0-9]|$))"
_AFTER_PHONE = r"(?:(?<=\[手机号\])|(?<=\[电话\])|(?<=\[手机号\][ ,，(（:：])|(?<=\[电话\][ ,，(（:：]))"

FAMILIES = (
    Family(f"{_FIRST}[{_HAN}]{{0,3}}(?:{_TITLES})", (TitledName(),)),
    Family(f"{_SURE}{_FIRST}", (Rule("name", "姓名", re.compile(f"{_SURE}(?P<v>{_NAME}){_STOP}"), _is_name),)),
    Family(f"{_LIKELY}{_FIRST}", (Rule("name", "姓名", re.compile(f"{_LIKELY}(?P<v>{_NAME}){_STOP}"), _is_name),)),
    Family(r"\[(?:手机号|电话)\]", (
        Rule("name", "姓名", re.compile(rf"(?:^|(?<=[{_SIGNS}]))(?P<v>{_NAME}){_PHONE}"), _is_name),
        Rule("name", "姓名", re.compile(rf"{_AFTER_PHONE}(?P<v>{_NAME})(?=[{_SIGNS}]|$)"), _is_name),
    )),
    Family(f"{_FIRST}[{_HAN}]{{1,3}}[,，(（ ]{{1,2}}[男女]", (
        Rule("name", "姓名", re.compile(rf"(?:^|(?<=[{_SIGNS}]))(?P<v>{_NAME}){_SEX}"), _is_name),
    )),
    Family(f"叫{_FIRST}[{_HAN}]{{1,2}}的", (Rule("name", "姓名", re.compile(rf"(?<=叫)(?P<v>{_NAME})(?=的)"), _is_name),)),
    Family(f"【{_FIRST}[{_HAN}]{{1,3}}】(?:{_TITLES})", (
        Rule("name", "姓名", re.compile(rf"(?<=【)(?P<v>{_NAME})(?=】(?:{_TITLES}))"), _is_name),
    )),
)
