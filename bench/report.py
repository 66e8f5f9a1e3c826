"""From samples to the tables of RESULTS.md. What stands in that file outside of the marks stays."""

import datetime
import os
import platform
import re
import shutil
import subprocess
from statistics import median

import settings
import source

OURS = "ours"
OURS_COLD = "ours, first after start"
HF = "hf download"
HF_XET = "hf download, hf_xet"
ARIA2_WIDE = "aria2c -x8 -s8 -k1M"
ARIA2_MANY = "aria2c -j16"
CURL = "curl, sha256sum"

TLS = "tls-"
SMALL_STATUS = "pages, one core"
DISK_STATUS = "pages, one core, slow disk"

BEGIN = "<!-- measured: begin; bench/run.sh writes what is between these marks -->"
END = "<!-- measured: end -->"

XET_VERSION = "from importlib.metadata import version; print(version('hf_xet'))"

FIRST_AFTER_START = 1.3
MOST_RSS = 300e6
SMALL_RSS = 160e6
SMALL_STATUS_MILLIS = 50
SAME_RSS = 1.1  # "the same" for the large and the huge file


def title(work):
    if work.startswith(TLS):
        return f"TLS: {title(work.removeprefix(TLS))}"
    mib = settings.MIB
    return {
        "one": f"one file of {settings.ONE // mib} MiB",
        "eight": f"8 files of {settings.EIGHT // mib} MiB",
        "many": f"{settings.MANY} files of 1 to 64 KiB",
        "cap": f"one file of {settings.ONE // mib} MiB, {settings.CAP // 10**6} MB/s for each connection",
        "delay": f"{settings.MANY} files of 1 to 64 KiB, each answer {settings.DELAY_MILLIS} ms later",
        "xet-one": f"Xet: one file of {settings.XET_ONE // mib} MiB",
        "xet-eight": f"Xet: 8 files of {settings.XET_EIGHT // mib} MiB",
        "xet-cap": f"Xet: one file of {settings.XET_ONE // mib} MiB, {settings.CAP // 10**6} MB/s for each connection,"
        f" each answer {settings.DELAY_MILLIS} ms later",
        "small": f"8 files of {settings.EIGHT // mib} MiB on one core with 64 MB of heap",
        "disk": f"8 files of {settings.EIGHT // mib} MiB to a disk of {settings.DISK_RATE // 10**6} MB/s,"
        " on one core with 64 MB of heap",
        "huge": f"one sparse file of {settings.HUGE // mib} MiB",
    }[work]


def size(work):
    return {
        "one": settings.ONE,
        "cap": settings.ONE,
        "eight": 8 * settings.EIGHT,
        "small": 8 * settings.EIGHT,
        "disk": 8 * settings.EIGHT,
        "xet-one": settings.XET_ONE,
        "xet-eight": 8 * settings.XET_EIGHT,
        "xet-cap": settings.XET_ONE,
        "huge": settings.HUGE,
    }.get(work.removeprefix(TLS))


def text(works, stored, latencies, blocked, seconds, load, others, stalls=None):
    parts = [
        f"Measured {datetime.date.today()} at commit `{commit()}` with `{command()}`, in {seconds / 60:.0f} minutes."
    ]
    if not settings.IS_FULL:
        parts.append("**Not a full run: sizes or rounds are smaller than the targets ask for.**")
    parts += [machine(load), "### Targets\n\n" + targets(works, stored, latencies, blocked, stalls)]
    parts += [f"### {title(work)[0].upper()}{title(work)[1:]}\n\n{table(work, works[work])}" for work in works]
    if latencies:
        parts.append("### `GET /api/status` while downloads run\n\n" + latency_table(latencies))
    parts += [f"### {name}\n\n{made}" for name, made in others.items()]
    return "\n\n".join(parts) + "\n"


def write(path, measured):
    block = f"{BEGIN}\n\n{measured}\n{END}"
    old = path.read_text() if path.exists() else f"# Results\n\n{BEGIN}\n{END}\n"
    if BEGIN not in old or END not in old:
        raise SystemExit(f"bench: {path} has lost its marks; put these two lines back:\n{BEGIN}\n{END}")
    before, rest = old.split(BEGIN, 1)
    path.write_text(before + block + rest.split(END, 1)[1])


# --- targets -----------------------------------------------------------------


