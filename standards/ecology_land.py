"""Land cover: classes of products as classes of HJ 192-2015, and whether their areas add up to the district's."""

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Final

from standards.limits import rows

OWN_CLASSES: Final = "EI"
"""The product of a table whose classes are those of HJ 192-2015 by name."""

CLASSES: Final = tuple(row["ei_class"] for row in rows("ecology_habitat"))
GROUP_OF: Final = {row["ei_class"]: row["group"] for row in rows("ecology_habitat")}
PRODUCTS: Final = {row["product"]: row for row in rows("ecology_products")}
BUILT: Final = "built"
OPEN_WATER: Final = ("river", "lake")

SPELLINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "forest_land": ("有林地", "乔木林地"),
    "shrub": ("灌木林地", "灌木林", "灌木地"),
    "other_forest": ("疏林地和其他林地", "疏林地", "其他林地", "疏林/其他林", "园地"),
    "grass_high": ("高覆盖度草地", "高覆盖草地"),
    "grass_medium": ("中覆盖度草地", "中覆盖草地"),
    "grass_low": ("低覆盖度草地", "低覆盖草地"),
    "river": ("河流(渠)", "河流", "河渠", "河流（渠）"),
    "lake": ("湖泊(库)", "湖泊", "湖库", "湖库坑塘", "水库坑塘", "湖泊（库）"),
    "wetland": ("滩涂湿地", "滩涂", "沼泽", "湿地"),
    "ice": ("永久性冰川雪地", "冰川雪地", "永久冰雪"),
    "paddy": ("水田",),
    "dry_land": ("旱地", "水浇地"),
    "urban": ("城镇建设用地", "城镇用地", "城镇"),
    "rural": ("农村居民点", "农村居民点用地"),
    "other_built": ("其他建设用地",),
    "sand": ("沙地",),
    "saline": ("盐碱地",),
    "bare_soil": ("裸土地", "裸土"),
    "rock": ("裸岩石砾", "裸岩石砾地", "裸岩"),
    "other_unused": ("其他未利用地",),
}
PARTS_OF_CLASSES: Final = ("其他林地", "园地", "滩涂", "沼泽", "水库坑塘", "水浇地")
"""Names that stand beside another one of their class in a table: both areas count."""


@cache
def own_names() -> dict[str, str]:
    """Names and codes of the classes of HJ 192-2015, blanks and capitals aside."""
    named = {name: code for code, names in SPELLINGS.items() for name in (code, *names)}
    return {plain(name): code for name, code in named.items()}


@cache
def product_codes() -> dict[tuple[str, str], str]:
    """Product and class code → class of HJ 192-2015."""
    return {(row["product"], row["class_code"]): row["ei_class"] for row in rows("ecology_land_codes")}


def plain(name: str) -> str:
    """A name as it is compared."""
    return "".join(name.lower().split()).replace("（", "(").replace("）", ")")


def class_key(code: str, name: str, found: str) -> str:
    """What tells the areas of one class in a table apart: its code, else the name of a part of it, else the class."""
    parts = {plain(part): part for part in PARTS_OF_CLASSES}
    return code or parts.get(plain(name), found)


def ei_class(product: str, code: str, name: str = "") -> str | None:
    """The class of HJ 192-2015 of a row of a land-cover table; None where code and name say none.

    A name (or code) of the standard itself decides, so that masks may split a product's class (CLCD 5 into river and
    lake); otherwise the product's code does.
    """
    own = own_names()
    for text in (name, code):
        if plain(text) in own:
            return own[plain(text)]
    return product_codes().get((product, code_text(code)))


def code_text(code: str) -> str:
    """A class code as the table of codes writes it: 04 and 4.0 are 4."""
    whole = code.strip().split(".")[0] if code.strip().endswith(".0") else code.strip()
    return str(int(whole)) if whole.isdigit() else whole


def pixels_km2(product: str, pixels: int) -> Fraction | None:
    """The area of so many pixels; None where the product's pixels have no one area."""
    size = PRODUCTS[product]["pixel_km2"] if product in PRODUCTS else ""
    return pixels * Fraction(size) if size else None


def preference(product: str) -> int:
    """Which product comes first where a year has several."""
    return int(PRODUCTS[product]["preference"]) if product in PRODUCTS else len(PRODUCTS) + 1


@cache
def district(area_id: str) -> tuple[Fraction, Fraction] | None:
    """Administrative area in km² and tolerance in %; None where it is not entered."""
    row = next((row for row in rows("ecology_districts") if row["area_id"] == area_id), None)
    return (Fraction(row["area_km2"]), Fraction(row["tolerance_percent"])) if row else None


def adds_up(area_id: str, total: Fraction) -> bool | None:
    """Whether class areas sum to the district's area within its tolerance; None where its area is not entered."""
    known = district(area_id)
    if known is None:
        return None
    area, tolerance = known
    return abs(total - area) * 100 <= tolerance * area
