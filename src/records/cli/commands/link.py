"""`records link`."""

from __future__ import annotations

import os

import click

from records.cli.invocation import open_project
from records.cli.options import force_option, json_option
from records.cli.output import note, print_json, say
from records.cli.paths import echo_paths
from records.cli.spec import explain_extra
from records.errors import InvalidInput, NotFound
from records.history.known_words import check_relation, is_known_relation
from records.history.link import link as join
from records.model.link import RELATIONS, Relation, canonical_relation


@click.command(context_settings={"allow_extra_args": True})
@click.argument("source")
@click.argument("relation", required=False, metavar="RELATION")
@click.argument("target", required=False, metavar="TARGET")
@force_option
@json_option
def link(
    source: str,
    relation: str | None,
    target: str | None,
    force: bool,
    as_json: bool,
) -> None:
    r"""Link two records; the link is written on SOURCE, its inverse is derived.

    Relations: supersedes, amends, refines, depends-on, implements, led-to, follows, relates-to, conflicts-with,
    their inverses, or a word of your own.

    \b
    Examples:
      records link general/0003 led-to ADR-12
      records link ADR-14 supersedes ADR-7
    """
    if relation is None or target is None:
        _refuse_code(relation or "")
        raise click.UsageError(_what_is_missing(relation))
    if extra := click.get_current_context().args:
        words = [relation, target, *extra]
        joined = canonical_relation("-".join(words[:-1]))
        meant = f"records link {source} {joined} {words[-1]}" if joined in RELATIONS else ""
        raise click.UsageError(explain_extra(extra, meant))
    project = open_project()
    if not force:
        check_relation(project, relation)
    is_known = is_known_relation(project, relation)
    try:
        result = join(project, source, relation, target)
    except NotFound:
        _refuse_code(target)
        raise
    if as_json:
        print_json({
            "source": result.source.key, "relation": result.relation, "target": result.target.key,
            "changed": list(result.changed),
        })  # fmt: skip
        return
    echo_paths(project, result.changed)
    verb = "linked" if result.changed else "linked already"
    say(f"{verb}: {result.source.ref} {result.relation} {result.target.ref}")
    if not is_known:
        note(f"{relation!r} is not a standard relation: it is kept as a word of your own")


def _refuse_code(target: str) -> None:
    """Refuse a file that is no record as the end of a link.

    Raises:
        InvalidInput: the target is an existing file.
    """
    if os.path.isfile(target):
        from records.adr.affects import affects_entry

        raise InvalidInput(
            f"{target} is a file, and a link joins two records",
            f"tie code to a decision with affects: [{affects_entry(target)}] in the record,"
            " or a comment @adr N in the file",
        )


def _what_is_missing(relation: str | None) -> str:
    """Return which words of a link are missing, with an example and the relations."""
    relations = [relation.value for relation in Relation]
    missing = "RELATION and TARGET"
    if relation is not None:  # the second of two words is more often the target
        missing = "TARGET" if canonical_relation(relation) in relations else "RELATION"
    example = "records link general/2 led-to ADR-2"
    return f"missing: {missing}. Example: {example}. Relations: {', '.join(relations)}"