def targets(works, stored, latencies, blocked, stalls):
    rows = []
    for work in ("one", "eight"):
        rows += [
            ratio(works, work, "wall", HF, 1.0),
            ratio(works, work, "wall", ARIA2_WIDE, 1.1),
            ratio(works, work, "cpu", CURL, 1.0),
        ]
    rows.append(ratio(works, "many", "wall", HF, 0.4))
    rows.append(cap(works, "cap", settings.ONE))
    rows.append(ratio(works, "delay", "wall", HF, 0.4))
    for work in ("xet-one", "xet-eight"):
        rows += [
            ratio(works, work, "wall", HF_XET, 1.0),
            ratio(works, work, "cpu", HF_XET, 1.5),
            ratio(works, work, "rss", HF_XET, 0.5),
        ]
    rows.append(cap(works, "xet-cap", stored.get("xet-cap")))
    for work in ("tls-one", "tls-eight"):
        rows += [
            first_after_start(works, work),
            ratio(works, work, "cpu", HF, 1.0),
            ratio(works, work, "wall", ARIA2_WIDE, 1.1),
        ]
    rows.append(ratio(works, "tls-many", "wall", HF, 0.4))
    rows.append(cap(works, "tls-cap", settings.ONE))
    for work in ("tls-xet-one", "tls-xet-eight"):
        rows.append(ratio(works, work, "cpu", HF_XET, 1.0))
    rows += memory(works)
    rows.append(event_loops(works, blocked))
    if stalls is not None:
        rows.append((title("disk"), "no stall told", f"{len(stalls)} told", not stalls))
    for name, latency in latencies.items():
        if name.startswith("pages"):
            value = latency.p99 * 1000
            most = SMALL_STATUS_MILLIS if name in (SMALL_STATUS, DISK_STATUS) else 25
            rows.append((f"status, {settings.POLLERS} {name}", f"p99 ≤ {most} ms", f"{value:.1f} ms", value <= most))
    lines = ["| work | target | reached | |", "|---|---|---|---|"]
    for row in rows:
        if row:
            what, target, reached, is_met = row
            lines.append(f"| {what} | {target} | {reached} | {'met' if is_met else '**not met**'} |")
    return "\n".join(lines)


def ratio(works, work, measure, peer, limit):
    samples = works.get(work, {})
    if OURS not in samples:
        return None
    what = {"wall": "wall", "cpu": "CPU", "rss": "peak RSS"}[measure]
    if peer not in samples:
        return title(work), f"{what} ≤ {limit} × `{peer}`", "no such peer here", False
    reached = middle(samples[OURS], measure) / middle(samples[peer], measure)
    return title(work), f"{what} ≤ {limit} × `{peer}`", f"{reached:.2f} ×", reached <= limit


def first_after_start(works, work):
    samples = works.get(work, {})
    if OURS not in samples:
        return None
    reached = middle(samples[OURS_COLD], "cpu") / middle(samples[OURS], "cpu")
    return (
        title(work),
        f"CPU first after start ≤ {FIRST_AFTER_START} × later",
        f"{reached:.2f} ×",
        reached <= FIRST_AFTER_START,
    )


def cap(works, work, bytes_to_come):
    """Each byte counts once: what was fetched again is no merit."""
    samples = works.get(work, {})
    if OURS not in samples:
        return None
    possible = settings.CONNECTIONS_PER_FILE * settings.CAP
    reached = bytes_to_come / middle(samples[OURS], "wall") / possible
    return title(work), f"≥ 90 % of {possible / 1e6:.0f} MB/s", f"{reached:.0%}", reached >= 0.9


def memory(works):
    peaks = {
        work: max(sample.rss for name in (OURS, OURS_COLD) for sample in samples.get(name, []))
        for work, samples in works.items()
    }
    rows = [
        (title(work), f"peak RSS ≤ {most / 1e6:.0f} MB", f"{peak / 1e6:.0f} MB", peak <= most)
        for work, peak in peaks.items()
        for most in [SMALL_RSS if work in ("small", "disk") else MOST_RSS]
    ]
    if "one" in peaks and "huge" in peaks:
        reached = peaks["huge"] / max(sample.rss for sample in works["one"][OURS_COLD])  # both after one download
        rows.append(
            (
                "the same at both sizes, after one download",
                f"peak RSS ≤ {SAME_RSS} ×",
                f"{reached:.2f} ×",
                reached <= SAME_RSS,
            )
        )
    return rows


