"""Make the page of every record, leaving alone those that would come out as they are."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING, Any

from records.services.site.memory import Page, pack
from records.services.site.neighbours import neighbours
from records.services.site.words import weighed
from records.store.files import read_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.models.record import Record
    from records.services.site.gather import Site
    from records.services.site.memory import Memory
    from records.services.site.output import Output
    from records.services.site.press import Press
    from records.services.site.reading import Read
    from records.services.site.search_data import WordIndex
    from records.services.site.words import Weighed

_BATCH = 128  # records whose earlier versions are held in memory at a time
Progress = "Callable[[int, int], None]"


class RecordPages:
    """Makes the pages of records and gathers what they give to lists and search.

    Attributes:
        summaries: the first words of each record, by path.
        made: how many pages were made.
    """

    def __init__(self, site: Site, press: Press, output: Output, memory: Memory, index: WordIndex) -> None:
        self._site = site
        self._press = press
        self._output = output
        self._memory = memory
        self._index = index
        self._around = neighbours(site.documents)
        self.summaries: dict[str, str] = {}
        self.made = 0

    def make(self, progress: Callable[[int, int], None]) -> None:
        """Make what has to be made.

        Raises:
            TemplateError: the template does not render.
            WriteError: a page cannot be written.
        """
        documents = self._site.documents
        for start in range(0, len(documents), _BATCH):
            waiting: list[tuple[int, Record, str]] = []
            for number in range(start, min(start + _BATCH, len(documents))):
                record = documents[number]
                text = self._text(record)
                if not self._stays(number, record, text):
                    waiting.append((number, record, text))
            if not waiting:
                continue
            from records.services.site.statuses import blobs_of

            blobs = blobs_of(self._site, [record for _, record, _ in waiting])
            for number, record, text in waiting:
                self._make(number, record, text, blobs)
                progress(number + 1, len(documents))

    def _text(self, record: Record) -> str:
        try:
            return read_text(os.path.join(self._site.project.root, record.path))
        except OSError:
            return ""

    def _stays(self, number: int, record: Record, text: str) -> bool:
        """Tell whether a page is there and would come out the same; its search data are then taken over."""
        known = self._memory.pages.get(record.path)
        url = self._site.url(record)
        if known is None or not self._output.intact(url):
            return False
        extra = json.loads(known.extra)
        if self._print(record, text, extra["asked"]) != known.print:
            return False
        for image in extra["images"]:
            self._press.image(image)
        self.summaries[record.path] = known.summary
        self._index.unchanged(number, record.path)
        return True

    def _make(self, number: int, record: Record, text: str, blobs: dict[str, bytes]) -> None:
        from records.services.site.reading import read
        from records.services.site.record_page import record_values

        got = read(record, text)
        values, state = record_values(self._site, record, got, blobs, self._around[record.path])
        self._press.printed(self._site.url(record), "record.html.j2", values)
        for image in state.images:
            self._press.image(image)
        words = _words(record, got)
        packed = pack(words)
        self._index.changed(number, record.path, words, packed)
        asked = list(state.resolver.asked)
        extra = json.dumps({"asked": asked, "images": list(state.images)})
        print_ = self._print(record, text, asked)
        self._memory.keep(record.path, Page(number, print_, got.summary, packed, extra))
        self.summaries[record.path] = got.summary
        self.made += 1

    def _print(self, record: Record, text: str, asked: list[str]) -> str:
        """A hash of all that a record's page is made of."""
        graph = self._site.catalog.graph
        around = [one and _told(one) for one in self._around[record.path]]
        links = graph.neighbours(record)
        near = [(link.relation, link.target, self._near(link.target)) for link in links]
        parts: tuple[Any, ...] = (
            self._press.print,
            text,
            record,
            self._site.url(record),
            around,
            near,
            self._chain_print(record) if links and record.kind == "adr" else "",
            [commit.sha for commit in self._site.history.get(record.path, ())],
            [self._site.answer(question) for question in asked],
        )
        return hashlib.blake2b(repr(parts).encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()

    def _near(self, key: str) -> Any:
        record = self._site.target(key)
        return record and (_told(record), self._site.url(record))

    def _chain_print(self, record: Record) -> Any:
        from records.services.site.chain import chain

        return chain(self._site, record)


def _told(record: Record) -> tuple[Any, ...]:
    return (record.path, record.title, record.status, record.stage, record.date, record.readable)


def _words(record: Record, got: Read) -> Weighed:
    labels = " ".join((
        record.ref, record.stem, *record.labels, record.feature or "", record.status or "", record.stage or "",
        str(record.number) if record.number is not None else "", *record.files,
    ))  # fmt: skip
    return weighed(record.title, labels, got.summary, got.body)
