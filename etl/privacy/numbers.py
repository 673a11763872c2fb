"""Identifiers written in digits and letters: ID card, phone, bank card, plate, e-mail, social account. Look-alikes survive."""

from __future__ import annotations

import re

from etl.privacy.rule import Family, Match, Rule, before

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
NUMERALS = "〇○零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖"

_END = r"(?![0-9])"
_REGIONS = frozenset("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91".split())  # noqa: SIM905
_ID_WORDS = re.compile(r"身份证|证件")
_PAPERS = "护照|通行证|台胞证|回乡证|军官证|士兵证|居留证|居住证|驾驶证|证件"
_CARD_WORDS = re.compile(r"卡号|银行|账号|账户|储蓄|信用卡|工行|农行|建行|中行|邮储|汇款")
_ID_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_CN = rf"0-9{NUMERALS}"
_ASKED = r"(?:是|为|[:： ]){0,3}"


def starting(first: str) -> str:
    """A pattern for a first character within no longer number and no decimals; the class comes first because that is fast."""
    return rf"{first}(?<![0-9]{first})(?<![0-9]\.{first})"


def has_id_checksum(digits: str) -> bool:
    """Whether the last of 18 characters is right for the first 17 (GB 11643-1999)."""
    rest = sum(int(d) * f for d, f in zip(digits[:17], _ID_FACTORS, strict=True)) % 11
    return "10X98765432"[rest] == digits[17].upper()


