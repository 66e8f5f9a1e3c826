#!/usr/bin/env python3
"""Makes the pictures of the README from a demo that nobody has used yet: download.png and download.webp.

The first is one look at the page. The second is 20 seconds of it: search, choose, watch, done. It is put together of what
the browser shows, each frame for as long as it was there, so that it is as small as it can be.

    QUARKUS_HTTP_PORT=6120 STANDIN_PORT=6170 HF_DOWNLOADER_MODELS_DIR=$(mktemp -d) HF_DOWNLOADER_SHOWN_DIR=/models \\
      ./start.sh --demo &
    python3 -m venv /tmp/pictures && /tmp/pictures/bin/pip install playwright pillow
    /tmp/pictures/bin/python docs/images/make.py http://localhost:6120/hf-downloader/

Chromium is the one of this machine; CHROMIUM names another.
"""

import base64
import io
import itertools
import os
import shutil
import sys
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

HERE = Path(__file__).parent
MODEL = "acme/quants-GGUF"
FILM_SIZE = (1200, 750)
SHOWN_WIDTH = 960
FRAMES_PER_SECOND = 8
LAST_FRAME_MS = 2500
FILM_MS = 20_000
MACHINE = {"name": "GTX 960", "vramBytes": 2 << 30, "ramBytes": 16 << 30}  # the models of the demo are small

# What shows where the mouse is, which a picture of a page does not.
POINTER = """
addEventListener('DOMContentLoaded', () => {
  const dot = document.createElement('div');
  dot.popover = 'manual';
  Object.assign(dot.style, { position: 'fixed', inset: 'auto', left: 0, top: 0, width: '18px', height: '18px', margin: '-9px',
    padding: 0, border: '2px solid #fff', borderRadius: '50%', background: '#e5484dcc', pointerEvents: 'none', zIndex: 99 });
  document.body.append(dot);
  addEventListener('mousemove', event => {
    dot.style.left = `${event.clientX}px`;
    dot.style.top = `${event.clientY}px`;
    dot.hidePopover();
    dot.showPopover(); // above whatever was opened since
  }, true);
});"""


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    base = sys.argv[1]
    chromium = os.environ.get("CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-headless-shell", "google-chrome")))
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        api = playwright.request.new_context(base_url=base)
        api.put("api/v1/system/machines", data={"machines": [MACHINE], "contextLength": 8192})
        api.get(f"api/v1/repos/models/{MODEL}")  # the small Hub makes it when it is first asked for

        context = browser.new_context(viewport=dict(zip(("width", "height"), FILM_SIZE, strict=True)), locale="en-GB")
        context.add_init_script(POINTER)
        film = Film(context.new_page())
        play(film, base)
        film.save(HERE / "download.webp")
        context.close()

        context = browser.new_context(viewport={"width": 1440, "height": 900}, device_scale_factor=1.5, locale="en-GB")
        photograph(context.new_page(), api, base, HERE / "download.png")
        browser.close()


