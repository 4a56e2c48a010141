"""Pages of the documentation → the same pages with links out of docs/ named as files of the repository."""

import re


def on_page_markdown(markdown: str, **_: object) -> str:
    """Write [data/README.md](../data/README.md), which the site does not hold, as the file's name."""
    return re.sub(r"\[[^\]]*\]\(\.\./([^)]+)\)", r"`\1`", markdown)
