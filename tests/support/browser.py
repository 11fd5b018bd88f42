"""A real browser for the tests of pages: no network, no driver.

A second page holds the report in a frame, clicks in it and writes down what it sees;
``--dump-dom`` hands that back.
"""

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--allow-file-access-from-files", "--enable-logging=stderr", "--virtual-time-budget=8000",
    "--window-size=1280,900",
)  # fmt: skip
_STAGE: Final = """<!doctype html><meta charset="utf-8"><pre id="out"></pre>
<iframe id="frame" src="{page}" width="1240" height="860"></iframe>
<script>
const frame = document.getElementById("frame");
const pause = () => new Promise((done) => setTimeout(done, 150));
frame.onload = async () => {{
  frame.onload = null;
  const page = frame.contentDocument, view = frame.contentWindow, seen = {{}};
  const find = (selector) => page.querySelector(selector);
  const all = (selector) => [...page.querySelectorAll(selector)];
  const click = async (target) => {{
    const element = typeof target === "string" ? find(target) : target;
    const click = new view.MouseEvent("click", {{bubbles: true, cancelable: true, view}});
    if (element.click) element.click(); else element.dispatchEvent(click);
    await pause();
  }};
  const visible = (selector) => {{
    const box = find(selector).getBoundingClientRect();
    return box.height > 0 && box.top >= 0 && box.bottom <= view.innerHeight;
  }};
  try {{ {steps} }} catch (problem) {{ seen.problem = String(problem); }}
  document.getElementById("out").textContent = JSON.stringify(seen);
}};
</script>"""


def find_chromium() -> str | None:
    """Return the path of the browser, or None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


def run(chromium: str, page: Path, profile: Path, *more: str) -> tuple[str, str]:
    """Return the document after its scripts ran, and what the browser logged."""
    told = subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={profile}", *more, "--dump-dom", page.as_uri()],
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip
    return told.stdout, told.stderr


def console(log: str) -> list[str]:
    """Return what the page said in the console."""
    return [line for line in log.splitlines() if "CONSOLE" in line]


def play(chromium: str, report: Path, tmp_path: Path, steps: str) -> dict[str, Any]:
    """Return what the steps noted in `seen`, after the page was silent in the console."""
    stage = tmp_path / "stage.html"
    stage.write_text(_STAGE.format(page=report.as_uri(), steps=steps), encoding="utf-8")
    dom, log = run(chromium, stage, tmp_path / "profile")
    assert console(log) == []
    out = re.search(r'<pre id="out">(.*?)</pre>', dom, re.DOTALL)
    assert out is not None and out.group(1), "the steps did not come to their end"
    seen: dict[str, Any] = json.loads(out.group(1))
    assert "problem" not in seen, seen["problem"]
    return seen


def print_text(chromium: str, page: Path, folder: Path) -> str:
    """Return the text of a page as it is printed to a PDF file in the folder."""
    from pypdfium2 import PdfDocument

    target = folder / "page.pdf"
    subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={folder / 'p'}", f"--print-to-pdf={target}",
         page.as_uri()],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    with PdfDocument(target) as pdf:
        return "".join(page.get_textpage().get_text_range() for page in pdf)