class Film:
    """What a page shows, from when it is opened on, and a hand that is not faster than one can follow."""

    def __init__(self, page: Page):
        self.page = page
        self.frames: list[tuple[float, bytes]] = []
        self.session = page.context.new_cdp_session(page)
        self.session.on("Page.screencastFrame", self.keep)
        self.at = (FILM_SIZE[0] * 0.6, FILM_SIZE[1] * 0.75)

    def start(self) -> None:
        self.page.mouse.move(*self.at)
        self.session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})

    def keep(self, event: dict) -> None:
        self.frames.append((event["metadata"]["timestamp"], base64.b64decode(event["data"])))
        self.session.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    def wait(self, seconds: float) -> None:
        self.page.wait_for_timeout(seconds * 1000)

    def click(self, target: Locator, pause: float = 0.4) -> None:
        target.wait_for()
        box = target.bounding_box()
        assert box
        to = (box["x"] + min(box["width"] / 2, 90), box["y"] + box["height"] / 2)
        for step in range(1, 13):
            part = 1 - (1 - step / 12) ** 3
            self.page.mouse.move(*(a + (b - a) * part for a, b in zip(self.at, to, strict=True)))
            self.wait(0.045)
        self.at = to
        self.wait(pause)
        self.page.mouse.click(*to)

    def save(self, path: Path) -> None:
        self.session.send("Page.stopScreencast")
        step = 1 / FRAMES_PER_SECOND
        kept: list[tuple[float, bytes]] = []
        for at, picture in sorted(self.frames):  # of those within one step the last one counts
            if kept and int(at / step) == int(kept[-1][0] / step):
                kept.pop()
            kept.append((at, picture))
        size = (SHOWN_WIDTH, SHOWN_WIDTH * FILM_SIZE[1] // FILM_SIZE[0])
        pictures = [Image.open(io.BytesIO(data)).convert("RGB").resize(size, Image.LANCZOS) for _, data in kept]
        times = [round((after - at) * 1000) for (at, _), (after, _) in itertools.pairwise(kept)]
        pace = min(1, (FILM_MS - LAST_FRAME_MS) / sum(times))  # a busy machine takes longer
        times = [max(1, round(each * pace)) for each in times]
        pictures[0].save(
            path,
            save_all=True,
            append_images=pictures[1:],
            duration=[*times, LAST_FRAME_MS],
            loop=0,
            quality=60,
            method=4,
            minimize_size=True,
        )
        seconds = (sum(times) + LAST_FRAME_MS) / 1000
        print(f"{path}: {len(pictures)} frames, {seconds:.1f} s, {path.stat().st_size / 1e6:.2f} MB")


def play(film: Film, base: str) -> None:
    """Search, choose, watch, done."""
    page = film.page
    page.goto(base)
    page.locator(".result-link").first.wait_for()
    page.locator("#hub").wait_for(state="hidden")
    film.start()
    film.wait(1.2)
    film.click(page.locator("#repo"), 0.2)
    page.keyboard.type("quants", delay=110)
    result = page.locator(f".result-link[data-repo='{MODEL}']")
    result.wait_for()
    film.wait(0.8)
    film.click(result)
    page.locator("#variants .why").first.wait_for()
    film.wait(1.6)
    film.click(page.locator("#variants .variant-name").first)  # the recommended one
    page.locator("#start").wait_for()
    film.wait(1.2)
    film.click(page.locator("#start"))
    row = page.locator(f".transfers > li[data-repo='{MODEL}']")
    row.wait_for()
    film.wait(1.2)
    film.click(row.locator("[data-action=details]"))
    page.locator(f"#ended > li[data-repo='{MODEL}']").wait_for(timeout=120_000)
    film.wait(1.5)
    film.click(row.locator("[data-action=more]"))
    film.wait(1.2)
    film.click(page.get_by_role("menuitem", name="Copy command (llama-server)"))
    film.wait(1.5)


def photograph(page: Page, api, base: str, path: Path) -> None:
    """A model with its variants, one chosen, and on the right what runs, waits and has ended."""
    for body in (
        {"repo": "acme/two-formats"},
        {"repo": "acme/big-file"},
        {"repo": "acme/vision-GGUF", "variants": ["Q8_0"]},
        {"repo": "acme/tiny-sharded"},
        {"repo": "acme/on-xet"},
    ):
        answer = api.post("api/v1/downloads", data=body)
        assert answer.ok, answer.text()
        time.sleep(1)
    page.goto(f"{base}?repo={MODEL}")
    page.locator("#variants [value=Q6_K]").check()
    page.locator("#start").wait_for()
    page.locator(".transfers > li[data-state=downloading] .bar").first.wait_for()
    page.mouse.move(700, 20)
    page.wait_for_timeout(3000)
    page.wait_for_function("!document.querySelector('[data-waiting]')")
    page.screenshot(path=path)
    with Image.open(path) as picture:  # flat colours: a palette shows no difference and is a third of it
        picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size / 1e3:.0f} kB")


main()
