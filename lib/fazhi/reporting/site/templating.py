"""A template and its values → HTML."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"


def render(template: str, **values) -> str:
    """Fill in a template of ``reporting/templates``; every value is escaped, also where a script reads it.

    Raises
    ------
    jinja2.UndefinedError
        If the template asks for a value that is not given.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}  # the site's font is cut to what it reads
    return environment.get_template(template).render(**values)
