"""Render templates: sandboxed, strict about names, and overridable by the repository's own files.

Templates may come from a repository that is not trusted: they run in jinja2's sandbox on plain values only.
This is the only module that imports jinja2; the packaged templates of records are rendered without it.
"""

from __future__ import annotations

import os
from contextlib import suppress

from records.dataclass import dataclass, field
from records.encoding import encode
from records.errors import TemplateError
from records.project import plain_templates
from records.project.files import read_text
from records.text.yaml import quote_scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from records.project.root import Root

OVERRIDES = ".records/templates"


@dataclass(frozen=True, slots=True)
class Renderer:
    """Finds a template by name, the repository's own before the packaged one, and renders it.

    A template is read and compiled once in the life of a renderer.

    Compiled templates are not cached on disk: loading them would run code from a state directory.

    Attributes:
        root: the project's root.
    """

    root: Root
    _environments: dict[bool, Any] = field(default_factory=dict, repr=False, compare=False)

    def render(self, name: str, values: Mapping[str, Any], *, html: bool = False) -> str:
        """Render the template called *name*.

        Args:
            name: a file name below one of the two template folders.
            values: plain values: text, numbers, lists, mappings.
            html: escape every value as HTML.

        Raises:
            TemplateError: there is no such template, it uses a name that is not given, or it leaves the sandbox.
        """
        path = self.find(name)
        if path and not html and os.path.dirname(path) == os.path.realpath(packaged_templates()):
            with suppress(ValueError, KeyError):  # jinja2 explains what is wrong
                return plain_templates.render(read_text(path).replace("\r\n", "\n"), values, {"yaml": _yaml})
        return self._render_with_jinja(name, None, values, html=html)

    def render_text(self, text: str, values: Mapping[str, Any], *, name: str) -> str:
        """Render a template that is given as its text; *name* stands in messages.

        Raises:
            TemplateError: it uses a name that is not given, or it leaves the sandbox.
        """
        return self._render_with_jinja(name, text, values, html=False)

    def _render_with_jinja(
        self, name: str, text: str | None, values: Mapping[str, Any], *, html: bool
    ) -> str:
        import jinja2

        environment = self._environment_of(html=html)
        try:
            template = environment.get_template(name) if text is None else environment.from_string(text)
            output = str(template.render(values))
            encode(output)  # it can be written: half a character in the template cannot
            return output
        except jinja2.TemplateNotFound as error:
            raise TemplateError(f"there is no template called {error.name!r}", self._names_hint()) from error
        except jinja2.TemplateSyntaxError as error:
            raise _mistake(name if text else error.name or name, error) from error
        except Exception as error:  # a template is a program: it may raise whatever Python's own values can
            reason = str(error) or type(error).__name__
            raise TemplateError(f"the template {name!r} does not render: {reason}") from error

    def check(self, name: str) -> None:
        """Parse the template called *name*.

        Raises:
            TemplateError: it has a mistake.
        """
        import jinja2

        try:
            self._environment_of(html=False).parse(self._source(name) or "")
        except jinja2.TemplateSyntaxError as error:
            raise _mistake(name, error) from error

    def _environment_of(self, *, html: bool) -> Any:
        if html not in self._environments:
            self._environments[html] = self._environment(html=html)
        return self._environments[html]

    def _environment(self, *, html: bool) -> Any:
        from jinja2 import FunctionLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment

        class Sandbox(SandboxedEnvironment):
            """The sandbox, quicker with what templates are given most: the value of a mapping by its key."""

            def getattr(self, obj: Any, attribute: str) -> Any:
                if type(obj) is dict and attribute in obj:
                    return obj[attribute]
                return super().getattr(obj, attribute)

        environment = Sandbox(
            loader=FunctionLoader(self._source),
            undefined=StrictUndefined,
            autoescape=html,
            keep_trailing_newline=True,
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters["yaml"] = _yaml
        return environment

    def find(self, name: str) -> str | None:
        """Return the absolute path of the file called *name* in the first template folder that has it.

        A name or a link that leads out of its folder does not count, nor a folder that lies outside the root.
        """
        for folder in self.folders():
            path = os.path.realpath(os.path.join(folder, *name.split("/")))
            if os.path.isfile(path) and path.startswith(os.path.realpath(folder) + os.sep):
                return path
        return None

    def _source(self, name: str) -> str | None:
        """Return the text of the template called *name*, for jinja2; None where there is none."""
        path = self.find(name)
        return None if path is None else read_text(path)

    def folders(self) -> tuple[str, ...]:
        """Return the folders that templates come from: the repository's own within the root, then the packaged one."""
        own = [os.path.join(self.root.path, OVERRIDES)] if self.root.contains(OVERRIDES) else []
        return (*own, packaged_templates())

    def _names_hint(self) -> str:
        names = {name for folder in self.folders() if os.path.isdir(folder) for name in os.listdir(folder)}
        return "known: " + ", ".join(sorted(name for name in names if name.endswith(".j2")))


def _mistake(name: str, error: Any) -> TemplateError:
    return TemplateError(f"the template {name}:{error.lineno} has a mistake: {error.message}")


def packaged_templates() -> str:
    """The folder of the templates that ship with `records`."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    installed = os.path.join(package, "templates")
    return installed if os.path.isdir(installed) else os.path.join(package, "..", "..", "templates")


def _printable(text: str) -> str:
    r"""Return a text that YAML can hold: bytes that are not UTF-8 (in a path, say) are written as `\xe9`."""
    return encode(text).decode("utf-8", "backslashreplace")


def _yaml(value: Any) -> str:
    """Return a text, a list of texts or nothing as YAML on one line, which YAML 1.1 and 1.2 read alike."""
    if value is None:
        return "null"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(quote_scalar(_printable(str(item))) for item in value) + "]"
    return quote_scalar(_printable(str(value)))
