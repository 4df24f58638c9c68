"""YAML in front matter: every scalar is read as text, and text is written so that every YAML reader takes it for text.

`id: 0010` stays `"0010"` where YAML 1.1 reads 8, and `status: on` stays `"on"`; the models give text its meaning. This
package is the only place that imports a YAML library, and it does so only for what leaves the plain subset.
"""

from __future__ import annotations

from records.text.yaml.library import YamlProblem as YamlProblem
from records.text.yaml.library import compose as compose
from records.text.yaml.library import format_scalar as format_scalar
from records.text.yaml.library import quote_scalar as quote_scalar
from records.text.yaml.library import read_with_library
from records.text.yaml.plain import NotPlain, read_plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.text.yaml.library import Node as Node


def read_block(text: str) -> dict[str, Any]:
    """Read the characters between two fences into text, None, lists and mappings.

    Raises:
        YamlProblem: the text is not a YAML mapping.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
    try:
        return read_plain(text)
    except NotPlain:
        return read_with_library(text)
