"""Synthetic complaint sentences with identifiers planted in them, written independently of the rules that mask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
GIVEN = (
    "伟", "芳", "娜", "秀英", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "超", "秀兰", "霞", "平", "刚",
    "桂英", "志强", "建华", "晓燕", "子涵",
)
PLACES = ("龙腾苑三区", "天通苑北一区", "霍营华龙苑南里", "回龙观新村", "金域华府", "流星花园三区", "融泽嘉园一号院", "望都新地")
TROUBLES = ("楼道堆物无人清理", "下水道堵塞污水外溢", "地面车位不足", "电梯停运三天", "夜间施工扰民", "路灯不亮出行不便", "室温不达标")
MOBILE_STARTS = ("130", "133", "135", "138", "139", "150", "158", "166", "170", "177", "180", "186", "189", "191", "198")
CN_DIGITS = "零一二三四五六七八九"
FULL = str.maketrans("0123456789", "０１２３４５６７８９")
ID_FACTORS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Planted:
    """A sentence, the identifier in it as written, its kind, and the words that must still be there afterwards."""

    text: str
    secret: str
    kind: str
    kept: tuple[str, ...]


def planted(count: int, seed: int) -> list[Planted]:
    """`count` sentences, the makers taking turns."""
    rng = Random(seed)
    return [MAKERS[i % len(MAKERS)](rng) for i in range(count)]


def _digits(rng: Random, length: int) -> str:
    return "".join(str(rng.randrange(10)) for _ in range(length))


def _mobile(rng: Random) -> str:
    return rng.choice(MOBILE_STARTS) + _digits(rng, 8)


def _name(rng: Random) -> str:
    return rng.choice(SURNAMES) + rng.choice(GIVEN)


def _around(rng: Random, part: str, secret: str, kind: str, *kept: str) -> Planted:
    place, trouble = rng.choice(PLACES), rng.choice(TROUBLES)
    text = rng.choice((f"{place}{trouble}，{part}", f"{part}，{place}{trouble}，请处理。", f"{place}居民来电：{trouble}。{part}。"))
    return Planted(text, secret, kind, (place, trouble, *kept))


def _plain_mobile(rng: Random) -> Planted:
    number = _mobile(rng)
    return _around(rng, rng.choice(("电话{}", "联系方式：{}", "手机号{}请回电", "请拨打{}联系", "{}")).format(number), number, "phone")


def _grouped_mobile(rng: Random) -> Planted:
    m = _mobile(rng)
    groups = (f"{m[:3]} {m[3:7]} {m[7:]}", f"{m[:3]}-{m[3:7]}-{m[7:]}", f"{m[:4]} {m[4:7]} {m[7:]}", " ".join(m))
    number = rng.choice((*groups, f"+86 {m}", f"+86{m}", f"86-{m}"))
    return _around(rng, f"联系电话：{number}", number, "phone")


def _wide_mobile(rng: Random) -> Planted:
    number = _mobile(rng).translate(FULL)
    return _around(rng, f"电话{number}", number, "phone")


def _spoken_mobile(rng: Random) -> Planted:
    number = "".join(CN_DIGITS[int(d)] for d in _mobile(rng))
    number = "幺" + number[1:] if rng.random() < 0.5 else number
    return _around(rng, f"电话{number}", number, "phone")


def _landline(rng: Random) -> Planted:
    local = rng.choice("68") + _digits(rng, 7)
    number = rng.choice((f"010-{local}", f"010{local}", f"(010){local}", f"（010）{local}", f"0311-{local}", f"010 {local}"))
    return _around(rng, f"家里座机是{number}", number, "landline")


def _local_landline(rng: Random) -> Planted:
    number = rng.choice("68") + _digits(rng, 7)
    return _around(rng, rng.choice(("电话：{}", "联系电话{}", "座机 {}")).format(number), number, "landline")


def _id_card(rng: Random) -> Planted:
    born = f"{rng.randint(1940, 2010)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    first = rng.choice(("110105", "110114", "130102", "370703")) + born + _digits(rng, 3)
    number = first + "10X98765432"[sum(int(d) * f for d, f in zip(first, ID_FACTORS, strict=True)) % 11]
    return _around(rng, rng.choice(("身份证号{}", "证件号码：{}", "{}")).format(number), number, "id_card")


def _bank_card(rng: Random) -> Planted:
    first = rng.choice(("622202", "621700", "622848", "623058")) + _digits(rng, rng.choice((9, 12)))
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(reversed(first))]
    number = first + str(-sum(d - 9 if d > 9 else d for d in doubled) % 10)
    if len(number) == 16 and rng.random() < 0.5:
        number = " ".join(number[i:i + 4] for i in range(0, 16, 4))
    return _around(rng, f"退款到银行卡{number}", number, "bank_card")


def _plate(rng: Random) -> Planted:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    letter = rng.choice(letters)
    tail = rng.choice((letter + _digits(rng, 4), _digits(rng, 5), "D" + _digits(rng, 5), _digits(rng, 2) + letter + _digits(rng, 2)))
    number = f"{rng.choice('京津冀鲁豫蒙')}{rng.choice('ABCENPQ')}{rng.choice(('', '·', ' '))}{tail}"
    return _around(rng, f"车辆{number}长期占道", number, "plate", "长期占道")


def _email(rng: Random) -> Planted:
    user, host = rng.choice(("zhang", "li.wei", "test_01", "abc-de")), rng.choice(("qq.com", "163.com", "mail.example.com.cn"))
    number = f"{user}{_digits(rng, 3)}@{host}"
    return _around(rng, f"请发到{number}", number, "email")


def _social(rng: Random) -> Planted:
    number = f"{rng.choice(('wx', 'hello', 'bj'))}_{_digits(rng, 5)}"
    return _around(rng, rng.choice(("微信号{}", "微信：{}", "加微信{}")).format(number), number, "social")


def _qq(rng: Random) -> Planted:
    number = str(rng.randint(1, 9)) + _digits(rng, rng.randint(6, 8))
    return _around(rng, rng.choice(("QQ：{}", "qq号{}", "QQ {}")).format(number), number, "social")


def _polite(rng: Random) -> Planted:
    name, title = rng.choice((rng.choice(SURNAMES), _name(rng))), rng.choice(("先生", "女士", "师傅", "大爷", "阿姨"))
    place, trouble = rng.choice(PLACES), rng.choice(TROUBLES)
    frame = rng.choice(("{}来电，反映{place}{trouble}", "{place}的{}反映{trouble}", "居民{}称{place}{trouble}"))
    text = frame.format(name + title, place=place, trouble=trouble)
    return Planted(text, name + title, "name", (place, trouble, title))


def _introduced(rng: Random) -> Planted:
    name = _name(rng)
    part = rng.choice(("我叫{}，", "联系人：{}，", "姓名：{} ", "业主{}反映，", "来电人：{}，", "联系人{}，")).format(name)
    return _around(rng, part + "望回复", name, "name")


def _beside_phone(rng: Random) -> Planted:
    name, number = _name(rng), _mobile(rng)
    part = rng.choice((f"{name}{number}", f"{name} {number}", f"{name}，电话{number}", f"{name}（{number}）"))
    return _around(rng, part, name, "name")


def _room(rng: Random) -> Planted:
    building, entrance = f"{rng.choice(PLACES)}{rng.randint(1, 60)}", rng.randint(1, 6)
    number = f"{rng.randint(1, 28)}0{rng.randint(1, 9)}"
    head, tail = rng.choice((
        (f"{building}号楼{entrance}单元", "室"), (f"{building}号楼{entrance}单元", ""), (f"{building}号楼", ""), (f"{building}栋", "室"),
        (f"{building}#楼{entrance}单元", ""), (f"{building}号楼{entrance}门", ""), (f"{building}-{entrance}-", ""),
    ))
    return Planted(f"{head}{number}{tail}漏水，请处理", head + number, "room", (head, "漏水"))


MAKERS: tuple[Callable[[Random], Planted], ...] = (
    _plain_mobile, _grouped_mobile, _wide_mobile, _spoken_mobile, _landline, _local_landline, _id_card, _bank_card, _plate, _email,
    _social, _qq,
    _polite, _introduced, _beside_phone, _room,
)
