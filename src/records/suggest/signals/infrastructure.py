"""Infrastructure: containers, clusters, pipelines, environment, and how the system is watched."""

from __future__ import annotations

from collections.abc import Iterator

import records.regex as re
from records.git.diff_model import FileChange
from records.suggest.change import Change
from records.suggest.evidence import Evidence
from records.suggest.paths import kind_of
from records.suggest.scan import Rule, scan
from records.suggest.terms import new_terms, term_names
from records.suggest.words import is_platform_variable

SIGNALS = (
    "infra.container",
    "infra.container-added",
    "infra.code",
    "infra.code-added",
    "infra.pipeline",
    "infra.pipeline-added",
    "infra.cluster",
    "infra.resource",
    "infra.service",
    "infra.variable",
    "infra.watch",
)
_TOPIC = "infrastructure"
_WATCH = term_names(
    "opentelemetry=OpenTelemetry otel=OpenTelemetry prometheus sentry datadog "
    "newrelic=NewRelic skylight grafana jaeger zipkin honeycomb papertrail lograge "
    "cloudwatch=CloudWatch logstash fluentd splunk rollbar bugsnag appsignal loki "
    "dynatrace applicationinsights telemetry tracing metrics statsd"
)
_NAMES = {
    "container": ("container", "container file"),
    "infra": ("code", "infrastructure file"),
    "pipeline": ("pipeline", "pipeline"),
}
_RULES = (
    Rule(
        "infra.resource",
        re.compile(r'^\s*(?:resource|module) "(\w+)"|^kind:\s*(\w+)|^\s*Type:\s*["\']?(AWS::[\w:]+)'),
        "new resource {}",
        topic=_TOPIC,
        kinds=frozenset({"infra", "data", "settings"}),
    ),
    Rule(
        "infra.service",
        re.compile(r"^\s+image:\s*[\"']?([\w./-]+)|^FROM\s+(?:--\S+\s+)?([\w./-]+)|^\s*uses:\s*([\w./-]+)@"),
        "new image or action {}",
        topic=_TOPIC,
        kinds=frozenset({"container", "pipeline", "infra"}),
    ),
    Rule(
        "infra.variable",
        re.compile(
            r"""process\.env\.([A-Z][A-Z0-9_]{2,})|(?:os\.environ(?:\.get)?|getenv|ENV(?:\.fetch)?|Getenv"""
            r"""|LookupEnv|GetEnvironmentVariable|env(?:\.(?:str|bool|int|get))?)\s*[\[(]\s*["']([A-Z][A-Z0-9_]{2,})"""
            r"""|^export ([A-Z][A-Z0-9_]{3,})=|^\s*+-?\s*+name:\s*([A-Z][A-Z0-9_]{3,})\s*$"""
            r"""|\$\{\{\s*secrets\.([A-Z][A-Z0-9_]+)"""
        ),
        "new environment variable {}",
        topic=_TOPIC,
        kinds=frozenset({"code", "settings", "container", "pipeline", "infra", "data", "tool"}),
    ),
    Rule(
        "infra.variable",
        re.compile(r"^([A-Z][A-Z0-9_]{3,})="),
        "new environment variable {}",
        topic=_TOPIC,
        kinds=frozenset({"settings"}),
    ),
)


def find(change: Change) -> Iterator[Evidence]:
    """Yield what changes in how the system is built, run and watched."""
    for file in change.files:
        yield from _file(file)
    yield from _cluster(change)
    for evidence in scan(change, _RULES):
        if not (evidence.signal == "infra.variable" and is_platform_variable(evidence.subject)):
            yield evidence
    for place in new_terms(change, _WATCH):
        why = f"{place.name} first used here ({place.spread})"
        yield Evidence("infra.watch", place.path, place.line, why, "impact", _TOPIC, place.name)


_MANIFEST = re.compile(r"(?m)\A(?=[\s\S]*^apiVersion:)[\s\S]*?^kind:\s*\w")
_WORKLOAD = re.compile(
    r"(?m)^kind:\s*(?:Deployment|StatefulSet|DaemonSet|CronJob)\b[\s\S]{0,400}?^  name:\s*([\w.-]+)\s*$"
)


def _cluster(change: Change) -> Iterator[Evidence]:
    """Yield the first manifests for Kubernetes: they come with a folder of their own."""
    fresh = change.new_directories
    workloads = [
        (file, _WORKLOAD.search(change.text_added[file.path]))
        for file in change.files
        if file.status == "added"
        and file.path.rpartition("/")[0] in fresh
        and file.path.endswith((".yaml", ".yml"))
        and kind_of(file.path) in {"infra", "data", "settings"}
        and _MANIFEST.match(change.text_added[file.path])
    ]
    if workloads:
        file, workload = next((pair for pair in workloads if pair[1]), workloads[0])
        name = workload[1] if workload else ""
        why = f"first Kubernetes manifests{f' (for {name})' if name else ''}"
        yield Evidence("infra.cluster", file.path, 1, why, "impact", _TOPIC, "kubernetes", detail=name)


def _file(file: FileChange) -> Iterator[Evidence]:
    kind = kind_of(file.path)
    if kind not in _NAMES or file.status == "deleted":
        return
    signal, noun = _NAMES[kind]
    name = file.path.rpartition("/")[2]
    if file.status == "added":
        why = f"new {noun} {name}"
        yield Evidence(f"infra.{signal}-added", file.path, 1, why, "impact", _TOPIC, name)
        return
    line = file.added[0][0] if file.added else 1
    yield Evidence(f"infra.{signal}", file.path, line, f"{noun} {name} changed", "scope", _TOPIC, name)
