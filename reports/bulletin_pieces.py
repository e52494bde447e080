"""What can be said of a period, piece by piece in the order of reading; no piece where there is no figure for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.bulletin_reading import Bulletin, Row
from reports.bulletin_words import (
    Lang,
    bounded,
    change_words,
    grade_words,
    measured,
    number,
    pollutants,
    span_words,
)

SETTLED: Final = ("agrees", "within_tie", "list_incomplete")
"""What the check of a published rank may say where the paragraph gives it; a rank that its own values contradict stands
in the document only, beside the one that follows from them."""

INFERIOR: Final = 6
Say = Callable[..., str]


@dataclass(frozen=True)
class Piece:
    """Some words: a name `x.y` is a detail that follows `x` without a mark between. `span` are the days it is about."""

    name: str
    text: str
    span: str = ""
    opens: bool = False
    """Says nothing yet: what follows does so without a mark between."""


def head(bulletin: Bulletin, lang: Lang, say: Say, *, opens: bool) -> Iterator[Piece]:
    """Area and period, which open what is said of them; of a day its index, or that there is none, never a guess."""
    own = span_words(bulletin.first, bulletin.last, lang, with_year=False)
    row = bulletin.row("day", date=bulletin.first.isoformat()) if bulletin.kind == "day" else None
    if bulletin.kind != "day":
        yield Piece("head", say("opening" if opens else "nothing"), own, opens)
    elif row is None or row["aqi_status"] == "no_data":
        yield Piece("head", say("no_day"), own)
    elif row["aqi"] is None:
        yield Piece("head", say("no_index"), own)
    else:
        phrase = "index" if row["aqi_status"] == "complete" else "index_incomplete"
        yield Piece("head", say(phrase, aqi=row["aqi"], grade=grade_words(row["grade"], lang)), own)
        if row["primary_pollutants"]:
            yield Piece("day.primary", say("primary", pollutants=pollutants(row["primary_pollutants"], lang)))
        if row["dust_day"] and row["aqi_net"] is not None:
            yield Piece("day.dust", say("dust", aqi=row["aqi_net"]))
    if row is not None and row["pm25"] is not None:
        yield Piece("day_pm25", say("day_pm25", value=number(row["pm25"], 0)), own)


def body(bulletin: Bulletin, lang: Lang, say: Say) -> Iterator[Piece]:
    """Month so far, year so far, water, dustfall and what is left, as far as there are figures."""
    for span in bulletin.spans:
        yield from pm25(bulletin, lang, say, span)
        yield from good_days(bulletin, lang, say, span)
        if span == "year":
            yield from heavy_days(bulletin, lang, say)
        yield from rank(bulletin, lang, say, span)
        if span == bulletin.kind:
            yield from water(bulletin, lang, say)
            yield from dustfall(bulletin, lang, say)
    yield from left(bulletin, say)


def days_of(row: Row, lang: Lang) -> str:
    """The days that a row is about."""
    return span_words(date.fromisoformat(row["date_from"]), date.fromisoformat(row["date_to"]), lang, with_year=False)


def pm25(bulletin: Bulletin, lang: Lang, say: Say, span: str) -> Iterator[Piece]:
    """Mean of PM2.5 with its change, and where the printed values give another change that one beside."""
    row = bulletin.row("period", span=span, measure="pm25_mean")
    if row is None or not row["valid_days"]:
        return
    name, days = f"{span}_pm25", days_of(row, lang)
    if not row["valid"] or row["value_printed"] is None:
        told = say("pm25_insufficient", valid=row["valid_days"], expected=row["expected_days"])
        yield Piece(name, told, days)
        return
    yield Piece(name, say("pm25", value=measured("pm25_mean", row["value_printed"])), days)
    yield from changed(row, lang, say, name)
    if row["change"] is not None and row["change_printed"] is not None:
        exact, printed = (change_words(row[which], row["change_unit"], lang) for which in ("change", "change_printed"))
        if exact != printed:
            yield Piece(f"{name}.printed", say("printed", change=printed))


def changed(row: Row, lang: Lang, say: Say, name: str) -> Iterator[Piece]:
    """The change against the year before, from unrounded values, as a detail."""
    if row["change"] is not None:
        yield Piece(f"{name}.change", say("change", change=change_words(row["change"], row["change_unit"], lang)))


def good_days(bulletin: Bulletin, lang: Lang, say: Say, span: str) -> Iterator[Piece]:
    """Share of good days over valid days."""
    row, good = (bulletin.row("period", span=span, measure=measure) for measure in ("good_day_ratio", "good_days"))
    if row is None or not row["valid"] or row["value_printed"] is None:
        return
    name = f"{span}_ratio"
    yield Piece(name, say("ratio" + net(bulletin, row), value=measured("good_day_ratio", row["value_printed"])),
                days_of(row, lang))  # fmt: skip
    if good is not None and good["value"] is not None:
        yield Piece(f"{name}.days", say("days", good=number(good["value"], 0), valid=row["valid_days"]))
    yield from changed(row, lang, say, name)


def net(bulletin: Bulletin, row: Row) -> str:
    """Whether a count of days is net of dust, in a span that had any."""
    dust = bulletin.row("period", span=row["span"], measure="dust_days")
    return "_net" if row["basis"] != "raw" and dust is not None and dust["value"] else ""


def heavy_days(bulletin: Bulletin, lang: Lang, say: Say) -> Iterator[Piece]:
    row = bulletin.row("period", span="year", measure="heavy_days")
    if row is not None and row["valid"] and row["value"] is not None:
        yield Piece("year_heavy", say("heavy" + net(bulletin, row), value=number(row["value"], 0)), days_of(row, lang))
        yield from changed(row, lang, say, "year_heavy")


def rank(bulletin: Bulletin, lang: Lang, say: Say, span: str) -> Iterator[Piece]:
    """Rank of the published list: among the districts of the city, of a town among those of its district."""
    wanted = "month" if span == "month" else "months_1_to_n"
    for table, phrase in (("district_rank", "rank"), ("town_rank", "rank_town")):
        row = bulletin.row(table, period_type=wanted)
        if row is not None:
            told = rank_words(row, say, phrase)
            if told:
                yield Piece(f"rank_{span}", told, days_of(row, lang))
            return


def rank_words(row: Row, say: Say, phrase: str) -> str:
    """The published rank; ours where the list prints none. Nothing where it contradicts the values of its list."""
    if not row["listed"]:
        return say("not_listed")
    if row["rank_published"] is not None and row["rank_check"] in SETTLED:
        if row["rank_order"] == "worst_first":
            return say(f"{phrase}_worst", rank=row["rank_published"])
        best_first, shown = row["rank_order"] == "best_first", row["rank_published"]
    else:
        best_first, shown = row["rank_published"] is None and row["rank"] is not None, row["rank"]
    if not best_first:
        return ""
    return say(phrase + ("_tied" if (row["tied"] or 1) > 1 else ""), rank=shown, members=row["members"])


def water(bulletin: Bulletin, lang: Lang, say: Say) -> Iterator[Piece]:
    """How many sections of the plan (of an area without such, of all its sections) reach their target."""
    rows = bulletin.tables["section" if bulletin.kind == "month" else "section_to_date"]
    listed = [row for row in rows if row["in_plan_list"]] or rows
    judged = [row for row in listed if row["target_met"] is not None]
    if not judged:
        return
    own = span_words(bulletin.first, bulletin.last, lang, with_year=False)
    yield Piece("water", say("water", assessed=len(judged), met=sum(row["target_met"] for row in judged)), own)
    if len(judged) < len(listed):
        yield Piece("water.open", say("water_open", open=len(listed) - len(judged)))
    inferior = sum(row["class"] == INFERIOR for row in judged)
    if inferior:
        yield Piece("water.inferior", say("inferior", inferior=inferior))


def dustfall(bulletin: Bulletin, lang: Lang, say: Say) -> Iterator[Piece]:
    """Dustfall of the month, or the mean of the months of a year; net of sand dust where that differs."""
    row = next(iter(bulletin.tables["dustfall"]), None)
    own = span_words(bulletin.first, bulletin.last, lang, with_year=False)
    if row is None:
        return
    if bulletin.kind == "year":
        if row["mean_1_to_n_net"] is not None:
            phrase = "dustfall_net" if row["months_dropped"] else "dustfall"
            yield Piece("dustfall", say(phrase, value=number(row["mean_1_to_n_net"], 1)), months_words(row, lang))
    elif row["sufficient"] and row["value_net"] is not None:
        phrase = "dustfall" if row["net_basis"] == "no_dust" else "dustfall_net"
        yield Piece("dustfall", say(phrase, value=number(row["value_net"], 1)), own)
    elif row["net_basis"] == "dropped":
        yield Piece("dustfall", say("dustfall_dropped"), own)


def months_words(row: Row, lang: Lang) -> str:
    """Months 1 to N that a mean of dustfall goes up to."""
    last = date.fromisoformat(f"{row['period_id']}-28")
    following = date(last.year + last.month // 12, last.month % 12 + 1, 1)
    return span_words(date(last.year, 1, 1), date.fromordinal(following.toordinal() - 1), lang, with_year=False)


def left(bulletin: Bulletin, say: Say) -> Iterator[Piece]:
    """What the days left must hold and what the budgets leave, where the mart has it as of the last day."""
    row = bulletin.row("left", indicator_id="air_pm25_annual_mean")
    if row is not None and row["days_left"] and row["control_value"] is not None:
        target = f"{row['target']:g}"
        if row["feasibility"] == "impossible":
            yield Piece("control", say("control_impossible", days=row["days_left"], target=target))
        else:
            control = bounded(row["control_value"], row["comparator"])
            yield Piece("control", say("control", days=row["days_left"], control=control))
            yield Piece("control.target", say("control_target", target=target))
    for indicator, what in (("air_heavy_pollution_days", "heavy"), ("air_good_day_ratio", "bad")):
        row = bulletin.row("left", indicator_id=indicator)
        if row is not None and row["days_left"] and row["budget"] is not None:
            days = int(row["budget"])
            text = say(f"budget_{what}", left=days) if days >= 0 else say(f"overspent_{what}", over=-days)
            yield Piece(f"budget_{what}", text)
