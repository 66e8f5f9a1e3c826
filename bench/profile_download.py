"""profile_download.py AGENT [WORK] [EVENT]: downloads under async-profiler, and what its stacks say in short."""

import collections
import pathlib
import re
import subprocess
import sys

import ours
import processes
import settings
import source

TIMES = 3
EVENTS = ("cpu", "alloc", "wall", "lock")

# The first that fits a stack names its activity.
ACTIVITIES = [
    ("garbage collection", r"GC Thread|^\[VM Thread"),
    ("compiling", r"CompileBroker|C[12] Compiler"),
    ("hashing of chunks", r"xet/(Blake3|MerkleTree|XetHash)"),
    ("hashing", r"sha256|sha1|sha_|SHA2|DigestBase|MessageDigest"),
    ("reading back for the hash", r"PartialFile\.digest"),
    ("forcing to the disk", r"fsync|fdatasync|FileChannelImpl\.force"),
    ("writing to the file", r"PartialFile\.write"),
    ("unpacking of chunks", r"xet/(Lz4|ByteGroups|XxHash|Chunk)"),
    (
        "receiving from sockets",
        r"recv|tcp_|epollReactive|AbstractEpollStreamChannel|NioByteUnsafe|SocketDispatcher\.read",
    ),
    ("waiting for and waking threads", r"epoll_wait|epoll_pwait|futex|Unsafe\.park|eventfd"),
    ("names and metadata of files", r"ext4_|vfs_|link_path|AtomicFile|RepoLayout|UnixNativeDispatcher|UnixFileAttr"),
    ("status and pages", r"io/hfdownloader/web|io\.hfdownloader\.web"),
    ("HTTP and Vert.x, the rest", r"netty|vertx"),
]


def main(agent, work="one", event="cpu"):
    sizes = {
        "one": settings.ONE,
        "eight": settings.EIGHT,
        "many": settings.MANY,
        "xet-one": settings.XET_ONE,
        "xet-eight": settings.XET_EIGHT,
    }
    stacks = settings.WORK / f"profile-{work}-{event}.txt"
    repo = "bench/" + work
    for folder in (settings.FILES, settings.LOGS, settings.RUNS):
        folder.mkdir(parents=True, exist_ok=True)
    with (
        source.no_cdn() if work.startswith("xet-") else source.cdn(False) as cdn,
        source.hub(cdn, **{work: sizes[work]}) as hub,
    ):
        with ours.Service(hub, "ours-profile", "-XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints") as service:
            service.download(repo)
            if work != "many":  # see processes.put_aside
                service.forget(repo)
            command_agent(service.pid, agent, f"start,event={event},{'interval=1ms,' if event == 'cpu' else ''}threads")
            samples = []
            for _ in range(1 if work == "many" else TIMES):
                samples.append(service.download("bench/many-again" if work == "many" else repo))
                if work != "many":
                    service.forget(repo)
            command_agent(service.pid, agent, f"stop,collapsed,file={stacks}")
    for sample in samples:
        print(f"{work}: {sample.wall:.2f} s, {sample.cpu:.2f} s CPU, {sample.rss / 1e6:.0f} MB")
    summarise(stacks)


def command_agent(pid, agent, options):
    jcmd = str(pathlib.Path(source.java()).with_name("jcmd"))
    line = [
        jcmd,
        str(pid),
        "JVMTI.agent_load",
        str(pathlib.Path(agent).resolve()),
        f'"{options}"',
    ]  # jcmd splits at = otherwise
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    if done.returncode != 0 or "return code: 0" not in done.stdout:
        raise processes.Failed(f"async-profiler refused {options}: {done.stdout}{done.stderr}")


def summarise(stacks):
    counts = collections.Counter()
    for line in stacks.read_text().splitlines():
        stack, count = line.rsplit(" ", 1)
        counts[stack] += int(count)
    show("By activity", counts, activity)
    show("By thread", counts, thread)
    show("By method, where the time is spent itself", counts, lambda stack: stack.rsplit(";", 1)[-1])
    show("By our own code, all that it calls included once", counts, own)
    print(f"\nStacks for a flame graph: {stacks.relative_to(settings.HOME)}")


def show(title, counts, key, most=20):
    total = sum(counts.values())
    grouped = collections.Counter()
    for stack, count in counts.items():
        grouped[key(stack)] += count
    print(f"\n{title} ({total} samples):")
    for name, count in grouped.most_common(most):
        print(f"  {count / total:6.1%}  {name}")


def activity(stack):
    return next((name for name, pattern in ACTIVITIES if re.search(pattern, stack)), "other")


def thread(stack):
    name = re.sub(r" tid=\d+", "", stack.split(";", 1)[0]).strip("[]")
    return re.sub(r"\d+", "N", name)


def own(stack):
    frames = [frame for frame in stack.split(";") if frame.startswith("io/hfdownloader")]
    return re.sub(r"lambda\$(\w+)\$\d+", r"\1", frames[-1]) if frames else "none of ours"


if __name__ == "__main__":
    try:
        words = sys.argv[2:]
        main(
            sys.argv[1],
            next((word for word in words if word not in EVENTS), "one"),
            next((word for word in words if word in EVENTS), "cpu"),
        )
    except processes.Failed as failure:
        raise SystemExit(f"profile: {failure}") from failure
