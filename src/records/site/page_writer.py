"""Render pages: a template, its values and an address become a file, unless none of them changed."""

from __future__ import annotations

import hashlib
import os

from records._version import __version__
from records.errors import ConfigError
from records.regular_file import read_bytes
from records.site.build_cache import digest
from records.site.feeds import base_url
from records.site.html_elements import image_url
from records.site.palette import theme_css

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from records.site.output import Output
    from records.site.site import Site

_ASSETS = "site/assets"


class PageWriter:
    """Renders the templates of one site."""

    def __init__(self, site: Site, output: Output) -> None:
        self._site = site
        self._output = output
        self._renderer = site.renderer
        settings = site.settings
        self.common: dict[str, Any] = {
            "title": site.title,
            "tagline": settings.tagline,
            "logo": "",
            "base": base_url(site),
            "repository": site.forge.url if site.forge else "",
            "version": __version__,
            **site.common(),
        }
        self.print = digest(
            f"{__version__}|{_templates_print(self._renderer.folders())}|{settings}|{self.common}"
        )

    def page(self, url: str, template: str, values: dict[str, Any], *, html: bool = True) -> None:
        """Print a page unless it is there already, made of the same values.

        Raises:
            TemplateError: the template does not render.
            WriteError: the file cannot be written.
        """
        print_ = digest(f"{self.print}|{template}|{values}")
        if not self._output.intact(url, print_):
            self.print_page(url, template, values, print_, html=html)

    def print_page(
        self, url: str, template: str, values: dict[str, Any], print_: str = "", *, html: bool = True
    ) -> None:
        """Print a page in any case.

        Raises:
            TemplateError: the template does not render.
            WriteError: the file cannot be written.
        """
        canonical = self.common["base"] + ("" if url == "index.html" else url) if self.common["base"] else ""
        context = {**values, "site": self.common, "canonical": canonical, "url": url}
        text = self._renderer.render(f"site/{template}", context, html=html)
        self._output.write(url, text.encode("utf-8", "replace"), print_)

    def assets(self) -> None:
        """Copy style sheets, scripts and the logo; make the colours.

        Raises:
            ConfigError: the accent is no colour, or the logo no image of the project.
            WriteError: a file cannot be written.
        """
        settings = self._site.settings
        self._output.write("assets/theme.css", theme_css(settings.accent).encode())
        names = set()
        for folder in self._renderer.folders():
            place = os.path.join(folder, *_ASSETS.split("/"))
            names |= set(os.listdir(place)) if os.path.isdir(place) else set()
        for name in sorted(names):
            path = self._renderer.find(f"{_ASSETS}/{name}")
            if path and not name.startswith("."):
                self._output.write(f"assets/{name}", read_bytes(path))
        if settings.logo:
            self.common["logo"] = self._logo(settings.logo)

    def _logo(self, path: str) -> str:
        if self._site.answer(f"image:{path}") != "yes":
            raise ConfigError(
                f"[site] logo: {path} is not an image of this project that a page may show",
                "name a PNG, JPEG, GIF or WebP file, relative to the root",
            )
        self.image(path)
        return image_url(path)

    def image(self, path: str) -> None:
        """Copy an image of the repository."""
        self._output.write(image_url(path), read_bytes(self._site.image_file(path)))


def _templates_print(folders: tuple[str, ...]) -> str:
    """A hash of every template of the site."""
    texts = hashlib.blake2b(digest_size=16)
    for folder in folders:
        for place, inner, names in os.walk(os.path.join(folder, "site")):
            inner.sort()
            for name in sorted(names):
                path = os.path.join(place, name)
                if name.endswith(".j2") and os.path.isfile(path):
                    texts.update(name.encode() + b"\0" + read_bytes(path) + b"\0")
    return texts.hexdigest()
