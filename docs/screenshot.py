"""Make `docs/matrix.png`, the picture of the README: the matrix page as it is served, in Debian's Chromium.

    python docs/screenshot.py [STORE]

The store is one that `concordat build` made; by default that of `make demo`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURE = Path(__file__).with_name("matrix.png")
PAGE = "matrix?text=un-doc:A/AC.291/12/Add.1:colombia&against=mandate&lang=en"
WIDTH, HEIGHT, SCALE = 1120, 890, 1.5


def main() -> None:
    """Serve the store, open the page, and keep what is seen of it from its heading on."""
    store = sys.argv[1] if len(sys.argv) > 1 else ".concordat/demo"
    program = shutil.which("chromium") or sys.exit("chromium is not on the path: apt-get install chromium")
    command = [sys.executable, "-m", "concordat", "serve", "--store", store, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as serving:
        try:
            said = serving.stderr.readline() if serving.stderr else ""
            found = re.search(r"http://\S+", said) or sys.exit(said)
            _picture(f"{found[0]}{PAGE}", program)
        finally:
            serving.terminate()


def _picture(address: str, program: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE)
        page.goto(address)
        page.evaluate("scrollTo(0, document.querySelector('h1').offsetTop - 8)")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
