"""Plans of large repositories, several at a time and in a row: seconds, memory, and how fast the status is answered meanwhile."""

from __future__ import annotations

import concurrent.futures
import contextlib
import http.client
import json
import pathlib
import re
import subprocess
import threading
import time
from dataclasses import dataclass

import ours
import processes
import settings
import source
from processes import Failed

PLAN_SECONDS = 300
POLL_SECONDS = 0.1


@dataclass(frozen=True)
class Listings:
    """A Hub that makes its listings while it sends them."""

    endpoint: str
    trust: dict


@dataclass(frozen=True)
class Plans:
    """What so many plans took: seconds, seconds of CPU, bytes alive afterwards and before, seconds the status took at most."""

    name: str
    wall: float
    cpu: float
    rss: int
    heap_before: int | None
    heap_after: int | None
    status: float


@contextlib.contextmanager
def listings():
    port = processes.free_port()
    app = settings.HOME / "target"
    classes = f"{app}/test-classes:{(app / 'test-classpath').read_text()}"
    command = [source.java(), "-Xmx256m", "-cp", classes, "io.hfdownloader.standin.LongListings", port]
    process = processes.start("listings", command)
    try:
        processes.await_port(process, port)
        yield Listings(f"http://127.0.0.1:{port}", {})
    finally:
        processes.stop(process)


def measure():
    large, usual = settings.PLAN_LARGE, settings.PLAN_USUAL
    with listings() as hub, ours.Service(hub, "ours-plans") as service:
        yield run(service, f"one of {large:,} files, first after start", [("large", 0, large)])
        yield run(service, "the same again", [("large", 0, large)])
        yield run(service, f"2 of {large:,} at a time", [("large", number, large) for number in (1, 2)])
        yield run(service, f"8 of {usual:,} at a time", [("large", number, usual) for number in range(8)])
        yield run(service, f"6 of {usual:,} GGUF files at a time", [("gguf", number, usual) for number in range(6)])


def run(service, name, repos):
    before = live_heap(service.pid)
    slowest, over = [], threading.Event()
    poller = threading.Thread(target=poll, args=(service.port, over, slowest))
    poller.start()
    cpu, started = processes.cpu_of(service.pid), time.monotonic()
    try:
        with concurrent.futures.ThreadPoolExecutor(len(repos)) as clients:
            list(clients.map(lambda repo: plan(service.port, *repo), repos))
    finally:
        wall = time.monotonic() - started
        over.set()
        poller.join()
    cpu = processes.cpu_of(service.pid) - cpu
    return Plans(name, wall, cpu, processes.peak_rss_of(service.pid), before, live_heap(service.pid), max(slowest))


def plan(port, shape, number, files):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PLAN_SECONDS)
    body = json.dumps({"repo": f"acme/{shape}-{number}-{files}"})
    connection.request("POST", "/api/v1/downloads/plan", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    told = tail = b""
    while part := answer.read(1 << 16):
        told, tail = told or part, (tail + part)[-4096:]
    connection.close()
    if answer.status != 200 or f'"filesTotal":{files}'.encode() not in tail:
        raise Failed(f"A plan of {files} files was answered with {answer.status} {told[:300]!r}")


def poll(port, over, seen):
    while not over.is_set():
        started = time.monotonic()
        if not processes.answers(port, "/api/status"):
            raise Failed("The status was not answered while plans were made")
        seen.append(time.monotonic() - started)
        time.sleep(POLL_SECONDS)


def live_heap(pid):
    """Bytes of what is left when all garbage was collected; None for a native executable, which does not tell."""
    if settings.EXECUTABLE:
        return None
    jcmd = pathlib.Path(source.java()).with_name("jcmd")
    told = subprocess.run([jcmd, str(pid), "GC.class_histogram"], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"^Total\s+\d+\s+(\d+)", told, re.MULTILINE)[1])


def table(rows):
    lines = [
        "| | wall | CPU | peak RSS | live heap before | after | status at most |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        lines.append(
            f"| {row.name} | {row.wall:.1f} s | {row.cpu:.1f} s | {row.rss / 1e6:.0f} MB | {megabytes(row.heap_before)}"
            f" | {megabytes(row.heap_after)} | {row.status * 1000:.0f} ms |"
        )
    return "\n".join(lines)


def megabytes(count):
    return "not told" if count is None else f"{count / 1e6:.1f} MB"
