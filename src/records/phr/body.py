"""Find the prompt and the answer in the body of a PHR, and write a prompt so that it is found again.

The prompt ends at the next heading *of the template*, not at the next `##`: a "next `##`" splitter cuts 6 %
of real prompts. A prompt that could be mistaken is in a fence longer than any run of backticks in it.
"""

from __future__ import annotations

import records.regex as re
from records.dataclass import dataclass
from records.digest import sha256
from records.text.fences import longest_fence
from records.text.headings import Heading, headings
from records.text.lines import without_outer_blank_lines

# The template's headings in its order (specifyplus 0.0.5 – 0.0.20.post1), with what agents made of them.
_TEMPLATE = (
    ("prompt", re.compile(
        r"(the )?(full |original |user |input )*prompt( text| content| body)?( \(.*\))?$|prompt_text( \(.*\))?$"
        r"|user (request|input|message)( \(.*\))?$", re.I)),
    ("response", re.compile(
        r"(agent |assistant |ai )?response([ _-](snapshot|summary|text|excerpt|overview))*( \(.*\))?$"
        r"|response_text( \(.*\))?$", re.I)),
    ("outcome", re.compile(r"(the )?outcomes?( \(.*\))?$|outcome / impact$", re.I)),
    ("acceptance", re.compile(r"acceptance( criteria)?$", re.I)),
    ("evaluation", re.compile(r"evaluation( notes)?( \(.*\))?$|(fly\w+)( notes)?$", re.I)),
)  # fmt: skip
_ORDER = {name: place for place, (name, _) in enumerate(_TEMPLATE)}
_AROUND = re.compile(r"^[^\w]++|(?<![:\s*_])[:\s*_]++$")  # marks around a heading's words
_TEMPLATE_WORD = re.compile(r"prompt|request|input|message|response|outcome|acceptance|evaluation|fly", re.I)
_RISKY = re.compile(r"^ {0,3}(?:#{1,6}(?:[ \t]|$)|`{3,}|~{3,}|---|===|<!--)|\r|\A[ \t]*\n|\n[ \t]*\Z", re.M)
_FENCE = re.compile(r"(`{3,})text\n")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a PHR's body, outer blank lines removed, else as written; None where there is none."""

    prompt: str | None
    response: str | None
    outcome: str | None
    headings: tuple[tuple[str, Heading], ...] = ()


def split_body(body: str, prompt_sha256: str | None = None) -> Parts:
    """Find prompt, response and outcome in *body*.

    Args:
        body: the text behind the front matter, with the file's own line ends.
        prompt_sha256: the hash that the front matter keeps of the prompt; it settles where the prompt ends.
    """
    parts = _parts(body, _template_headings(headings(body)), prompt_sha256)
    names = {name for name, _ in parts.headings}
    is_verified = prompt_sha256 is not None and sha256(parts.prompt or "") == prompt_sha256
    if "prompt" in names and not is_verified and not names & {"response", "outcome"}:
        loose = _template_headings(_unfenced_headings(body))  # a prompt that opens a fence for good
        return _parts(body, loose, prompt_sha256) if len(loose) > len(parts.headings) else parts
    return parts


def _parts(body: str, candidates: list[tuple[str, Heading]], prompt_sha256: str | None) -> Parts:
    texts: dict[str, str] = {}
    for index, (name, heading) in enumerate(candidates):
        end = candidates[index + 1][1].start if index + 1 < len(candidates) else len(body)
        texts.setdefault(name, body[heading.body : end])
    prompt = texts.get("prompt")
    if prompt is not None:
        prompt = _verbatim(prompt, prompt_sha256)
    response, outcome = (
        without_outer_blank_lines(texts[name]) if name in texts else None for name in ("response", "outcome")
    )
    return Parts(prompt, response, outcome, tuple(candidates))


def _template_headings(candidates: list[Heading]) -> list[tuple[str, Heading]]:
    """The headings of *found* that are the template's: from the prompt on in its order, then those before it."""
    named_headings = [(name, heading) for heading in candidates if (name := _template_name(heading))]
    first = next((index for index, (name, _) in enumerate(named_headings) if name == "prompt"), 0)
    chosen_headings: list[tuple[str, Heading]] = []
    last_place = -1
    for name, heading in named_headings[first:]:
        if _ORDER[name] > last_place:
            chosen_headings.append((name, heading))
            last_place = _ORDER[name]
    chosen_names = {name for name, _ in chosen_headings}
    before = [(name, heading) for name, heading in named_headings[:first] if name not in chosen_names]
    return before + chosen_headings


def _template_name(heading: Heading) -> str | None:
    """The part of the template that a heading opens, by any of its names; None for another heading."""
    if heading.level > 3 or not _TEMPLATE_WORD.search(heading.title):
        return None
    title = _AROUND.sub("", heading.title).strip()
    return next((name for name, pattern in _TEMPLATE if pattern.match(title)), None)


def _unfenced_headings(body: str) -> list[Heading]:
    all_headings = []
    line, counted_to = 1, 0
    for match in re.finditer(r"^(#{1,6})[ \t]+((?:[^\n]*[^ \t#\r\n])?)[ \t#\r]*$", body, re.M):
        line += body.count("\n", counted_to, match.start())
        counted_to = match.start()
        end = min(match.end() + 1, len(body))
        all_headings.append(Heading(len(match[1]), match[2], line, match.start(), end))
    return all_headings


def _verbatim(section: str, expected: str | None) -> str:
    prompt = without_outer_blank_lines(section)
    if expected is None or sha256(prompt) == expected:
        return prompt
    opening = _FENCE.match(prompt)
    if opening and prompt.endswith("\n" + opening[1]):
        inner = prompt[opening.end() : -len(opening[1]) - 1]
        if sha256(inner) == expected:
            return inner
    elif opening and prompt == opening[0] + opening[1] and sha256("") == expected:
        return ""
    return prompt


def prompt_is_intact(section_prompt: str | None, expected: str) -> bool:
    """Return whether the prompt read from a file is the one whose hash the front matter keeps.

    Line ends that git converted (CRLF and LF) do not count as a change.
    """
    text = section_prompt or ""
    variants = (text, text.replace("\r\n", "\n"), text.replace("\r\n", "\n").replace("\n", "\r\n"))
    return any(sha256(variant) == expected for variant in variants)


def write_prompt(prompt: str) -> str:
    """Give the text of the Prompt section: the prompt itself, in a fence where it could be mistaken."""
    if prompt.strip() and not _RISKY.search(prompt) and not prompt[-1:].isspace():
        return prompt
    fence = "`" * max(3, longest_fence(prompt) + 1)
    return f"{fence}text\n{prompt}\n{fence}"
