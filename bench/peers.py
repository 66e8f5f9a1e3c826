"""The others, as a user would call them. Each fills a folder and is measured while it does."""

import shutil

import processes
import settings


def hf(*arguments):
    """The Python client over plain HTTP."""
    return python_client(*arguments, {"HF_HUB_DISABLE_XET": "1"})


def hf_xet(*arguments):
    """The Python client with the reference implementation of Xet, in Rust."""
    return python_client(*arguments, {})


def python_client(name, hub, repo, entries, folder, way):
    """A home of its own so that nothing is cached."""
    home = processes.fresh(settings.RUNS / "hf-home")
    environment = {
        "HF_ENDPOINT": hub.endpoint,
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_UPDATE_CHECK": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        **hub.trust,
        **way,
    }
    command = [settings.WORK / "venv" / "bin" / "hf", "download", repo, "--local-dir", folder]
    sample = processes.run(name, [command], environment)
    shutil.rmtree(home)
    return sample


def aria2(name, hub, repo, entries, folder, *options):
    """Without a check, and without writing each file twice, which its default allocation would."""
    wanted = settings.RUNS / "aria2.txt"
    wanted.write_text("".join(f"{hub.url(repo, entry.path)}\n  out={entry.path}\n" for entry in entries))
    trusted = [f"--ca-certificate={path}" for path in [hub.trust.get("SSL_CERT_FILE")] if path]
    common = [*trusted, "--file-allocation=none", "--no-conf", "--console-log-level=warn", "--summary-interval=0"]
    return processes.run(name, [["aria2c", *options, *common, "-d", folder, "-i", wanted]])


def aria2_wide(*arguments):
    return aria2(*arguments, "-x8", "-s8", "-k1M")


def aria2_many(*arguments):
    return aria2(*arguments, "-j16")


def curl_and_sha256sum(name, hub, repo, entries, folder):
    """One connection, then one pass over the file: what has to be done at the least, with tools everybody has."""
    files = [folder / entry.path for entry in entries]
    fetch = ["curl", "-sS", "-f", "-L"]
    for entry, file in zip(entries, files):
        fetch += ["-o", file, hub.url(repo, entry.path)]
    return processes.run(name, [fetch, ["sha256sum", *files]], hub.trust)
