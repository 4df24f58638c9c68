"""Derive from its path what a file is for: code, test, document, manifest, pipeline, settings."""

from __future__ import annotations

from functools import lru_cache

import records.regex as re

LANGUAGES = {
    "py": "python", "pyi": "python", "js": "js", "jsx": "js", "mjs": "js", "cjs": "js",
    "ts": "js", "tsx": "js", "mts": "js", "cts": "js", "vue": "js", "svelte": "js",
    "go": "go", "java": "jvm", "kt": "jvm", "kts": "jvm", "scala": "jvm", "groovy": "jvm",
    "cs": "csharp", "fs": "csharp", "vb": "csharp", "php": "php", "rb": "ruby", "rake": "ruby",
    "rs": "rust", "hs": "haskell", "ex": "elixir", "exs": "elixir", "swift": "swift",
    "dart": "dart", "c": "c", "h": "c", "cc": "c", "cpp": "c", "hpp": "c", "clj": "clojure",
    "sh": "shell", "bash": "shell", "ps1": "shell", "sql": "sql", "lua": "lua", "elm": "elm",
}  # fmt: skip
"""Language by file suffix; what is not here is not source code."""

_DOCUMENT_SUFFIXES = frozenset(
    "md mdx markdown rst adoc asciidoc txt org tex bib pdf docx pptx drawio puml plantuml mmd "
    "excalidraw d2 wsd vsdx log".split()
)
_BINARY_SUFFIXES = frozenset(
    "png jpg jpeg gif svg ico webp avif bmp woff woff2 ttf otf eot jar zip gz tgz mp3 mp4 webm "
    "bin exe dll so dylib parquet pkl xls xlsx wasm class pyc keystore p12 psd".split()
)
_STYLE_SUFFIXES = frozenset("css scss sass less styl pcss".split())
_LOCKS = frozenset(
    "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb deno.lock "
    "poetry.lock uv.lock pdm.lock pipfile.lock gemfile.lock composer.lock cargo.lock go.sum "
    "go.work.sum mix.lock pubspec.lock podfile.lock flake.lock packages.lock.json "
    "gradle.lockfile .terraform.lock.hcl cabal.project.freeze stack.yaml.lock".split()
)
_DOCUMENT_FOLDERS = re.compile(
    r"(^|/)(docs?|documentation|wiki|adrs?|decisions?|rfcs?|changelogs?|changelog\.d|release-?notes"
    r"|architecture-decisions?|decision-records?|history/(adr|prompts))/",
    re.I,
)
_DOCUMENT_NAMES = re.compile(
    r"(^|/)(readme|changelog|changes|history|contributing|licen[cs]e|authors|notice|news|todo"
    r"|code_of_conduct|codeowners|security|claude|agents|upgrade)([-_.][^/]*)?$",
    re.I,
)
"""Names of documents whatever they end in, unless it is the suffix of a programming language."""
_TALK = re.compile(
    r"(^|/)(\.spelling|\.?cspell[^/]*|\.vale(\.ini)?|\.markdownlint[^/]*|mkdocs\.ya?ml"
    r"|\.wordlist\.txt|\.lycheeignore|_?sidebars?\.\w+|llms[^/]*\.txt)$"
    r"|(^|/)(\.specify|\.claude|\.cursor|\.codex|\.gemini|\.windsurf|\.kiro|\.junie|prompts)/",
    re.I,
)
_DECISION = re.compile(
    r"(^|/)(\.?adrs?|decisions?|architectur(e|al)[-_]decisions?|(architecture[-_])?"
    r"decision[-_]records?|madr)/([^/]+/)*[^/]*\d[^/]*\.(md|mdx|rst|adoc|markdown)$"
    r"|(^|/)adr[-_ ]?\d{1,5}[-_. ][^/]*\.(md|mdx|rst|adoc)$",
    re.I,
)
_GENERATED = re.compile(
    r"(^|/)(vendor|node_modules|third_party|dist|__snapshots__|generated|__generated__)/"
    r"|\.(min\.(js|css)|pb\.go|generated\.\w+|g\.dart|snap|map)$|_pb2(_grpc)?\.pyi?$"
    r"|(^|/)(\.secrets\.baseline|zz_generated[^/]*)$",
    re.I,
)
_TEST = re.compile(
    r"(^|/)(_{0,2}tests?(?:__)?|specs?|e2e|cypress|fixtures?|factories|testdata|test[-_]?utils?|features|mocks?"
    r"|__mocks__|[mM]ock[-_]?[aA]pis?|integration[-_]?tests?|unit[-_]?tests?|playwright|storybook)/"
    r"|(^|/)(test_[^/]+|conftest)\.py$|([._-](test|tests|spec|stories|cy)|Tests?|Spec)\.\w+$"
    r"|\.(Tests?|Specs?)/|_test\.\w+$|(^|/)src/(test|testFixtures)/",
)
_SAMPLE = re.compile(
    r"(^|/)(samples?|examples?|demos?|tutorials?|playgrounds?|sandbox(es)?|benchmarks?)/", re.I
)
_TRANSLATION = re.compile(
    r"(^|/)(i18n|l10n|locales?|translations?|lang|snippets?)/[^/]*.*\.(json|ya?ml|po|pot|properties"
    r"|xlf|ftl|strings|resx|php)$|\.(po|pot|xlf|resx|ftl|strings)$|[_-][a-z]{2}\.properties$",
    re.I,
)
_PIPELINE = re.compile(
    r"(^|/)(\.github/(workflows|actions)/|\.circleci/|\.gitlab/|\.buildkite/|\.tekton/"
    r"|\.azure-pipelines/)|(^|/)(\.gitlab-ci[^/]*|\.travis\.ya?ml|jenkinsfile[^/]*|appveyor\.ya?ml"
    r"|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.ya?ml|\.drone\.ya?ml|cloudbuild\.ya?ml"
    r"|\.cirrus\.yml|buildspec[^/]*\.ya?ml)$",
    re.I,
)
_CONTAINER = re.compile(
    r"(^|/)([^/]*dockerfile[^/]*|containerfile|\.dockerignore|(docker-)?compose[^/]*\.ya?ml)$", re.I
)
_INFRA = re.compile(
    r"\.(tf|tfvars|hcl|bicep|nomad)$|(^|/)(terraform|infra(structure)?|k8s|kubernetes|helm|charts?"
    r"|kustomize|manifests|ansible|cloudformation|pulumi|argocd|flux|deploy(ment)?s?)/"
    r"|(^|/)(chart\.yaml|kustomization\.ya?ml|serverless\.ya?ml|procfile|fly\.toml|vercel\.json"
    r"|netlify\.toml|manifest\.yml|nginx[^/]*\.conf|cdk\.json|skaffold\.ya?ml"
    r"|render\.yaml|heroku\.yml)$",
    re.I,
)
_MANIFEST = re.compile(
    r"(^|/)(package\.json|pyproject\.toml|setup\.(py|cfg)|pipfile|requirements[^/]*\.(txt|in)"
    r"|requirements/[^/]+\.(txt|in)|environment\.ya?ml|go\.mod|cargo\.toml|pom\.xml"
    r"|build\.gradle(\.kts)?|libs\.versions\.toml|[^/]+\.(cs|fs|vb)proj|packages\.config"
    r"|directory\.(packages|build)\.props|composer\.json|gemfile|[^/]+\.gemspec|mix\.exs|package\.yaml"
    r"|[^/]+\.cabal|pubspec\.yaml|deps\.edn|versions\.tf|terraform\.tf|providers\.tf)$",
    re.I,
)
_TOOL = re.compile(
    r"(^|/)(\.?(eslint|prettier|babel|stylelint|commitlint|lintstaged|mocha|nyc|swc|postcss|tailwind"
    r"|jest|vitest|vite|webpack|rollup|esbuild|turbo|nx|lerna|cypress|playwright|karma|tsup"
    r"|browserslist|huskyrc|renovate|dependabot|rubocop|golangci|pre-commit-config|flake8|pylintrc"
    r"|coveragerc|codecov|mypy|ruff|pytest|tox|noxfile|phpstan|psalm|phpunit|ecs|rector|deptrac"
    r"|infection|checkstyle|spotless|pmd|detekt|ktlint|errorprone|sonar|brakeman|simplecov|bundler"
    r"|hadolint|tflint|yamllint|markdownlint|editorconfig|stryker|knip|biome|oxlint|pnpm-workspace"
    r"|tsconfig|jsconfig|clippy|rustfmt|deny|fourmolu|hlint|hie|stylish-haskell|storybook"
    r"|codegen|buf|openapi-generator|tslint|gitleaks|trivy|semgrep|snyk|goreleaser"
    r"|semantic-release|release-please|changeset|mise|asdf|tool-versions|nvmrc|node-version"
    r"|python-version|ruby-version|justfile|taskfile|makefile)"
    r"([-._](config|conf|rc|base|setup|preset|workspace|dist|global|base)?)*"
    r"(\.(js|cjs|mjs|ts|json|json5|ya?ml|toml|ini|cfg|xml|neon|nix|php|dist|rc))*)$"
    r"|(^|/)(noxfile\.py|flake\.nix|shell\.nix|\.sentryclirc|sentry\.\w+\.config\.\w+|\.graphqlrc[^/]*)$"
    r"|(^|/)(\.husky|\.storybook|\.changeset|\.config|\.devcontainer|config/packages)/",
    re.I,
)
_SETTINGS = re.compile(
    r"(^|/)(config|configs|configuration|settings|conf)/|(^|/)(\.env[^/]*|settings[^/]*\.(py|json|toml"
    r"|ya?ml)|config[^/]*\.(py|js|ts|rb|go|json|toml|ya?ml|php)|application[^/]*\.(ya?ml|properties)"
    r"|appsettings[^/]*\.json)$|\.(ini|cfg|conf|properties|env)$",
    re.I,
)
_MIGRATION = re.compile(
    r"(^|/)(migrations?|migrate|alembic/versions|db/migrate|flyway|liquibase|changelog)/"
    r"|(^|/)V\d[\d_.]*__[^/]+\.sql$|Migration\d+\w*\.php$",
    re.I,
)


