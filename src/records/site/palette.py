"""Derive the shades of the accent colour, adjusted until text in them is readable (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import colorsys
import re

from records.errors import ConfigError
from records.project.settings import COLOUR

_ENOUGH = 5.2  # 4.5 is asked for; tinted surfaces take a little
LIGHT, DARK = "#f4f4f0", "#23262d"  # the least favourable surface of either theme


def theme_css(accent: str) -> str:
    """The style sheet that sets the accent for both themes.

    Raises:
        ConfigError: the colour is not `#rrggbb`.
    """
    if not re.fullmatch(COLOUR, accent):
        raise ConfigError(f"[site] accent is {accent!r}, not a colour", 'write it as accent = "#3451b2"')
    light, dark = readable(accent, LIGHT), readable(accent, DARK)
    return (
        "/* made by records */\n"
        f":root {{ --accent: {light}; }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ --accent: {dark}; }} }}\n"
        f":root[data-theme=dark] {{ --accent: {dark}; }}\n"
        f"@media print {{ :root, :root[data-theme=dark], :root:not([data-theme=light]) {{ --accent: {light}; }} }}\n"
    )


def readable(colour: str, surface: str) -> str:
    """The colour nearest to *colour*, by lightness, that can be read on *surface*."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    step = -0.01 if _luminance(surface) > 0.4 else 0.01
    while contrast(colour, surface) < _ENOUGH and 0 <= lightness + step <= 1:
        lightness = min(1.0, max(0.0, lightness + step))
        colour = "#" + "".join(
            f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, lightness, saturation)
        )
    return colour.lower()


def contrast(foreground: str, background: str) -> float:
    """The contrast of two colours, 1 to 21."""
    low, high = sorted((_luminance(foreground), _luminance(background)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[float, float, float]:
    return (int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255)
