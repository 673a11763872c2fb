"""Room numbers (房号): dropped from addresses, while building and entrance stay, so that the place is still found."""

from __future__ import annotations

import re

from etl.privacy.rule import Family, Match, Rule, before

# a number after a building that counts or dates something is no room: 12号楼2019年建成, 5号楼120户, 3号楼300米外
_NOT_COUNTED = r"(?![0-9A-Za-z%％]|\.[0-9]|[年平米㎡元户人部台辆块条吨公万多余份次号路天个号]|[-~至到][0-9])"
_NUMERALS = "零〇一二三四五六七八九"
_PLACE_ENDS = frozenset("院区苑园里府城庄村期地家居湾寓邸")
_MORE = r"(?:[、,，和与及/]\d{3,4}(?:室|房间?|(?=[、,，。;； ]|$)))*"
_BUILDING = re.compile(r"(?:单元|[号0-9#][楼门]|[0-9A-Za-z一二三四五六七八九十][栋幢]|[0-9A-Za-z]座|[0-9]#|[0-9]层)[- 的:]{0,2}$")
_ENTRANCE = r"(?:单元|[号0-9#]门)[- 的:]{0,2}"
_ROOM = r"(?:室(?![内外友])|号?房间?(?![屋东产租主])|号室)"


def _is_no_date(match: Match) -> bool:
    if before(match, 1) in _PLACE_ENDS:
        return True
    month, day, year = (int(part) for part in match[0].split("-"))
    return not (month <= 12 and day <= 31 and 1900 <= year < 2100)


def _is_no_slashed_date(match: Match) -> bool:
    day, month, year = (int(part) for part in re.findall("[0-9]+", match[0]))
    return not (1900 <= year < 2100 and (month <= 12 and day <= 31))


def _follows_building(match: Match) -> bool:
    return bool(_BUILDING.search(before(match, 6)))


_RULES = (
    Rule("room", "房号", re.compile(rf"[0-9](?<![0-9.][0-9])[0-9]{{2,3}}(?:{_ROOM}|{_NOT_COUNTED}){_MORE}"), _follows_building),
    Rule("room", "房号", re.compile(rf"[{_NUMERALS}]{{3,4}}(?:室|房|(?=[,，。;；、 ]|$))"), _follows_building),
    Rule("room", "房号", re.compile(rf"{_ENTRANCE}(?P<v>[0-9]{{3,4}}[号户])(?![0-9院楼])")),
    Rule("room", "房号", re.compile(rf"{_ENTRANCE}(?P<v>[{_NUMERALS}]{{3,4}})(?![{_NUMERALS}十百千万层楼年月日元号户]|单元)")),
    Rule("room", "房号", re.compile(
        r"(?:[号0-9]楼|[栋幢座#])[- ]?[0-9]{1,2}-(?P<v>[0-9]{3,4})(?![0-9\-.年月日号路米])(?:室|房)?")),
    Rule("room", "房号", re.compile(
        rf"[{''.join(sorted(_PLACE_ENDS))}][0-9]{{1,3}}(?:\.[0-9]{{1,2}}\.|/[0-9]{{1,2}}/)(?P<v>[0-9]{{3,4}})"
        r"(?![0-9./年月日元])"), _is_no_slashed_date),
    Rule("room", "房号", re.compile(
        rf"[0-9{_NUMERALS}](?<![0-9.{_NUMERALS}].)(?:[0-9]{{2,3}}|[{_NUMERALS}]{{2,3}})(?:室(?![内外友])|号房(?!屋))")),
    Rule("room", "房号", re.compile(r"[0-9](?<![0-9.\-].)[0-9]{0,2}-[0-9]{1,2}-(?P<v>[0-9]{3,4})(?![0-9\-.])(?:室|房)?"), _is_no_date),
    Rule("room", "房号", re.compile(r"[院区苑园里府城庄村期地家居湾寓邸][0-9]{1,3}-(?P<v>[0-9]{3,4})(?![0-9\-.年月日号路米])(?:室|房)?")),
)

FAMILIES = (Family(
    rf"(?:单元|[楼门栋幢座#层])[- 的:：]{{0,2}}[0-9{_NUMERALS}]{{3}}"
    r"|[0-9][./][0-9]{1,2}[./][0-9]{3}|[楼栋幢座#][- ]?[0-9]{1,2}-[0-9]{3}"
    rf"|[0-9{_NUMERALS}]{{3}}(?:室|号房)|[0-9]-[0-9]{{1,2}}-?[0-9]{{2}}", _RULES,
),)