_TEMPLATE = re.compile(
    r"\.(erb|haml|slim|html?|hbs|handlebars|ejs|njk|nunjucks|twig|jinja2?|mustache|liquid|mjml|pug|cshtml|phtml)$"
    r"|\.blade\.php$",
    re.I,
)


def is_presentation(path: str) -> bool:
    """Return whether a file only says how pages or mails look: a style sheet, or a template of a view."""
    return kind_of(path) == "style" or (
        kind_of(path) in {"code", "data"} and _TEMPLATE.search(path) is not None
    )


def is_test(path: str) -> bool:
    """Return whether a path is that of a test, or of what only tests need; quicker than `kind_of`."""
    return bool(_TEST.search(path))


def is_made_elsewhere(path: str) -> bool:
    """Return whether a path is that of what a program wrote, or another project; quicker than `kind_of`."""
    return bool(_GENERATED.search(path))


@lru_cache(maxsize=65_536)
def kind_of(path: str) -> str:
    """Return what a path is for; the first that fits of the names below.

    `decision`, `document`, `lock`, `sample`, `generated`, `binary`, `manifest`, `pipeline`, `test`,
    `container`, `translation`, `migration`, `infra`, `tool`, `style`, `settings`, `code`, `data`.
    """
    name = path.rpartition("/")[2]
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if _DECISION.search(path):
        return "decision"
    if name.lower() in _LOCKS:
        return "lock"
    if _SAMPLE.search(path):
        return "sample"
    if _MANIFEST.search(path) and not _GENERATED.search(path):
        return "manifest"
    if _is_document(path, suffix):
        return "document"
    if _GENERATED.search(path):
        return "generated"
    if suffix in _BINARY_SUFFIXES:
        return "binary"
    for kind, pattern in _IN_ORDER:
        if pattern.search(path) and not (kind == "infra" and suffix in LANGUAGES):
            return kind
    if suffix in _STYLE_SUFFIXES:
        return "style"
    if suffix in LANGUAGES:
        return "settings" if _SETTINGS.search(path) and suffix not in {"go", "java"} else "code"
    return "settings" if _SETTINGS.search(path) else "data"


