"""The sensor of the landing zone: files that are new, changed or gone since they were last taken in start a run."""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg

from pipelines.jobs import nightly, tonight
from pipelines.settings import Settings
from readers.datasets import DATASETS
from readers.ingest import manifest_file
from readers.landing import landing_files, status_of
from store.digest import digest_of
from store.lake import Lake
from store.manifest import load

EVERY_SECONDS = 300
AT_WORK = [dg.DagsterRunStatus.QUEUED, dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED]


def news(raw_dir: Path, lake: Lake) -> Iterator[str]:
    """What the lake does not know as it stands: each path with its size and time, and each one that is gone."""
    for dataset in DATASETS:
        known = load(manifest_file(lake, dataset)).by_path()
        for path in landing_files(raw_dir, dataset):
            before, stands = known.pop(path, None), status_of(raw_dir / path, dataset, raw_dir)
            if before is None or (before.size_bytes, before.mtime_ns) != stands:
                yield f"{path} {stands}"
        yield from (f"{path} is gone" for path in known)


def reference_tables(raw_dir: Path) -> str:
    """Digest of names, sizes and times of the reference tables that the landing zone has."""
    stands = [(entry.name, entry.stat()) for entry in os.scandir(raw_dir / "reference")] if (
        raw_dir / "reference"
    ).is_dir() else []  # fmt: skip
    return digest_of(sorted(f"{name} {found.st_size} {found.st_mtime_ns}" for name, found in stands))


@dg.sensor(
    job=nightly,
    minimum_interval_seconds=EVERY_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Every five minutes: files that are new, changed or gone, and have stayed so since the last look, are "
    "taken in and published. 落地区有新增、改动或撤走的文件，且两次查看之间未再变化，即采集并发布。",
)
def landing_zone_changed(context: dg.SensorEvaluationContext) -> dg.RunRequest | dg.SkipReason:
    """Start the nightly job once the landing zone has changed and come to rest."""
    settings = Settings()
    if not settings.raw_dir.is_dir():
        return dg.SkipReason(f"No landing zone {settings.raw_dir}.")
    found, tables = list(news(settings.raw_dir, Lake(settings.lake_dir))), reference_tables(settings.raw_dir)
    seen, known = digest_of([*found, tables]), json.loads(context.cursor or "{}")
    context.update_cursor(json.dumps({"seen": seen, "tables": known.get("tables", tables)}))
    if not found and known.get("tables", tables) == tables:
        return dg.SkipReason("Nothing is new.")
    if known.get("seen") != seen:
        return dg.SkipReason(f"{len(found)} files are new, changed or gone; waiting until nothing moves.")
    if context.instance.get_runs(dg.RunsFilter(job_name=nightly.name, statuses=AT_WORK), limit=1):
        return dg.SkipReason("A run is at work.")
    context.update_cursor(json.dumps({"seen": seen, "tables": tables}))
    return dg.RunRequest(run_key=seen, tags=tonight(datetime.now(ZoneInfo("Asia/Shanghai")).year))
