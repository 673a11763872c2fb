"""What people say and how they write a place: sentences around a category's own keywords, places with real-life noise."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from geodata.catalog import Category
from geodata.gazetteer import Place

OPENINGS = ("居民反映", "来电人称", "市民来电反映", "业主反映", "多位居民反映", "家长反映", "网友留言称")
HARMS = (
    "影响居民正常生活",
    "存在安全隐患",
    "多次反映未解决",
    "老人孩子出行不便",
    "已持续一周左右",
    "物业一直不管",
    "问题反复出现",
    "夜间尤其严重",
)
ASKS = ("希望尽快处理。", "请相关部门核实处理。", "要求给出解决时限。", "希望派人到现场查看。", "盼回复。", "建议纳入整治计划。")
SIDES = ("东门", "南门外", "西侧", "北门口", "门口", "附近", "对面", "楼下", "东侧路", "底商门前", "地下车库入口")
RESULTS = (
    "经核实已安排处理，并向来电人反馈。",
    "已协调物业整改完毕。",
    "已派人到场处置，后续加强巡查。",
    "已列入年度计划，分批实施。",
    "与来电人沟通解释，来电人表示理解。",
)
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
TRADITIONAL = str.maketrans("龙苑园区东号楼门观庄后", "龍苑園區東號樓門觀莊後")
HOMOPHONES = (("腾", "藤"), ("嘉", "佳"), ("融", "荣"), ("泽", "择"), ("苑", "院"))


@dataclass(frozen=True)
class Spoken:
    """A place as somebody wrote it: the text, and whether district and street were filled in beside it."""

    text: str
    has_district: bool
    has_street: bool


class PlaceWriter:
    """Writes places the way citizens do; one generator, so the same seed gives the same words."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng

    def write(self, place: Place, district_name: str, street_name: str) -> Spoken:
        """One spoken form of a gazetteer place, with noise in about one of eight."""
        roll = [self._rng.random() for _ in range(6)]
        core = self._core(place, roll[0])
        prefix = ("北京市" if roll[1] < 0.15 else "") + (district_name if roll[1] < 0.5 else "") + (street_name if roll[2] < 0.35 else "")
        text = self._noise(prefix + core, roll[3])
        return Spoken(text, roll[4] < 0.93, roll[5] < 0.82)

    def _core(self, place: Place, roll: float) -> str:
        rng = self._rng
        if place.kind == "station":
            return place.name[:-1] + "地铁站" + ("" if roll < 0.5 else f"{rng.choice('ABCD')}口")
        if place.kind in ("road", "exit"):
            return place.name + rng.choice(SIDES)[:2]
        if place.kind in ("street", "district"):
            return place.name
        if roll < 0.62:
            building, unit = rng.randint(1, 48), f"{rng.randint(1, 6)}单元" if roll < 0.3 else ""
            return f"{place.name}{'小区' if roll < 0.12 else ''}{building}号楼{unit}"
        if roll < 0.8:
            return place.name + ("小区" if roll < 0.7 else "") + rng.choice(SIDES)
        return place.name + ("社区" if roll < 0.94 else "社区居委会")

    def _noise(self, text: str, roll: float) -> str:
        if roll < 0.03:
            return text.translate(FULL_WIDTH)
        if roll < 0.05:
            return text.translate(TRADITIONAL)
        if roll < 0.07:
            wrong = next((pair for pair in HOMOPHONES if pair[0] in text), None)
            return text.replace(*wrong, 1) if wrong else text
        if roll < 0.10:
            return f" {text[:4]} {text[4:]}\u00a0"
        if roll < 0.125:
            return text + "（具体位置见照片）"
        return text


def title_of(place_text: str, matter: str) -> str:
    """The order's title: the place and the matter."""
    return f"{place_text.strip()[:24]}{matter}问题"


def content_of(rng: Random, place_text: str, category: Category, phone: str) -> str:
    """The order's text: opening, place, one or two of the category's keywords, harm and wish; now and then a name and a number to mask."""
    words = category.keywords or (category.name,)
    first, second = rng.choice(words), rng.choice(words)
    matter = first if first == second else f"{first}，{second}"
    parts = [rng.choice(OPENINGS), place_text.strip(), matter, "，", rng.choice(HARMS), "，", rng.choice(ASKS)]
    if rng.random() < 0.08:
        parts.append(f"联系人：{caller_name(rng)}，电话{phone}。")
    return "".join(parts)


def caller_name(rng: Random) -> str:
    """An invented caller."""
    return rng.choice(SURNAMES) + ("先生" if rng.random() < 0.5 else "女士")
