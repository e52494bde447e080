"""The Word document of a bulletin: figures and charts put into a template that the bureau can edit."""

import io
from importlib import resources
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

from reports.bulletin_charts import charts
from reports.bulletin_reading import Bulletin
from reports.bulletin_tables import context
from reports.bulletin_words import Lang
from store.links import led_out

TEMPLATES: Final[dict[Lang, str]] = {"zh": "bulletin.docx", "en": "bulletin.en.docx"}
PICTURE_WIDTH_MM: Final = 160


class BadTemplate(ValueError):
    """A template that can't be filled; the message names the file and what is wrong with it."""


def document(bulletin: Bulletin, lang: Lang, reference_dir: Path) -> bytes:
    """The document in one language as the bytes of a .docx.

    `bulletin.docx` (English: `bulletin.en.docx`) of the landing zone's reference folder is the template, else the
    packaged one. Raises BadTemplate where it is no Word file, or names what is not there.
    """
    from docxtpl import InlineImage
    from jinja2 import StrictUndefined, TemplateError
    from jinja2.sandbox import SandboxedEnvironment
    from lxml.etree import XMLSyntaxError

    pictures, told = charts(bulletin), context(bulletin, lang)
    name, filled = opened(*template(lang, reference_dir))
    images = {one: InlineImage(filled, io.BytesIO(png), width=picture_width()) for one, png in pictures.items()}
    try:
        filled.render(
            {**told, "charts": images}, jinja_env=SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        )
    except (TemplateError, XMLSyntaxError) as problem:
        raise BadTemplate(f"{name}：模板有误 / the template is wrong: {problem}") from problem
    made = io.BytesIO()
    filled.save(made)
    return made.getvalue()


def opened(name: str, content: bytes) -> tuple[str, Any]:
    """The template, read; raises BadTemplate where it is no Word file."""
    from docxtpl import DocxTemplate

    read = DocxTemplate(io.BytesIO(content))
    try:
        read.init_docx()
    except (BadZipFile, KeyError, ValueError, OSError) as problem:
        raise BadTemplate(f"{name}：不是可用的 Word 文件 / is no Word file that can be used: {problem}") from problem
    return name, read


def template(lang: Lang, reference_dir: Path) -> tuple[str, bytes]:
    """Name and content of the template in use; raises BadTemplate where another owner's link leads elsewhere."""
    own = reference_dir / TEMPLATES[lang]
    if own.exists():
        if led_out(own, reference_dir.parent, (reference_dir.parent.resolve(),)):
            raise BadTemplate(
                f"reference/{own.name}：他人所建、指向数据目录之外的链接 / a link to another owner's file outside the "
                "landing zone; put the file itself there."
            )
        return f"reference/{own.name}", own.read_bytes()
    packaged = resources.files("reports").joinpath("templates", TEMPLATES[lang])
    return f"reports/templates/{TEMPLATES[lang]}", packaged.read_bytes()


def picture_width() -> Any:
    from docx.shared import Mm

    return Mm(PICTURE_WIDTH_MM)
