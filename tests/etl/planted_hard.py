"""Identifiers as people write them when they do not think of machines: odd signs, gaps, widths, mixtures. Beside `planted`, not instead."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.etl import planted as plain
from tests.etl.planted import CN_DIGITS, FULL, GIVEN, PLACES, SURNAMES, Planted

FORMAL = "零壹贰叁肆伍陆柒捌玖"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def planted_hard(count: int, seed: int) -> list[Planted]:
    """`count` sentences, the makers taking turns."""
    rng = Random(seed)
    return [MAKERS[i % len(MAKERS)](rng) for i in range(count)]


def _digits(rng: Random, length: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(length))


def _around(rng: Random, part: str, secret: str, kind: str) -> Planted:
    place, trouble = rng.choice(PLACES), rng.choice(plain.TROUBLES)
    text = rng.choice((f"{place}{trouble}，{part}。", f"{part}，{place}{trouble}，请处理。", f"{place}居民来电：{trouble}。{part}"))
    return Planted(text, secret, kind, (place, trouble))


def _mobile(rng: Random) -> str:
    return rng.choice(plain.MOBILE_STARTS) + _digits(rng, 8)


def _parted(rng: Random) -> Planted:
    m = _mobile(rng)
    a, b, c = m[:3], m[3:7], m[7:]
    number = rng.choice((
        f"{a}.{b}.{c}", f"{a}·{b}·{c}", f"{a}_{b}_{c}", f"{a}/{b}/{c}", f"{a} {b}{c}", f"{a}{b} {c}", f"{a}-{b}{c}", f"{a}  {b}  {c}",
        f"{a}－{b}－{c}", f"{a}—{b}—{c}", f"{a}\u3000{b}\u3000{c}", f"{a}\t{b}\t{c}", f"{a}\u00a0{b}\u00a0{c}", f"{a}\n{b}{c}",
        f"{m[:2]} {m[2:5]} {m[5:8]} {m[8:]}", f"{a} - {b} - {c}", "-".join(m), ".".join(m), f"{a}，{b}，{c}", f"{a}（{b}）{c}",
    ))  # fmt: skip
    return _around(rng, rng.choice(("联系电话：{}", "手机{}", "请拨打{}")).format(number), number, "phone")


def _hidden(rng: Random) -> Planted:
    m = _mobile(rng)
    number = rng.choice(("\u200b".join((m[:3], m[3:7], m[7:])), "\ufeff" + m, "\u2060".join(m), m[:5] + "\u00ad" + m[5:]))
    return _around(rng, f"电话{number}", number, "phone")


def _prefixed(rng: Random) -> Planted:
    m = _mobile(rng)
    number = rng.choice((f"（86）{m}", f"(+86){m}", f"+86-{m[:3]}-{m[3:7]}-{m[7:]}", f"0086 {m}", f"＋８６{m}", f"086{m}", f"0{m}",
        f"86 {m}"))
    return _around(rng, f"电话：{number}", m[-8:], "phone")


def _mixed(rng: Random) -> Planted:
    m = _mobile(rng)
    spoken = "".join(CN_DIGITS[int(d)] for d in m)
    formal = "".join(FORMAL[int(d)] for d in m)
    number = rng.choice((
        m[:3] + spoken[3:7] + m[7:], spoken[:3] + m[3:], m[:7] + spoken[7:], formal, m[:3] + m[3:7].translate(FULL) + m[7:],
        "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(d)] for d in m), f"{spoken[:3]}，{spoken[3:7]}，{spoken[7:]}", f"{spoken[:3]} {spoken[3:7]} {spoken[7:]}",
    ))  # fmt: skip
    return _around(rng, f"手机号是{number}", number, "phone")


def _letters(rng: Random) -> Planted:
    m = _mobile(rng)[:-1] + "0"
    number = rng.choice((m.replace("0", "O"), m.replace("0", "o"), "l" + m[1:], "I" + m[1:]))
    return _around(rng, f"电话{number}", number, "phone")


def _several(rng: Random) -> Planted:
    numbers = [_mobile(rng) for _ in range(3)]
    sign = rng.choice(("、", "/", "，", " ", ";", "或"))
    return _around(rng, f"电话{sign.join(numbers)}", numbers[-1], "phone")


def _landline(rng: Random) -> Planted:
    local = rng.choice("68") + _digits(rng, 7)
    number = rng.choice((
        f"010－{local}", f"010-{local[:4]} {local[4:]}", f"+86 10 {local}", f"86-10-{local}", f"(010){local[:4]}-{local[4:]}",
        f"010 - {local}", f"010-{local}-8{_digits(rng, 2)}", f"010-{local}转{_digits(rng, 3)}", f"010—{local}",
        f"０１０－{local.translate(FULL)}",
        f"010.{local}", f"010/{local}", f"0335-{local[:7]}",
    ))  # fmt: skip
    return _around(rng, rng.choice(("座机{}", "家中电话{}", "传真：{}")).format(number), number, "landline")


def _id_card(rng: Random) -> Planted:
    head = rng.choice(("110105", "110114", "130102", "370703"))
    born = f"{rng.randint(1940, 2010)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    first = head + born + _digits(rng, 3)
    last = "10X98765432"[sum(int(d) * f for d, f in zip(first, plain.ID_FACTORS, strict=True)) % 11]
    n = first + last
    number = rng.choice((
        n.lower(), n.translate(FULL), f"{n[:6]} {n[6:14]} {n[14:]}", f"{n[:6]}-{n[6:14]}-{n[14:]}",
        f"{n[:3]} {n[3:6]} {n[6:10]} {n[10:14]} {n[14:]}",
        f"{n[:4]} {n[4:8]} {n[8:12]} {n[12:16]} {n[16:]}", n[:17] + " " + n[17:], "\u200b".join((n[:6], n[6:14], n[14:])), n[:17] + "Ｘ",
        f"{n[:6]}.{n[6:14]}.{n[14:]}", " ".join(n),
    ))  # fmt: skip
    return _around(rng, rng.choice(("身份证{}", "身份证号码：{}", "证件号是{}")).format(number), number, "id_card")


def _other_card(rng: Random) -> Planted:
    number = rng.choice((f"E{_digits(rng, 8)}", f"EA{_digits(rng, 7)}", f"G{_digits(rng, 8)}"))
    permit = rng.choice((f"H{_digits(rng, 8)}", f"C{_digits(rng, 8)}"))
    part, secret = rng.choice(((f"护照号{number}", number), (f"护照：{number}", number), (f"港澳通行证{permit}", permit),
        (f"通行证号码：{permit}", permit)))
    return _around(rng, part, secret, "id_card")


def _bank_card(rng: Random) -> Planted:
    first = rng.choice(("622202", "621700", "622848", "623058")) + _digits(rng, 12)
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(first))]
    n = first + str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)
    groups = [n[i:i + 4] for i in range(0, len(n), 4)]
    number = rng.choice((" ".join(groups), "-".join(groups), f"{n[:6]} {n[6:]}", n.translate(FULL), "  ".join(groups)))
    return _around(rng, rng.choice(("银行卡号{}", "退款账号：{}", "储蓄卡 {}")).format(number), number, "bank_card")


def _plate(rng: Random) -> Planted:
    province, city = rng.choice("京津冀鲁豫蒙"), rng.choice("ABCENPQ")
    tail = rng.choice((rng.choice(LETTERS) + _digits(rng, 4), _digits(rng, 5)))
    number = rng.choice((
        f"{province} {city}{tail}", f"{province}·{city}{tail}", f"{province}{city}－{tail}", f"{province}{city}　{tail}",
        f"{province}{city}{tail}".lower(), f"{province}{city}{tail}".translate(FULL), f"{province}{city}D{_digits(rng, 5)}",
        f"{province}{city}{_digits(rng, 5)}D", f"{province}{city}{_digits(rng, 4)}学", f"粤Z{_digits(rng, 4)}港",
        f"WJ{province}{_digits(rng, 4)}X",
        f"{province}{city}.{tail}", f"{province}-{city}{tail}", f"{province}{chr(ord(city) + 0xFEE0)}{tail}",
        f"{province}{city} {tail[:2]} {tail[2:]}",
        f"{province}{city}•{tail}", f"{province}{city}*{tail}", f"{province}{city}:{tail}",
    ))  # fmt: skip
    return _around(rng, rng.choice(("车辆{}占道", "车牌号{}", "车牌：{}", "一辆{}的轿车")).format(number), number, "plate")


def _email(rng: Random) -> Planted:
    user, host = rng.choice(("zhang", "li.wei", "WANG_01")) + _digits(rng, 3), rng.choice(("qq.com", "163.com", "Mail.example.com.cn"))
    number = rng.choice((f"{user}＠{host}", f"{user} @ {host}", f"{user}@ {host}", f"{user}@{host.replace('.', '．')}",
        f"{user}@{host.replace('.', '。')}",
                         f"{user}#{host}", f"{user}(at){host}", f"{user}[at]{host}", f"{user} AT {host}", f"{user}@{host}".upper(),
                             f"{user}艾特{host}"))
    return _around(rng, rng.choice(("邮箱{}", "请发到{}", "email：{}")).format(number), number, "email")


def _social(rng: Random) -> Planted:
    number = rng.choice(("wxid_" + _digits(rng, 6), "hello" + _digits(rng, 5), "bj-" + _digits(rng, 6)))
    part = rng.choice(("微信号码是{}", "我的微信是：{}", "VX{}", "vx：{}", "V信号{}", "wechat：{}", "WeChat {}", "薇信{}", "加微{}",
        "微信 ID {}", "微信（{}）", "抖音号：{}"))
    return _around(rng, part.format(number), number, "social")


def _qq(rng: Random) -> Planted:
    number = str(rng.randint(1, 9)) + _digits(rng, rng.randint(6, 9))
    part = rng.choice(("QQ号码：{}", "Qq{}", "ＱＱ：{}", "扣扣{}", "QQ是{}", "企鹅号{}", "QQ（{}）", "QQ-{}"))
    return _around(rng, part.format(number), number, "social")


def _name(rng: Random) -> Planted:
    name = rng.choice((*SURNAMES, "欧阳", "诸葛")) + rng.choice(GIVEN)
    part = rng.choice((
        "我是{}", "本人{}", "投诉人：{}（男，45岁）", "当事人姓名{}，", "名字是{}", "姓名:{}", "联系人 {}", "反映人：{}；", "叫{}的人",
        "报修人{}，",
        "联络人：{}", "业主姓名：{}", "住户{}，", "家属：{}", "收件人：{}", "来电人姓名为{}", "【{}】先生", "{}，男，汉族", "{}（女）",
    )).format(name)  # fmt: skip
    return _around(rng, part, name, "name")


def _beside(rng: Random) -> Planted:
    name, m = rng.choice(SURNAMES) + rng.choice(GIVEN), _mobile(rng)
    part = rng.choice((f"{name}：{m}", f"{name}/{m}", f"{name}-{m}", f"{name}手机{m}", f"{name}、{m}", f"{name}:{m}", f"{m}{name}",
        f"{m}（{name}）", f"{m} {name}"))
    return _around(rng, part, name, "name")


def _titled(rng: Random) -> Planted:
    name, title = rng.choice(SURNAMES) + rng.choice(("", rng.choice(GIVEN))), rng.choice(("先生", "女士", "大妈", "大叔", "同志", "小姐",
        "阿姨"))
    frame = rng.choice(("{}（来电人）反映", "{}说", "物业的{}告知", "来电人为{}", "（{}）", "经核实，{}表示满意", "已联系{}", "与{}沟通"))
    return _around(rng, frame.format(name + title), name + title, "name")


def _room(rng: Random) -> Planted:
    place, b, u = rng.choice(PLACES), rng.randint(1, 60), rng.randint(1, 6)
    n = f"{rng.randint(1, 28)}0{rng.randint(1, 9)}"
    spoken = "".join(CN_DIGITS[int(d)] for d in n)
    head, secret = rng.choice((
        (f"{place}{b}号楼{u}单元", f"{n}号"), (f"{place}{b}号楼{u}单元", f"{n}户"), (f"{place}{b}栋{u}单元", f"{n}房"),
        (f"{place}{b}号楼{u}单元", f" {n} 室"),
        (f"{place}{b}号楼{u}单元", n.translate(FULL) + "室"), (f"{place}{b}号楼{u}单元", spoken), (f"{place}{b}号楼{u}单元", spoken + "室"),
        (f"{place}{b}-{u}-", n), (f"{place}{b}－{u}－", n), (f"{place}{b}#{u}-", n), (f"{place}{b}号楼-{u}-", n), (f"{place}{b}号楼{u}-",
        n),
        (f"{place}{b}号楼B座", n), (f"{place}{b}号楼{u}门", n + "号"), (f"{place}{b}楼", n + "室"), (f"{place}{b}号楼{u}单元",
        f"{n[:-2]}层{n}"),
        (f"{place}{b}号楼", f"{n}室"), (f"{place}{b}/{u}/", n), (f"{place}{b}.{u}.", n), (f"{place}{b}号楼{u}单元，", n + "室"),
        (f"{place}{b}幢{u}单元", n), (f"{place}{b}号楼{u}单元", f"的{n}"), (f"{place}{b}号楼{u}单元", f"：{n}"), (f"{place}{b}-", n + "室"),
    ))  # fmt: skip
    return Planted(f"{head}{secret}漏水，请处理", head + secret, "room", (place, "漏水"))


MAKERS: tuple[Callable[[Random], Planted], ...] = (
    _parted, _hidden, _prefixed, _mixed, _letters, _several, _landline, _id_card, _other_card, _bank_card, _plate, _email, _social, _qq,
    _name, _beside, _titled, _room,
)  # fmt: skip
