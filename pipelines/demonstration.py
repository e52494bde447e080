"""Demonstration data: where they may go, and the lines that say so."""

from collections.abc import Iterable
from pathlib import Path

import typer

from pipelines.settings import Settings


def make_demo(*, only_if_empty: bool) -> int:
    """Write demonstration data into the default landing zone; gives an exit code.

    They never go into a landing zone that somebody pointed the system at. With `only_if_empty` an existing file of
    observations leaves everything as it is.
    """
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
    write_all(settings.raw_dir)
    return 0


def write_all(raw_dir: Path) -> None:
    """Generate the data of all media and the plan's progress, and say where they lie and how many there are."""
    from demo import (
        air,
        air_district_ranking,
        air_dustfall,
        air_reductions,
        air_town_ranking,
        climate,
        dust,
        ecology,
        plan,
        soil,
        targets,
        water,
    )
    from demo.summary import total

    in_air = air.generate(raw_dir)
    dust.declare(raw_dir)
    divided = targets.declare(raw_dir)
    beside = (air_dustfall, air_reductions)
    in_beside = total(part.generate(raw_dir) for part in beside)
    rankings = (air_district_ranking, air_town_ranking)
    in_rankings = total(part.generate(raw_dir) for part in rankings)
    in_water, in_soil = water.generate(raw_dir), soil.generate(raw_dir)
    in_plan = plan.generate(raw_dir)
    in_climate = climate.generate(raw_dir)
    in_ecology = ecology.generate(raw_dir)
    typer.echo(f"演示数据已生成 / demonstration data written below {raw_dir}:")
    typer.echo(told("大气 / air", [air.FOLDER], in_air.files, f"{in_air.hours} hours"))
    typer.echo(told("降尘与减排 / dustfall, reductions", [one.FOLDER for one in beside], in_beside.files,
                    f"{in_beside.cells} cells"))  # fmt: skip
    typer.echo(told("排名 / rankings", [one.FOLDER for one in rankings], in_rankings.files,
                    f"{in_rankings.cells} cells"))  # fmt: skip
    typer.echo(told("水 / water", water.FOLDERS, in_water.files, f"{in_water.cells} cells"))
    typer.echo(told("土壤 / soil", soil.FOLDERS, in_soil.files, f"{in_soil.cells} cells"))
    typer.echo(told("行动计划 / the plan", plan.FOLDERS, in_plan.files, f"{in_plan.cells} cells"))
    typer.echo(told("应对气候变化 / climate", climate.FOLDERS, in_climate.files, f"{in_climate.cells} cells"))
    typer.echo(told("生态 / ecology", ecology.FOLDERS, in_ecology.files, f"{in_ecology.cells} cells"))
    typer.echo(f"  分解目标 / targets by quarter, town and section: {divided}, in reference/demo")
    typer.echo("不是监测结果 / They are no monitoring results.")


def told(medium: str, folders: Iterable[Path], files: int, amount: str) -> str:
    """One line: the files of a medium, what they hold, and the folders that they lie in."""
    return f"  {medium}: {files} files, {amount}, in {', '.join(folder.as_posix() for folder in folders)}"


def has_observations(raw_dir: Path) -> bool:
    """Whether any dataset folder of the landing zone holds a file."""
    return any(path.is_file() for path in raw_dir.glob("*/*/**/*")
               if not path.name.startswith(".") and path.relative_to(raw_dir).parts[0] != "reference")  # fmt: skip
