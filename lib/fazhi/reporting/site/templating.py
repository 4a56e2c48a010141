"""A template and its values → HTML, in one language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from markupsafe import Markup

from fazhi import catalog, english
from fazhi.reporting.site import messages

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, *, lang: str = "zh", **values) -> str:
    """Fill in a template of ``site/templates``; every value is escaped, also inside scripts.

    In a template, ``say(chinese, english)`` chooses the text in the page's language, ``text|in_language(lang)``
    translates a message about a file, ``issuer_type|issuer_name(lang)`` names an issuer type, and ``word|gloss(lang)``
    adds an English gloss to a word of the reports on an English page.

    Raises
    ------
    jinja2.UndefinedError
        If the template uses a value that is not given.
    """
    return _environment().get_template(template).render(lang=lang, say=_say(lang), **values)


def script_data(name: str, value: object) -> str:
    """Return a script that sets a variable: a page opened from the disk may load scripts, but not fetch data."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).replace("</", "<\\/")
    return f"window.{name} = {text};\n"


@cache
def _environment():
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["in_language"] = messages.said
    environment.filters["issuer_name"] = lambda kind, lang: catalog.load().name(f"issuer.{kind}", lang)
    environment.filters["gloss"] = lambda word, lang: english.word(word) if lang == "en" else word
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # the font holds only these characters
    return environment


def _say(lang: str):
    return lambda chinese, english: Markup(chinese if lang == "zh" else english)