def event_loops(works, blocked):
    limit = settings.LOOP_LIMIT_MILLIS
    return "all of them", f"no event loop blocked for {limit} ms", f"{blocked} warnings", blocked == 0


# --- tables ------------------------------------------------------------------


def table(work, samples):
    lines = ["| | wall | least to most | MB/s | CPU | peak RSS | ours is |", "|---|---:|---:|---:|---:|---:|---:|"]
    for name in [OURS, OURS_COLD, *(other for other in samples if other not in (OURS, OURS_COLD))]:
        if name in samples:
            lines.append(row(work, name, samples))
    return "\n".join(lines)


def row(work, name, samples):
    mine = samples[name]
    wall = middle(mine, "wall")
    spread = f"{min(s.wall for s in mine):.2f} to {max(s.wall for s in mine):.2f} s"
    rate = f"{size(work) / wall / 1e6:.0f}" if size(work) else ""
    compared = ""
    if name not in (OURS, OURS_COLD):
        by_wall = middle(samples[OURS], "wall") / wall
        by_cpu = middle(samples[OURS], "cpu") / middle(mine, "cpu")
        compared = f"{by_wall:.2f} × wall, {by_cpu:.2f} × CPU"
    peak = max(sample.rss for sample in mine) / 1e6
    return f"| {name} | {wall:.2f} s | {spread} | {rate} | {middle(mine, 'cpu'):.2f} s | {peak:.0f} MB | {compared} |"


def latency_table(latencies):
    lines = ["| | p50 | p99 | answers |", "|---|---:|---:|---:|"]
    for name, latency in latencies.items():
        lines.append(f"| {name} | {latency.p50 * 1000:.1f} ms | {latency.p99 * 1000:.1f} ms | {latency.count} |")
    return "\n".join(lines)


def middle(samples, measure):
    return median(getattr(sample, measure) for sample in samples)


# --- the machine -------------------------------------------------------------


def machine(load):
    java = first_line([source.java(), "-version"])
    rows = {
        "processor": f"{processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "disk": f"{file_system()}; sources are read from the page cache",
        "system": f"{distribution()}, Linux {platform.release()}",
        "load": f"{load:.1f} over the last 15 minutes; about the number of cores is the run itself",
        "Java": java.replace('"', ""),
        "ours": (
            f"`{os.path.basename(settings.EXECUTABLE)} -Xmx128m`, the native executable"
            if settings.EXECUTABLE
            else "`JAVA_OPTS=-Xmx128m ./start.sh`"
        )
        + ", all other settings as they are by default",
        "hf": tool([str(settings.WORK / "venv" / "bin" / "hf"), "--version"]),
        "hf_xet": tool([str(settings.WORK / "venv" / "bin" / "python"), "-c", XET_VERSION]),
        "aria2": tool(["aria2c", "--version"]),
        "curl": tool(["curl", "--version"]),
        "nginx": tool([shutil.which("nginx") or "/usr/sbin/nginx", "-v"]),
    }
    return "| | |\n|---|---|\n" + "\n".join(f"| {name} | {value} |" for name, value in rows.items())


def tool(line):
    said = first_line(line)
    found = re.search(r"\d+\.\d+[\d.]*", said)
    return found[0] if found else "not here"


def first_line(line):
    try:
        done = subprocess.run(line, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return ((done.stdout + done.stderr).strip().splitlines() or [""])[0]


def processor():
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        return next((line.split(":")[1].strip() for line in info if line.startswith("model name")), platform.machine())


def file_system():
    lines = subprocess.run(["df", "--output=fstype", settings.WORK], capture_output=True, text=True, check=False)
    return (lines.stdout.split() or ["?"])[-1]


def distribution():
    with open("/etc/os-release", encoding="utf-8") as lines:
        names = dict(line.rstrip().split("=", 1) for line in lines if "=" in line)
    return names.get("PRETTY_NAME", "Linux").strip('"')


def commit():
    return first_line(["git", "-C", str(settings.HOME), "describe", "--always", "--dirty"]) or "unknown"


def command():
    own = ("BENCH_SIZE", "BENCH_COMMAND")
    given = [f"{name}={value}" for name, value in sorted(os.environ.items()) if name.startswith("BENCH_")]
    return " ".join(
        [*(pair for pair in given if not pair.startswith(own)), os.environ.get("BENCH_COMMAND", "bench/run.sh")]
    )
