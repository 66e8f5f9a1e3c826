"""What is measured and how large, from the environment; where things are kept."""

import os
import pathlib

HOME = pathlib.Path(__file__).resolve().parent.parent
WORK = HOME / "bench" / ".work"
FILES = WORK / "files"
RUNS = WORK / "runs"
LOGS = WORK / "logs"

MIB = 1024 * 1024
SMALL = os.environ.get("BENCH_SIZE", "full") == "small"


def number(name, full, small):
    return int(os.environ.get(name) or (small if SMALL else full))


ROUNDS = number("BENCH_ROUNDS", 5, 1)
ONE = number("BENCH_ONE_MIB", 2048, 64) * MIB
EIGHT = number("BENCH_EIGHT_MIB", 256, 8) * MIB
XET_ONE = number("BENCH_XET_ONE_MIB", 2048, 64) * MIB
XET_EIGHT = number("BENCH_XET_EIGHT_MIB", 256, 8) * MIB
MANY = number("BENCH_MANY", 2500, 150)
HUGE = number("BENCH_HUGE_MIB", 20 * 1024, 512) * MIB
SETTLE_SECONDS = number("BENCH_SETTLE", 3, 0)
PLAN_LARGE = number("BENCH_PLAN_LARGE", 300_000, 30_000)
PLAN_USUAL = number("BENCH_PLAN_USUAL", 100_000, 10_000)
SCALE = ((500, 60), (2_000, 15)) if SMALL else ((5_000, 60), (20_000, 15))
SCALE_QUEUE = number("BENCH_SCALE_QUEUE", 3_000, 300)
STATUS_SECONDS = number("BENCH_STATUS_SECONDS", 20, 4)

# What is measured instead of what start.sh starts: a native executable, or the launcher that chooses one.
EXECUTABLE = os.path.abspath(os.environ["BENCH_EXECUTABLE"]) if os.environ.get("BENCH_EXECUTABLE") else ""

CAP = 20_000_000  # bytes per second and connection
CONNECTIONS_PER_FILE = 8  # the service's default, which the target for the cap is made of
DELAY_MILLIS = 50
DISK_RATE = 40_000_000  # bytes per second
DISK_CACHE = 16 * MIB  # what such a disk takes at once before that rate counts
POLLERS = 50
LOOP_LIMIT_MILLIS = 250  # the service logs an event loop that is busy for longer; its own default is 2,000

IS_FULL = (
    (ONE, EIGHT, MANY, HUGE) == (2048 * MIB, 256 * MIB, 2500, 20 * 1024 * MIB)
    and (XET_ONE, XET_EIGHT) == (2048 * MIB, 256 * MIB)
    and ROUNDS >= 5
    and not EXECUTABLE
)
PARTLY = "RESULTS-executable.md" if EXECUTABLE else "RESULTS-small.md"
RESULTS = pathlib.Path(os.environ.get("BENCH_RESULTS") or (HOME / "bench" / "RESULTS.md" if IS_FULL else WORK / PARTLY))
