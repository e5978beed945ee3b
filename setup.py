"""Compiles the translations when the packages are built; all else is in pyproject.toml."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import setup
from setuptools.command.build_py import build_py

LOCALES = Path(__file__).parent / "bot" / "wording" / "locales"


class BuildWithCatalogues(build_py):
    """Builds the packages after writing a ``.mo`` beside each ``.po``."""

    def run(self) -> None:
        """Compile, then build."""
        for path in LOCALES.glob("*/LC_MESSAGES/*.po"):
            with path.open("rb") as file:
                catalog = read_po(file)
            with path.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, catalog)
        super().run()


setup(cmdclass={"build_py": BuildWithCatalogues})