_TRIED = re.compile(r"(^|/)(e2e|tests?|testing|examples?|samples?|demos?|benchmarks?)/", re.I)
_IN_ORDER = (
    ("pipeline", _PIPELINE),
    ("container", _CONTAINER),
    ("test", _TEST),
    ("translation", _TRANSLATION),
    ("migration", _MIGRATION),
    ("infra", _INFRA),
    ("tool", _TOOL),
)


def _is_document(path: str, suffix: str) -> bool:
    if name_is_code_like(path):
        return False
    if suffix in _DOCUMENT_SUFFIXES or _DOCUMENT_FOLDERS.search(path) or _TALK.search(path):
        return True
    return suffix not in LANGUAGES and bool(_DOCUMENT_NAMES.search(path))


def name_is_code_like(path: str) -> bool:
    """Return whether a name that ends like a text document is read by a program."""
    name = path.rpartition("/")[2].lower()
    return name in {"cmakelists.txt", "robots.txt", "constraints.txt"}


def is_for_trials(manifest: str) -> bool:
    """Return whether a manifest serves tests and samples: what it asks for, the system itself does without."""
    return _TRIED.search(manifest) is not None


def language_of(path: str) -> str:
    """Return the language of a source file by its suffix, or an empty string."""
    return LANGUAGES.get(path.rpartition(".")[2].lower(), "")


def module_of(path: str) -> str:
    """Return the part of the system a path belongs to: its first two folders at most."""
    parts = path.split("/")[:-1]
    skip = {"src", "lib", "app", "apps", "packages", "pkg", "internal", "main", "java", "source"}
    telling = [part for part in parts if part.lower() not in skip]
    return "/".join(telling[:2]) if telling else "/".join(parts[:2])
