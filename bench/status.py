"""How fast the status is answered while downloads run."""

import math
import pathlib
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

import processes
import settings
from processes import Failed


@dataclass(frozen=True)
class Latency:
    """Seconds, and how many answers they come from."""

    p50: float
    p99: float
    count: int


def like_pages(service, repo, seconds=settings.STATUS_SECONDS):
    """Answers that fell into a download; the pauses between downloads do not count."""
    output = settings.RUNS / "latencies.txt"
    script = pathlib.Path(__file__).with_name("poll_status.py")
    poller = processes.start("poll-status", [sys.executable, script, service.port, settings.POLLERS, seconds, output])
    spans = keep_busy(service, repo, lambda: poller.poll() is not None)
    if poller.wait() != 0:
        raise Failed(f"The pollers failed; see {settings.LOGS}/poll-status.log")
    rows = [tuple(map(float, line.split())) for line in output.read_text().splitlines()]
    return percentiles([wait for at, wait in rows if any(begin <= at <= end for begin, end in spans)])


def flat_out(service, repo):
    """As many requests as 50 connections can make; they take processors from the download, and it from them."""
    if shutil.which("wrk") is None:
        return None
    command = ["wrk", "-t1", f"-c{settings.POLLERS}", f"-d{settings.STATUS_SECONDS}s", "--latency"]
    wrk = subprocess.Popen(
        [*command, f"http://127.0.0.1:{service.port}/api/status"],
        stdout=subprocess.PIPE,
        text=True,
        env=processes.CLEAN,
    )
    keep_busy(service, repo, lambda: wrk.poll() is not None)
    text = wrk.stdout.read()
    wrk.wait()
    requests = re.search(r"(\d+) requests in", text)
    if not requests:
        raise Failed("wrk said:\n" + text)
    return Latency(wrk_time(text, "50%"), wrk_time(text, "99%"), int(requests[1]))


def keep_busy(service, repo, is_over):
    spans = []
    while not is_over():
        begin = time.monotonic()
        service.download(repo)
        spans.append((begin, time.monotonic()))
        service.forget(repo)
    return spans


def percentiles(waits):
    if not waits:
        raise Failed("No status was asked for while a download ran")
    waits.sort()
    return Latency(waits[len(waits) // 2], waits[math.ceil(len(waits) * 0.99) - 1], len(waits))


def wrk_time(text, percent):
    value, unit = re.search(re.escape(percent) + r"\s+([\d.]+)(us|ms|s)\b", text).groups()
    return float(value) * {"us": 1e-6, "ms": 1e-3, "s": 1.0}[unit]
