"""Makes the pictures of conversations in docs/pictures, and their texts beside this file.

    python -m tests.pictures [NAME...]

Needs Chromium: the command "chromium", or the one in the environment variable CHROMIUM. The bot
in them is the real one; only Telegram is not.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import click

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT / "tests" / "support"))  # as pytest does

from tests.pictures.page import page  # noqa: E402 - needs the path above
from tests.pictures.scenes import SCENES  # noqa: E402 - needs the path above

PICTURES = ROOT / "docs" / "pictures"
TEXTS = HERE / "texts"
WIDTH = 390  # CSS pixels of a phone
SHARP = 1.5  # pixels of the picture for one of them
TALLEST = 4000
HEIGHT = re.compile(r'data-height="(\d+)"')
MEASURE = (
    "<script>document.documentElement.dataset.height ="
    " document.getElementById('phone').offsetHeight</script>"
)
CANDIDATES = ("chromium", "chromium-browser", "google-chrome", "chrome")


def browser():
    """The path of Chromium.

    Raises:
        ClickException: There is none.
    """
    names = (os.environ.get("CHROMIUM"), *CANDIDATES)
    found = next(filter(None, (shutil.which(name) for name in names if name)), None)
    if found is None:
        raise click.ClickException("Chromium is not installed; set CHROMIUM to its path")
    return found


def draw(html, picture):
    """Write the page as a picture that is exactly as high as its phone."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "chat.html"
        source.write_text(html + MEASURE, encoding="utf-8")
        dom = chromium(folder, "--dump-dom", source.as_uri())
        found = HEIGHT.search(dom)
        height = min(int(found.group(1)) if found else TALLEST, TALLEST)
        size = f"--window-size={WIDTH},{height}"
        sharp = f"--force-device-scale-factor={SHARP}"
        chromium(folder, size, sharp, f"--screenshot={picture}", source.as_uri())


def chromium(folder, *options):
    """Run Chromium without a screen; return what it prints."""
    fixed = ("--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars")
    command = [browser(), *fixed, f"--user-data-dir={folder}/profile", *options]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(sorted(SCENES)))
def make(names):
    """Make the pictures with these NAMES, or all of them."""
    PICTURES.mkdir(exist_ok=True)
    TEXTS.mkdir(exist_ok=True)
    for name in names or SCENES:
        with SCENES[name]() as stage:
            results, query = stage.api.results, stage.query
            html = page(stage.place, stage.api.shown, results, query, unfolded=stage.unfolded)
            (TEXTS / f"{name}.txt").write_text(stage.scenery(), encoding="utf-8")
        draw(html, PICTURES / f"{name}.png")
        click.echo(f"{name}: {(PICTURES / f'{name}.png').stat().st_size:,} bytes")


make()
