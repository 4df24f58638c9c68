"""The templates of new records as files: those that the package brings, and a project's own."""

from __future__ import annotations

import os
import posixpath

import records.regex as re
from records.dataclass import dataclass
from records.errors import InvalidInput, NotFound, nearest
from records.model.kind import Kind
from records.model.record_paths import MARKDOWN
from records.project.files import read_text
from records.project.templates import OVERRIDES
from records.text.slug import slug

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.project.project import Project, WorkTreeProject

_SUFFIX = ".md.j2"
_USES_PROMPT = re.compile(r"\{[{%][^}]*\b(?:prompt_\w+|stage)\b")
_RECORDS_OF = {Kind.ADR: "decisions", Kind.PHR: "prompt records"}
_OTHER = ("adr-tools-init", "index", "phr-open")  # of pages and of other tools' commands


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template: its name for `--template`, the kind of its records, `packaged` or its path, and its text."""

    name: str
    kind: Kind
    origin: str
    text: str


def template_files(project: Project) -> list[TemplateFile]:
    """List the templates that `--template` takes, by kind and name; a project's own hides a packaged one."""
    files: dict[str, TemplateFile] = {}
    own, packaged = (*project.renderer.folders(),)[:-1], project.renderer.folders()[-1]
    for folder in (*own, packaged):
        for file_name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
            name = file_name.removesuffix(_SUFFIX)
            path = project.renderer.find(file_name)
            if name in files or name in _OTHER or not file_name.endswith(_SUFFIX) or path is None:
                continue
            origin = "packaged" if folder == packaged else f"{OVERRIDES}/{file_name}"
            text = read_text(path)
            kind = Kind.PHR if name.startswith("phr") or _USES_PROMPT.search(text) else Kind.ADR
            files[name] = TemplateFile(name, kind, origin, text)
    return sorted(files.values(), key=lambda file: (file.kind, file.name))


def find_template(project: Project, name: str) -> TemplateFile:
    """Return the template of a name.

    Raises:
        NotFound: there is none; the hint names the nearest.
    """
    files = {file.name: file for file in template_files(project)}
    if name not in files:
        near = nearest(name, files)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(files)}"
        raise NotFound(f"there is no template called {name!r}", hint)
    return files[name]


def template_file_name(project: Project, name: str, kind: Kind) -> str:
    """Return the file name of a template that is given by its name, with or without its suffix.

    Raises:
        NotFound: there is none for records of this kind; the hint names the nearest.
    """
    file_name = name if name.endswith(".j2") else f"{name}{_SUFFIX}"
    plain_name = name.removesuffix(_SUFFIX)
    files = {file.name: file.kind for file in template_files(project)}
    if plain_name not in files and project.renderer.find(file_name) is not None:
        return file_name
    if files.get(plain_name) is not kind:
        own = [own_name for own_name, own_kind in files.items() if own_kind is kind]
        near = nearest(plain_name, own)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(own)}"
        raise NotFound(f"there is no template called {name!r} for {_RECORDS_OF[kind]}", hint)
    return file_name


def check_template(project: Project, template: str, kind: Kind) -> None:
    """Check that there is a template for records of a kind, of this name or path; raises as the two do that find it."""
    if template_path(project, template) is None:
        template_file_name(project, template, kind)


def template_path(project: Project, template: str) -> str | None:
    """Return the path from the root of a template that is given by its path; None where it is a template's name.

    Raises:
        NotFound: it is a path, and there is no such file.
        InvalidInput: the file is no Markdown, or empty.
    """
    for path in dict.fromkeys((template, posixpath.join(project.start, template))):
        full = project.store.absolute(path)
        if os.path.isdir(full) and "/" in template:
            raise InvalidInput(f"{template} is a folder, not a template", "name a file in it")
        if os.path.isfile(full):
            if not path.lower().endswith((*MARKDOWN, ".j2")):
                raise InvalidInput(
                    f"the template {template} is not Markdown", "records are written in Markdown"
                )
            if not project.store.text(path).strip():
                raise InvalidInput(
                    f"the template {template} is empty", "name another, or leave --template out"
                )
            return path
    if template.lower().endswith(MARKDOWN) or ("/" in template and not template.endswith(".j2")):
        raise NotFound(
            f"there is no template {template}", "give its path from the repository's root, or a name"
        )
    return None


def copy_template(project: WorkTreeProject, name: str, new_name: str | None = None) -> str:
    """Copy a template to the project's own folder, and return the path of the copy.

    Raises:
        NotFound: there is no such template.
        InvalidInput: the new name is no file name, or there is a template of it already.
    """
    template = find_template(project, name)
    target = new_name or name
    if slug(target) != target:
        raise InvalidInput(f"{target!r} is no name for a template", "lower-case letters, digits and hyphens")
    path = f"{OVERRIDES}/{target}{_SUFFIX}"
    if os.path.lexists(project.store.absolute(path)):
        raise InvalidInput(f"there is a file {path} already", "edit it, or give the copy another name")
    project.writer.save({path: template.text})
    return path
