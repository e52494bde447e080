"""What a run has changed, as it is told at its end: the restatement report, what became of the corrections, the files
that came and are in trouble, and data that are doubtful."""

from pathlib import Path

from rich.console import Console

from demo.planted import is_planted
from reports import corrections, doubts, restatements, troubles
from reports.doubts import Doubts
from reports.troubles import Troubles
from store.publications import Kept, live


def tell_changes(marts_dir: Path, before: Kept | None, lang: str) -> None:
    """Print what this run published otherwise than the run before, and every correction that is wrong, on stderr and in
    red. `before` is what was live when the run began."""
    console = Console()
    if before is None:
        console.print(restatements.NO_EARLIER, soft_wrap=True)
    elif before == live(marts_dir):
        console.print(
            f"内容未变，仍为 {before.name}。Nothing changed: {before.name} stays live.", highlight=False, soft_wrap=True
        )
    else:
        console.print(restatements.rendered(restatements.load(marts_dir), lang, most=restatements.FIRST))
    sentence, wrong = corrections.told(marts_dir)
    if sentence:
        console.print(sentence, soft_wrap=True)
    for message in wrong:
        Console(stderr=True).print(message, style="red", markup=False, highlight=False, soft_wrap=True)


def tell_troubles(marts_dir: Path, raw_dir: Path, before: Troubles) -> None:
    """Print the files of which something was not taken in, and which of them the demonstration has on purpose. `before`
    are those of what was live when the run began."""
    for line in troubles.told(before, troubles.load(marts_dir), nearest(raw_dir), is_planted):
        Console().print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)


def tell_doubts(marts_dir: Path, before: Doubts) -> None:
    """Print the data that are used and doubtful. `before` are those of what was live when the run began."""
    for line in doubts.told(before, doubts.load(marts_dir)):
        Console().print(line, style="yellow", markup=False, highlight=False, soft_wrap=True)


def nearest(folder: Path) -> Path:
    """A folder as seen from here, where it lies below."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
