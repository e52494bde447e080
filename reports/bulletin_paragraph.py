"""The paragraph of a bulletin: the pieces joined, the least important left out until it is short enough to paste."""

from reports.bulletin_pieces import Piece, Say, body, head
from reports.bulletin_reading import Bulletin
from reports.bulletin_words import Lang, span_words, words


class TooLong(ValueError):
    """Not even area and period are short enough: the registered name of the area is too long."""


def paragraph(bulletin: Bulletin, lang: Lang) -> str:
    """The paragraph in one language, at most as long as `bulletin_words.toml` allows (150 characters).

    Pieces leave it in the order of `[drop]`, one after the other, until it is short enough. Raises TooLong where what
    never leaves it is longer.
    """
    say = phrases(bulletin, lang)
    said, limit = list(body(bulletin, lang, say)), int(words()["limit"])
    pieces = [*head(bulletin, lang, say, opens=bool(said)), *said]
    for name in ("", *words()["drop"][bulletin.kind]):
        pieces = [piece for piece in pieces if name not in (piece.name, piece.name.partition(".")[0])]
        text = joined(pieces, lang)
        if len(text) <= limit:
            return text
    raise TooLong(
        f"{bulletin.area['area_id']}：区域名称过长 / the name of the area is too long for {limit} characters."
    )


def phrases(bulletin: Bulletin, lang: Lang) -> Say:
    """A function that fills a phrase of the language; mark, area and period are known to it."""
    known = {
        "demo": words()[lang]["demo"] if bulletin.demonstration else "",
        "area": bulletin.area[f"name_{lang}"] or bulletin.area["area_id"],
        "period": period_words(bulletin, lang),
    }
    return lambda phrase, **figures: str(words()[lang][phrase]).format(**known, **figures)


def period_words(bulletin: Bulletin, lang: Lang) -> str:
    """The period of the bulletin: a whole year by its number, all else by its days."""
    if bulletin.kind == "year" and bulletin.complete:
        return f"{bulletin.period}年" if lang == "zh" else bulletin.period
    return span_words(bulletin.first, bulletin.last, lang, with_year=True)


def joined(pieces: list[Piece], lang: Lang) -> str:
    """The pieces with the marks between them. The first after an opening follows at once; days are named where they
    are others than those of the piece before."""
    marks, text, span = words()[lang], "", ""
    for place, piece in enumerate(pieces):
        follows = place == 0 or "." in piece.name or pieces[place - 1].opens
        text += "" if follows else marks["joint"]
        if place and piece.span and piece.span != span:
            text += piece.span + marks["after_span"]
        text += piece.text
        span = piece.span or span
    return f"{text}{marks['stop']}"