def has_luhn(digits: str) -> bool:
    """Whether the last digit of a card number is right (Luhn, GB/T 14504)."""
    doubled = [int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_id_card(match: Match) -> bool:
    return match[0][:2] in _REGIONS


def _is_broken_id_card(match: Match) -> bool:
    """18 signs with gaps anywhere: only where the date and the last digit are right."""
    digits = re.sub("[ .-]", "", match[0])
    return digits[:2] in _REGIONS and bool(_BORN.fullmatch(digits[6:14])) and has_id_checksum(digits)


def _is_old_id_card(match: Match) -> bool:
    return match[0][:2] in _REGIONS and bool(_ID_WORDS.search(before(match, 12)))


def _is_bank_card(match: Match) -> bool:
    digits = match[0].replace(" ", "").replace("-", "")
    if not 16 <= len(digits) <= 19:
        return False
    if _CARD_WORDS.search(before(match, 12)):
        return True
    return digits.startswith("62") and has_luhn(digits)


def _has_numeral(match: Match) -> bool:
    return not re.sub("[ ,，、-]", "", match[0]).isascii()


def _is_lettered_phone(match: Match) -> bool:
    """A phone with O for 0, l or I for 1: some letters, but mostly digits."""
    return sum(c.isdecimal() for c in match[0]) in range(6, 11)


def _is_no_city(match: Match) -> bool:
    """北京 A12345 names a city and a number; 京 A12345 is a plate."""
    return match[0][1].isalpha() or before(match, 1) not in ("北", "南", "天")


_MOBILE = (      # after the 1: together, or in the groups people write
    r"(?:[3-9]\d{9}|[3-9]\d(?:[ ,.·•_/()*-]{1,3}\d{4}){2}|[3-9]\d[ -]{1,3}\d{8}|[3-9]\d{5}[ -]{1,3}\d{4}"
    r"|[3-9](?:[ -]\d{3}){3}|[3-9]\d\d[ -]\d{3}[ -]\d{4}|[3-9]\d[ -]\d{3}[ -]\d{5}|[3-9]\d{3}[ -]\d{3}[ -]\d{3}"
    rf"|[3-9]\d{{2}}[ -]\d{{4}}[ -]\d{{3}}|[ .-]{{1,2}}[3-9](?:[ .-]{{1,2}}\d){{9}}){_END}"
)
_AREA = r"(?:10|2\d|[3-9]\d{2})"
_LOCAL = rf"[2-9](?:\d{{6,7}}|\d{{2,3}}[- ]\d{{4}}){_END}"
_BORN = re.compile(rf"(?:18|19|20)\d\d{_DAY}")
_DIGITS = (
    Rule("id_card", "身份证", re.compile(
        rf"{starting('[1-9]')}\d{{5}}[ -]?(?:18|19|20)\d\d{_DAY}[ -]?\d{{3}}[\dXx](?![0-9A-Za-z])"), _is_id_card),
    Rule("id_card", "身份证", re.compile(
        rf"{starting('[1-9]')}(?:[ .-]?\d){{16}}[ .-]?[\dXx](?![0-9A-Za-z])"), _is_broken_id_card),
    Rule("id_card", "身份证", re.compile(rf"{starting('[1-9]')}\d{{7}}{_DAY}\d{{3}}{_END}"), _is_old_id_card),
    Rule("bank_card", "银行卡", re.compile(
        rf"{starting('[0-9]')}(?:\d{{15,18}}|\d{{5}}[ -]{{1,2}}\d{{10,13}}"
        rf"|\d{{3}}(?:[ -]{{1,2}}\d{{4}}){{3}}(?:[ -]{{1,2}}\d{{1,3}})?){_END}"), _is_bank_card),
    Rule("phone", "手机号", re.compile(rf"{starting('[+08]')}(?:(?<=\+)86|(?<=0)0?86|(?<=8)6|(?<=0))[- )]{{0,2}}1{_MOBILE}")),
    Rule("phone", "手机号", re.compile(rf"{starting('1')}{_MOBILE}")),
    Rule("landline", "电话", re.compile(
        rf"{starting('[(0]')}(?:(?<=0){_AREA}|(?<=\()0{_AREA}\))[- ./]{{0,3}}{_LOCAL}(?:[转-]\d{{1,5}}{_END})?")),
    Rule("landline", "电话", re.compile(rf"{starting('[+8]')}(?:(?<=\+)86|(?<=8)6)[- ]{{1,2}}{_AREA}[- ]{{0,2}}{_LOCAL}")),
    Rule("landline", "电话", re.compile(
        rf"(?:电话|座机|固话|传真|致电|来电号码|电联)(?:号码)?{_ASKED}(?P<v>{_LOCAL})(?![-.年元])")),
)
_SPOKEN_PHONE = Rule("phone", "手机号", re.compile(
    rf"(?<![{_CN}])[1一幺壹][3-9三四五六七八九叁肆伍陆柒捌玖]"
    rf"(?:[{_CN}]{{9}}|[{_CN}](?:[ ,，、-]{{1,2}}[{_CN}]{{4}}){{2}})(?![{_CN}])"), _has_numeral)
_LETTERED_PHONE = Rule("phone", "手机号", re.compile(r"(?<![A-Za-z0-9])[1lI][3-9][0-9OoIl]{9}(?![A-Za-z0-9])"), _is_lettered_phone)
_PAPER = Rule("id_card", "证件", re.compile(rf"(?:{_PAPERS})(?:号码?)?{_ASKED}(?P<v>[A-Za-z]{{1,2}}[0-9]{{6,9}})(?![A-Za-z0-9])"))
_LETTER = "[A-HJ-NP-Za-hj-np-z]"        # plates have no I and no O
_SIGN = "[A-HJ-NP-Za-hj-np-z0-9]"
_PLATES = (
    Rule("plate", "车牌", re.compile(
        rf"[{PROVINCES}][·•.\- ]?{_LETTER}[·•.*:\- ]{{0,2}}(?=[A-Za-z]*[0-9])"
        rf"(?:{_SIGN}{{5,6}}|{_SIGN}{{2}} {_SIGN}{{3}}|{_SIGN}{{4}}[学警挂港澳领使])(?![A-Za-z0-9])"), _is_no_city),
    Rule("plate", "车牌", re.compile(rf"(?<![A-Za-z])WJ[·• ]?[{PROVINCES}]?[·• ]?[0-9]{{4,5}}[A-Z]?(?![A-Za-z0-9])")),
    Rule("plate", "车牌", re.compile(rf"车牌(?:号码?)?{_ASKED}(?P<v>{_LETTER}[·•]?(?=[A-Za-z]*[0-9]){_SIGN}{{5,6}})(?![A-Za-z0-9])")),
)
_EMAIL = Rule("email", "邮箱", re.compile(
    r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64} ?@ ?[A-Za-z0-9-]{1,63}(?:[.。][A-Za-z0-9-]{1,63}){0,4}[.。][A-Za-z]{2,10}(?![A-Za-z])"))
_SPELLED_EMAIL = Rule("email", "邮箱", re.compile(
    r"(?<![A-Za-z0-9._+-])[A-Za-z0-9._+-]{1,64}(?:#| ?[(\[](?:at|AT|At)[)\]] ?| (?:at|AT|At) | ?艾特 ?)"
    r"[A-Za-z0-9-]{1,63}(?:[.。][A-Za-z0-9-]{1,63}){0,4}[.。](?:com|cn|net|org|COM|CN|NET|ORG)(?![A-Za-z])"))
_NETWORKS = (
    "微信|薇信|加微|QQ|qq|Qq|WX|wx|VX|vx|Vx|WeChat|wechat|Wechat|weChat|WECHAT|V信|v信|扣扣|企鹅|抖音|快手|支付宝|微博|钉钉|小红书"
)
_SOCIAL = Rule("social", "社交账号", re.compile(
    rf"(?<![A-Za-z])(?:{_NETWORKS}) ?(?:号码|账号|群号|号|ID|id|群)?"
    r"(?:是|为|[:： (（-]){0,3}(?P<v>[A-Za-z0-9_][A-Za-z0-9_-]{4,29})(?![A-Za-z0-9_-])(?![元块万年次@])"))

FAMILIES = (
    Family("[0-9](?:[^0-9]{0,3}[0-9]){6}", _DIGITS),
    Family(f"[{_CN}]{{3}}[ ,，、-]{{0,2}}[{_CN}]{{4}}", (_SPOKEN_PHONE,)),
    Family("[1lI][3-9][0-9OoIl]{9}", (_LETTERED_PHONE,)),
    Family(_PAPERS, (_PAPER,)),
    Family(f"[{PROVINCES}][·•.\\- ]?[A-Za-z]|车牌|WJ", _PLATES),
    Family("@", (_EMAIL,)),
    Family(r"[.。](?:com|cn|net|org|COM|CN|NET|ORG)", (_SPELLED_EMAIL,)),
    Family(_NETWORKS, (_SOCIAL,)),
)
