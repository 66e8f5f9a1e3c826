"""Large libraries and long queues: seconds to the first list, memory, and what a look costs when nothing has changed."""

from __future__ import annotations

import http.client
import json
import pathlib
import time
from dataclasses import dataclass, field

import library
import ours
import plans
import processes
import settings

HEAP = "224m"
NOTICED_SECONDS = 60


@dataclass(frozen=True)
class NoHub:
    """Nobody is asked."""

    endpoint: str = "http://127.0.0.1:9"
    trust: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Scale:
    """One library: seconds and bytes; looks are those without changes, in seconds of CPU."""

    name: str
    first_list: float
    list_bytes: int
    page: float
    page_bytes: int
    noticed: float
    look_cpu: float
    rss: int
    heap: int | None


def measure():
    for models, files in settings.SCALE:
        yield run(f"{models:,} models with {models * files:,} files", models, files, 0)
    yield run(f"{settings.SCALE_QUEUE:,} queued downloads", 20, 15, settings.SCALE_QUEUE)


def run(name, models, files, queued):
    service = ours.Service(NoHub(), "ours-scale", heap=HEAP)
    library.make(service.models, models, files)
    library.queue(service.models, queued)
    forget_pages()
    with service:
        path = "/api/v1/downloads" if queued else "/api/v1/library"
        first_list, list_bytes = ask(service, path)
        page, page_bytes = ask(service, "/" if queued else "/manage")
        noticed = notice(service)
        look_cpu = looks(service)
        heap = plans.live_heap(service.pid)
        rss = processes.peak_rss_of(service.pid)
        return Scale(name, first_list, list_bytes, page, page_bytes, noticed, look_cpu, rss, heap)


def forget_pages():
    """Only root may; else the page cache stays warm."""
    processes.settle()
    try:
        pathlib.Path("/proc/sys/vm/drop_caches").write_text("3")
    except OSError:
        print("scale      the page cache stays as it is: only root may empty it", flush=True)


def ask(service, path):
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=300)
    started = time.monotonic()
    connection.request("GET", path)
    answer = connection.getresponse()
    size = 0
    while part := answer.read(1 << 16):
        size += len(part)
    if answer.status != 200:
        raise processes.Failed(f"{path} was answered with {answer.status}")
    connection.close()
    return time.monotonic() - started, size


def notice(service):
    """Seconds until a file that comes to a model is in the list of its files."""
    folder = service.models / "owner-000/model-00000"
    (folder / "added.gguf").write_bytes(b"GGUF")
    started = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=300)
    while time.monotonic() - started < NOTICED_SECONDS:
        connection.request("GET", "/api/v1/library/models/owner-000/model-00000")
        told = json.load(connection.getresponse())
        if any(file["path"] == "added.gguf" for file in told["files"]):
            return time.monotonic() - started
        time.sleep(0.1)
    raise processes.Failed("A new file was not noticed")


def looks(service):
    """Seconds of CPU of one, in the middle of five, each asked for when the one before is too old."""
    spent = []
    for _ in range(5):
        time.sleep(1.5)
        before = processes.cpu_of(service.pid)
        ask(service, "/api/v1/library?limit=1")
        spent.append(processes.cpu_of(service.pid) - before)
    return sorted(spent)[2]


def table(rows):
    lines = [
        "| | first list | its size | page | its size | change noticed | look without changes, CPU | peak RSS | live heap |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        lines.append(
            f"| {row.name} | {row.first_list:.1f} s | {plans.megabytes(row.list_bytes)} | {row.page:.2f} s"
            f" | {plans.megabytes(row.page_bytes)} | {row.noticed:.1f} s | {row.look_cpu:.2f} s"
            f" | {row.rss / 1e6:.0f} MB | {plans.megabytes(row.heap)} |"
        )
    return "\n".join(lines)
