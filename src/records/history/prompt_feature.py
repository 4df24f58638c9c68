"""Choose the feature of a new prompt record: as the caller, Spec Kit, the stage or the branch has it."""

from __future__ import annotations

import os
import posixpath

import records.regex as re
from records.errors import InvalidInput, RecordsError
from records.text.data_text import parse_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from records.model.drafts import PhrDraft
    from records.project.project import Project

_BRANCH_FEATURE = re.compile(r"(?:.*/)?(\d{3,}-[A-Za-z0-9][\w.-]*)\Z")


def branch_feature(branch: str | None) -> str | None:
    """The feature that a branch's name contains: `007-login` and `feat/007-login` give `007-login`."""
    match = _BRANCH_FEATURE.match(branch or "")
    return match[1] if match else None


def _spec_kit_feature(project: Project) -> tuple[str, str, str]:
    """The active feature of Spec Kit, where it is set (a variable, else `.specify/feature.json`), and a remark."""
    value = os.environ.get("SPECIFY_FEATURE", "").strip()
    if value:
        return value, "SPECIFY_FEATURE", ""
    folder = os.environ.get("SPECIFY_FEATURE_DIRECTORY", "").strip()
    source = "SPECIFY_FEATURE_DIRECTORY"
    if not folder:
        source = ".specify/feature.json"
        try:
            data = parse_json(project.store.text(source))
        except RecordsError:  # there is none
            return "", source, ""
        except ValueError as error:
            return "", source, f"{source} is not JSON ({error}): it names no feature"
        stated = data.get("feature_directory") if isinstance(data, dict) else data
        if stated is not None and not isinstance(stated, str):
            return "", source, f"{source}: feature_directory is not a text: it names no feature"
        folder = stated or ""
    return posixpath.basename(folder.replace("\\", "/").rstrip("/")), source, ""


def prompt_feature(
    project: Project, draft: PhrDraft, stage: str, branch: str | None
) -> tuple[str, tuple[str, ...]]:
    """The feature that a new prompt record belongs to, and remarks for the caller.

    Args:
        project: where.
        draft: what the caller knows.
        stage: the canonical spelling of its stage.
        branch: the branch that is checked out; None when detached or unknown.

    Raises:
        InvalidInput: what Spec Kit has set names no folder.
    """
    from records.model.drafts import feature_name

    if draft.feature:
        return draft.feature, ()
    value, source, remark = _spec_kit_feature(project)
    try:
        if value:
            return feature_name(value), ()
    except ValueError as error:
        raise InvalidInput(f"{source}: {error}", "set it to the name of one folder") from error
    feature = "constitution" if stage == "constitution" else branch_feature(branch) or "general"
    return feature, (remark,) if remark else ()
