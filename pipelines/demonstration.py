"""Demonstration data: where they may go, and the line that says so."""

from pathlib import Path

import typer

from pipelines.settings import Settings


def make_demo(*, only_if_empty: bool) -> int:
    """Write demonstration data into the default landing zone; gives an exit code.

    They never go into a landing zone that somebody pointed the system at. With `only_if_empty` an existing file of
    observations leaves everything as it is.
    """
    from demo import air, dust

    settings = Settings()
    if not settings.demo_allowed:
        if only_if_empty:
            return 0
        typer.echo(
            f"TZECO_RAW_DIR is {settings.raw_dir}: demonstration data go into the default landing zone only.", err=True
        )
        return 2
    if only_if_empty and has_observations(settings.raw_dir):
        return 0
    summary = air.generate(settings.raw_dir)
    dust.declare(settings.raw_dir)
    typer.echo(
        f"演示数据已生成 / demonstration data written: {summary.files} files, {summary.hours} hours, "
        f"below {settings.raw_dir / 'air' / 'hourly' / 'demo'}. They are no monitoring results."
    )
    return 0


def has_observations(raw_dir: Path) -> bool:
    """Whether any dataset folder of the landing zone holds a file."""
    return any(path.is_file() for path in raw_dir.glob("*/*/**/*")
               if not path.name.startswith(".") and path.relative_to(raw_dir).parts[0] != "reference")  # fmt: skip
