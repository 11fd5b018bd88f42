"""Assets of a page: templates, our own style and script, and the policy that allows only them."""

import base64
import functools
import hashlib
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from zhanlian.words.shown import plain_text


def build_environment() -> Environment:
    """Return the environment of the templates: strict, escaping, hidden characters spelled out."""
    return Environment(
        loader=PackageLoader("zhanlian.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_spell,
    )


@functools.cache
def load_asset(name: str) -> Markup:
    """Return a style or script of ours; it never holds anything from outside."""
    folder = resources.files("zhanlian.report") / "templates"
    return Markup((folder / name).read_text(encoding="utf-8"))  # noqa: S704


def build_policy(style: str, script: str) -> str:
    """Return the Content-Security-Policy: nothing but this style and script, by their hashes."""
    return (
        f"default-src 'none'; style-src '{_fingerprint(style)}'; "
        f"script-src '{_fingerprint(script)}'; base-uri 'none'; form-action 'none'"
    )


def _spell(told: object) -> object:
    """Return what the template shows; in texts from outside hidden characters are spelled out."""
    if isinstance(told, str) and not isinstance(told, Markup):
        return plain_text(told)
    return told


def _fingerprint(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"
