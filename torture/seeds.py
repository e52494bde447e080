"""Good files to begin with: those of the demonstration, a few of each form and dataset, and the same in other forms."""

import gzip
import io
from pathlib import Path
from typing import Final

import polars as pl

from demo.media import ALL, BESIDE_HOURLY_AIR
from readers.datasets import DATASETS
from readers.ingest import Dataset
from torture.installation import hours_of

YEAR: Final = 2024
EACH: Final = 8
"""So many files of a dataset, spread over its folder."""

LARGEST: Final = 20_000
"""Longer text files are cut at a line: what they repeat takes time and tells nothing new."""

Seed = tuple[str, bytes]
"""Path below the landing zone, content."""


def demonstration(raw_dir: Path, *, hourly: bool = False) -> None:
    """One year of demonstration data; with hourly air on demand."""
    for part in ALL if hourly else BESIDE_HOURLY_AIR:
        part.generate(raw_dir, (YEAR,))


def seeds(raw_dir: Path) -> dict[str, tuple[Dataset, list[Seed]]]:
    """Good files of every dataset, from a landing zone with the demonstration of a year."""
    return {dataset.name: (dataset, list(files_of(dataset, raw_dir))) for dataset in DATASETS}


def files_of(dataset: Dataset, raw_dir: Path) -> list[Seed]:
    if dataset.name == "air_hourly":
        return hourly_files()
    paths = sorted(path for path in (raw_dir / dataset.folder).rglob("*") if path.is_file() and path.stat().st_size)
    chosen = paths[:: max(1, len(paths) // EACH)][:EACH]
    return [(path.relative_to(raw_dir).as_posix(), shortened(path.read_bytes())) for path in chosen]


def shortened(content: bytes) -> bytes:
    if len(content) <= LARGEST or content.startswith((b"PK", b"{", b"[")):
        return content
    return content[: content.rindex(b"\n", 0, LARGEST) + 1]


def hourly_files() -> list[Seed]:
    """One day in the national form as text, gzip and Parquet, and the long forms."""
    wide = hours_of("20240101", 40)
    frame, packed = pl.read_csv(io.StringIO(wide), infer_schema=False), io.BytesIO()
    frame.write_parquet(packed)
    long_zh = "监测点编号,时间,污染物,浓度,单位\n" + "".join(
        f"3673A,2024-01-01 {hour:02d}:00,{item},{20 + hour},µg/m³\n"
        for hour in range(1, 24)
        for item in ("PM2.5", "O3")
    )
    archive = "location_id,sensors_id,location,datetime,lat,lon,parameter,units,value\n" + "".join(
        f'7,1,"Tongzhou-7",2024-01-01T{hour:02d}:00:00+08:00,39.9,116.7,pm25,µg/m³,{30 + hour}\n'
        for hour in range(1, 24)
    )
    many = "No,year,month,day,hour,PM2.5,PM10,SO2,NO2,CO,O3,TEMP,PRES,DEWP,RAIN,wd,WSPM,station\n" + "".join(
        f"{hour + 1},2016,3,1,{hour},4,4,4,7,300,77,-0.7,1023,-18.8,0,NNW,4.4,Tongzhou\n" for hour in range(24)
    )
    named = (("wide.csv", wide.encode()), ("wide.csv.gz", gzip.compress(wide.encode(), mtime=0)),
             ("wide.parquet", packed.getvalue()), ("long.csv", long_zh.encode("gb18030")),
             ("archive.csv", archive.encode()), ("many.csv", many.encode()))  # fmt: skip
    return [(f"air/hourly/{name}", content) for name, content in named]
