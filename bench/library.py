"""Makes libraries of many models: folders as this program leaves them, of sparse files whose bytes nobody reads."""

from __future__ import annotations

import hashlib
import json
import pathlib
import time
import uuid

WEIGHT_BYTES = 4_000_000
DESCRIPTIONS = ("README.md", "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json")


def make(root, models, files):
    """So many models of so many files each, with notes and the listing of their commit."""
    root = pathlib.Path(root)
    for number in range(models):
        one(root / f"owner-{number % 200:03}" / f"model-{number:05}", files)


def one(folder, files):
    notes, trees = folder / ".cache/huggingface/download", folder / ".cache/huggingface/trees"
    notes.mkdir(parents=True)
    trees.mkdir()
    commit = hashlib.sha1(folder.name.encode()).hexdigest()
    now, listing = time.time(), {}
    for name in names(files):
        weights = name.endswith(".safetensors")
        path, size = folder / name, WEIGHT_BYTES if weights else 2
        with open(path, "wb") as file:
            file.write(b"" if weights else b"{}")
            file.truncate(size)
        blob = hashlib.sha1(f"{folder.name}/{name}".encode()).hexdigest()
        sha256 = hashlib.sha256(f"{folder.name}/{name}".encode()).hexdigest()
        etag = sha256 if weights else blob
        (notes / (name + ".metadata")).write_text(f"{commit}\n{etag}\n{now + 1:.6f}\n")
        listing[name] = {"size": size, "blob_id": blob}
        if weights:
            listing[name].update(lfs_sha256=sha256, lfs_size=size)
    (trees / (commit + ".json")).write_text(json.dumps({"format_version": 1, "files": listing}))


def names(files):
    shards = max(1, files - len(DESCRIPTIONS))
    yield from DESCRIPTIONS[: files - 1]
    for shard in range(1, shards + 1):
        yield f"model-{shard:05}-of-{shards:05}.safetensors"


def queue(root, downloads):
    """So many downloads that wait for their turn."""
    folder = pathlib.Path(root) / ".cache/hf-downloader/downloads"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(downloads):
        record = {
            "id": str(uuid.UUID(int=number + (0x4 << 76) + (0x8 << 60), version=4)),
            "type": "model",
            "repo": f"queue-{number % 50:02}/waiting-{number:05}",
            "revision": "main",
            "commit": hashlib.sha1(str(number).encode()).hexdigest(),
            "selection": {"variants": ["Q4_K_M"], "include": [], "exclude": [], "quantPattern": None},
            "update": False,
            "updateFrom": None,
            "weights": [],
            "state": "queued",
            "order": number + 1,
            "failure": None,
            "createdAt": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(1_790_000_000 + number)) + "Z",
            "startedAt": None,
            "endedAt": None,
            "counts": {
                "bytesTotal": 4_000_000_000,
                "bytesReceived": 0,
                "bytesVerified": 0,
                "bytesReused": 0,
                "bytesFetched": 0,
                "filesTotal": 8,
                "filesDone": 0,
                "via": [],
            },
        }
        (folder / (record["id"] + ".json")).write_text(json.dumps(record))
