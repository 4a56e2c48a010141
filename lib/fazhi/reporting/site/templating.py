"""A template and its values → HTML, in one language."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from markupsafe import Markup

from fazhi import catalog
from fazhi.reporting import english
from fazhi.reporting.site import messages

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, *, lang: str = "zh", **values) -> str:
    """Fill in a template of ``site/templates``; every value is escaped, also where a script reads it.

    Inside a template ``say(chinese, english)`` gives the text of the page's language, ``text|in_language(lang)`` what
    reading said of a file, ``issuer_type|issuer_name(lang)`` the kind of an issuer, ``word|gloss(lang)`` a word of the
    reports, with its gloss on an English page.

    Raises
    ------
    jinja2.UndefinedError
        If the template asks for a value that is not given.
    """
    return _environment().get_template(template).render(lang=lang, say=_say(lang), **values)


def script_data(name: str, value: object) -> str:
    """Return a script that hands a value to a page opened from a file, where a page may not fetch another file."""
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
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # the site's font is cut to what it reads
    return environment


def _say(lang: str):
    return lambda chinese, english: Markup(chinese if lang == "zh" else english)
