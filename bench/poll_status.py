"""Asks for the status as open pages do, each once a second on a connection of its own.

poll_status.py PORT POLLERS SECONDS OUTPUT: one line for each answer, with the monotonic time of the request and the
seconds until its last byte. It runs with a higher priority than what it measures: a page is on another machine, and
its own wait for a processor here is not the server's.
"""

import asyncio
import contextlib
import os
import sys
import time

INTERVAL_SECONDS = 1.0


async def poll(port, offset, ends, seen):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    request = f"GET /api/status HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\n\r\n".encode()
    due = time.monotonic() + offset
    while due < ends:
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        started = time.monotonic()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 200 " not in head.split(b"\r\n")[0]:
            raise SystemExit(f"The status was answered with {head!r}")
        await read_body(reader, head)
        seen.append((started, time.monotonic() - started))
        due += INTERVAL_SECONDS
    writer.close()


async def read_body(reader, head):
    """To its last byte, whether its length was told or it came in chunks."""
    headers = head.lower().split(b"\r\n")
    if b"transfer-encoding: chunked" in headers:
        size = None
        while size != 0:
            size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
            await reader.readexactly(size + 2)
        return
    for line in headers:
        if line.startswith(b"content-length:"):
            await reader.readexactly(int(line.split(b":")[1]))
            return
    raise SystemExit("The end of the status is not told")


async def main(port, pollers, seconds, output):
    seen = []
    ends = time.monotonic() + seconds
    await asyncio.gather(*(poll(port, i * INTERVAL_SECONDS / pollers, ends, seen) for i in range(pollers)))
    with open(output, "w", encoding="utf-8") as lines:  # noqa: ASYNC230 (nothing else runs any more)
        lines.writelines(f"{started} {latency}\n" for started, latency in seen)


if __name__ == "__main__":
    with contextlib.suppress(PermissionError):
        os.nice(-10)
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4]))
