"""What a parsed page holds that could run, and where its links lead."""

from __future__ import annotations

from html.parser import HTMLParser

OURS = ("assets/", "../assets/", "../../assets/", "../../../assets/")
ACTIVE = frozenset((
    "iframe", "object", "embed", "applet", "base", "frame", "frameset", "style", "foreignobject", "animate", "set",
    "math", "template", "portal", "textarea", "video", "audio", "marquee",
))  # fmt: skip


class Page(HTMLParser):
    """Collects what runs, ids, and links."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.running: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in ACTIVE or (tag == "script" and not given.get("src", "").startswith(OURS)):
            self.running.append(f"<{tag}>")
        if tag == "meta" and (given.get("http-equiv") or "").lower() == "refresh":
            self.running.append("refresh")
        for name, value in attrs:
            url = "".join((value or "").split()).lower()
            if name.startswith("on") or name in ("style", "srcdoc", "formaction", "xlink:href", "ping"):
                self.running.append(f"{tag}[{name}]")
            if name in ("href", "src", "action", "data") and url.startswith(
                ("javascript:", "data:", "vbscript:", "file:")
            ):
                self.running.append(f"{tag}[{name}={url[:20]}]")
            if name in ("src", "srcset", "data", "poster") and url.startswith(("http:", "https:", "//")):
                self.running.append(f"request to {url[:40]}")
        if tag == "link" and given.get("rel") == "stylesheet" and "://" in given.get("href", ""):
            self.running.append("foreign style")
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])

    def handle_data(self, data):
        self.text.append(data)
