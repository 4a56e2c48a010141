"""What a wheel holds besides the library: catalogue, sample and notebooks, in the folder ``fazhi/shipped``."""

from pathlib import Path
from shutil import copytree, ignore_patterns

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = ["data/catalog", "data/sample", "notebooks"]


class WithData(build_py):
    """Copy what `fazhi.paths` looks for; an editable installation finds it where it lies."""

    def run(self) -> None:
        """Copy the library, then the folders beside it."""
        super().run()
        for folder in [] if self.editable_mode else SHIPPED:
            target = Path(self.build_lib) / "fazhi" / "shipped" / folder
            copytree(folder, target, dirs_exist_ok=True, ignore=ignore_patterns(".ipynb_checkpoints", "__pycache__"))


setup(cmdclass={"build_py": WithData})
