"""Render the page of every record, except those that would not change."""

from __future__ import annotations

import json
import time

from records.dataclass import dataclass
from records.errors import RecordsError
from records.model.record import Adr, Phr
from records.site.build_cache import Page, Stamp, digest, pack
from records.site.neighbours import neighbours
from records.site.reading import read
from records.site.record_page import record_values
from records.site.supersession import chain
from records.site.words import weigh_words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from records.model.record import Record
    from records.site.build_cache import BuildCache
    from records.site.output import Output
    from records.site.page_writer import PageWriter
    from records.site.reading import Read
    from records.site.search_data import WordIndex
    from records.site.site import Site
    from records.site.words import Weighed

_BATCH = 128  # records whose earlier versions are held in cache at a time
_RACY = 2_000_000_000  # nanoseconds


@dataclass(frozen=True, slots=True)
class Source:
    """A record's file: its stamp, and its text where it was read."""

    stamp: Stamp
    text: str | None = None


class RecordPages:
    """Renders the pages of records and collects their data for lists and search.

    Attributes:
        summaries: the first words of each record, by path.
        fingerprints: for each record, by number, a hash of what lists and search show of it.
        made: how many pages were made.
    """

    def __init__(
        self, site: Site, writer: PageWriter, output: Output, cache: BuildCache, index: WordIndex
    ) -> None:
        self._site = site
        self._writer = writer
        self._output = output
        self._cache = cache
        self._index = index
        self._around = neighbours(site.documents)
        self._fingerprint_by_path: dict[str, str] = {}
        self.summaries: dict[str, str] = {}
        self.fingerprints: list[str] = []
        self.count = 0

    def make(self, progress: Callable[[int, int], None]) -> None:
        """Render the pages that changed.

        Raises:
            TemplateError: the template does not render.
            WriteError: a page cannot be written.
        """
        documents = self._site.documents
        self.fingerprints = [""] * len(documents)
        for start in range(0, len(documents), _BATCH):
            waiting: list[tuple[int, Record, Source]] = []
            for number in range(start, min(start + _BATCH, len(documents))):
                record = documents[number]
                source = self._source(record)
                if not self._stays(number, record, source):
                    waiting.append((number, record, source))
            if not waiting:
                continue
            contents = self._site.earlier_versions([record for _, record, _ in waiting])
            for number, record, source in waiting:
                self._make(number, record, source, contents)
                progress(number + 1, len(documents))

    def _source(self, record: Record) -> Source:
        """A record's file; not opened where it is unchanged since the last build."""
        last_page = self._cache.pages.get(record.path)
        stamp = self._site.stamp(record)
        if last_page is not None and stamp is not None and stamp == last_page.stamp[:2]:
            return Source(last_page.stamp)
        now = time.time_ns()
        text = self._text(record)
        size, changed = self._site.stamp(record) or (0, 0)
        # what changed a moment ago may change again within the same tick of the file system's clock
        stamp = (size, changed if now - changed > _RACY else 0)
        return Source((*stamp, digest(text)), text)

    def _text(self, record: Record) -> str:
        try:
            return self._site.text(record)
        except RecordsError:
            return ""

    def _stays(self, number: int, record: Record, source: Source) -> bool:
        """Return whether a page exists and would not change; its search data are then reused."""
        last_page = self._cache.pages.get(record.path)
        url = self._site.url(record)
        if last_page is None or not self._output.intact(url):
            return False
        extra = json.loads(last_page.extra)
        if self._print(record, source, extra["references"]) != last_page.print:
            return False
        for image in extra["images"]:
            self._writer.image(image)
        if source.stamp != last_page.stamp:
            self._cache.set_stamp(record.path, source.stamp)
        self.summaries[record.path] = last_page.summary
        self.fingerprints[number] = extra["fingerprint"]
        self._index.keep(number, record.path)
        return True

    def _make(self, number: int, record: Record, source: Source, contents: dict[str, bytes]) -> None:

        reading = read(record, self._text(record) if source.text is None else source.text)
        values, state = record_values(self._site, record, reading, contents, self._around[record.path])
        references = list(state.resolver.questions)
        print_ = self._print(record, source, references)
        self._writer.print_page(self._site.url(record), "record.html.j2", values, print_)
        for image in state.images:
            self._writer.image(image)
        words = _words(self._site, record, reading)
        packed_words = pack(words)
        self._index.update(number, record.path, words, packed_words)
        commits = [version.commit.id for version in self._site.history.get(record.path, ())]
        url = self._site.url(record)
        self.fingerprints[number] = fingerprint = digest(repr((record, reading.summary, url, commits)))
        extra = json.dumps(
            {"references": references, "images": list(state.images), "fingerprint": fingerprint}
        )
        self._cache.keep(
            record.path, Page(number, print_, reading.summary, packed_words, extra, source.stamp)
        )
        self.summaries[record.path] = reading.summary
        self.count += 1

    def _print(self, record: Record, source: Source, references: list[str]) -> str:
        """A hash of everything that a record's page is rendered from."""
        site = self._site
        links = site.graph.neighbours(record)
        parts = [
            self._writer.print,
            source.stamp[2],
            *map(str, (record.kind, record.folder, record.problem, site.url(record))),
            *(self._fingerprint(neighbour) for neighbour in self._around[record.path]),
            *(
                f"{link.relation} {link.target} {self._fingerprint(site.target(link.target))}"
                for link in links
            ),
            repr(chain(site, record)) if links and isinstance(record, Adr) else "",
            *(version.commit.id for version in site.history.get(record.path, ())),
            *map(site.answer, references),
            repr((site.ref(record), site.up(record), site.more_facts(record), site.facets(record))),
        ]
        return digest("\0".join(parts))

    def _fingerprint(self, record: Record | None) -> str:
        """What other pages show of a record."""
        if record is None:
            return ""
        fingerprint = self._fingerprint_by_path.get(record.path)
        if fingerprint is None:
            parts = (record.path, record.title, record.state, record.date, record.readable)
            fingerprint = self._fingerprint_by_path[record.path] = repr((*parts, self._site.url(record)))
        return fingerprint


def _words(site: Site, record: Record, reading: Read) -> Weighed:
    feature = (record.feature or "") if isinstance(record, Phr) else ""
    labels = " ".join((
        site.ref(record), record.stem, *record.labels, feature, record.state or "",
        str(record.number) if record.number is not None else "", *record.files,
    ))  # fmt: skip
    return weigh_words(record.title, labels, reading.summary, reading.body)
