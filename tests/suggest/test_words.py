"""Paths are sorted into kinds, messages into subjects, evidence into titles."""

from __future__ import annotations

import pytest

from records.suggest.change import Change
from records.suggest.commit_subject import branch_words, clean_subject
from records.suggest.engine import suggest
from records.suggest.names import short_name
from records.suggest.paths import kind_of, language_of, module_of
from records.suggest.series import read_diff
from records.suggest.title_wording import LONGEST, sentence
from records.suggest.titles import words
from records.suggest.words import parts
from suggest_help import file_diff


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("history/adr/0003-use-x.md", "decision"),
        ("docs/architecture/decisions/0003-use-x.md", "decision"),
        ("docs/adr-012-x.md", "decision"),
        ("history/prompts/general/0001-x.green.prompt.md", "document"),
        ("README.md", "document"),
        ("UPGRADE-2.0", "document"),
        ("app/security.py", "code"),
        ("src/history_test.go", "test"),
        ("docs/conf.py", "document"),
        ("CMakeLists.txt", "data"),
        ("go.sum", "lock"),
        ("uv.lock", "lock"),
        ("examples/app/main.py", "sample"),
        ("vendor/x/y.go", "generated"),
        ("api/x.pb.go", "generated"),
        ("logo.svg", "binary"),
        ("package.json", "manifest"),
        ("requirements-dev.in", "manifest"),
        ("src/A/A.csproj", "manifest"),
        (".github/workflows/ci.yml", "pipeline"),
        ("src/a_test.go", "test"),
        ("src/a.spec.ts", "test"),
        ("server/testutils/factories/tier.ts", "test"),
        ("integration_tests/mockApis/tier.ts", "test"),
        ("Dockerfile.dev", "container"),
        ("config/locales/en.yml", "translation"),
        ("db/migrate/1_x.rb", "migration"),
        ("terraform/main.tf", "infra"),
        ("deploy/tool.py", "code"),
        ("tsconfig.json", "tool"),
        ("src/a.scss", "style"),
        ("config/app.yml", "settings"),
        ("src/a.rs", "code"),
        ("data/x.csv", "data"),
    ],
)
def test_what_a_path_is_for(path, kind):
    """A path is classified by its purpose."""
    assert kind_of(path) == kind


def test_languages_and_modules():
    """Language and module are derived from a path."""
    assert (language_of("a/b.tsx"), language_of("a/b.csv")) == ("js", "")
    assert module_of("src/main/java/shop/order/Api.java") == "shop/order"
    assert module_of("setup.py") == ""


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("feat(api): add tokens (#12)", "add tokens"),
        ("Read accounts only (ABC-12)", "Read accounts only"),
        ("Write as (UTF-8)", "Write as (UTF-8)"),
        ("Merge pull request #7 from acme/next\n\nVersion 6.16", ""),
        ("develop\nProduction release #8", ""),
        ("Merge branch 'release/v0.25.0'\n\nPR remarks", ""),
        ("AB-10/add-release-date\nAb 10/add release date", "add release date"),
        ("[ABC-12] Replace X with Y.", "Replace X with Y"),
        ("NEXT-123 - Replace Vuex with Pinia", "Replace Vuex with Pinia"),
        ("Merge pull request #7 from ann/91-use-auth0\n\nUse Auth0 for sign-in", "Use Auth0 for sign-in"),
        ("Merge pull request #7 from ann/feature/91-use-auth0", "use auth0"),
        ("chore/31-set-up-ci\nUse Travis", "Use Travis"),
        ("Merge branch 'main' into x", ""),
        ("DON'T MERGE YET: Move to Rails 7", "Move to Rails 7"),
        ("wip\n\n* Use pandoc to convert", "Use pandoc to convert"),
        ("audit-trail\nSet up an audit trail", "Set up an audit trail"),
        ("1091 Netrc support", "Netrc support"),
        ("2026 report", "2026 report"),
        (
            "chore: bump x to v11 and use one authority for all modules\n\n* more",
            "bump x to v11 and use one authority for all modules",
        ),
        ("Feature/2729 remote migrations (#2779)", "remote migrations"),
        ("2599-error-report-format (#2734)", "error report format"),
        ("", ""),
    ],
)
def test_what_a_message_is_about(message, subject):
    """Prefixes, tickets and numbers are removed from a subject."""
    assert clean_subject(message) == subject


def test_words_of_names():
    """Identifiers, branches and packages are split into words."""
    assert parts("httpClientV2_factory") == ("http", "client", "factory")
    assert branch_words("feature/91-new_users-sign-in") == "new users sign in"
    assert short_name("github.com/gorilla/mux/v2") == "gorilla/mux"
    assert short_name("github.com/gin-gonic/gin") == "gin"
    assert short_name("github.com/projectqueue/queue/v3") == "queue"
    assert short_name("example.org/mint/intl") == "mint/intl"
    assert short_name("example.org/mint/v2") == "mint"
    assert short_name("example.org/v1/v2") == ""
    assert short_name("@scope/pkg") == "@scope/pkg"
    assert words("OrderApi") == "order API"


def title(diff, message=""):
    return suggest(Change(read_diff(diff), message)).suggestions[0].title


CODE = file_diff("app/billing.py", ["+import stripe", "+stripe.charge()"])
DEV = file_diff("package.json", ['   "devDependencies": {', '+    "vitest": "^1.0.0"'])
TRAIN = file_diff(".github/workflows/release-train.yml", ["+on: x"], "added") + CODE
K8S = ["+apiVersion: apps/v1", "+kind: Deployment", "+metadata:", "+  name: shop"]


def moved(old, new):
    return f"diff --git a/{old} b/{new}\nsimilarity index 100%\nrename from {old}\nrename to {new}\n"


REACT = file_diff("package.json", ['-  "react": "^17.0.0"', '+  "react": "^18.0.0"']) + file_diff(
    "app/a.tsx", ["-a()", "+b()"]
)


@pytest.mark.parametrize(
    ("diff", "expected"),
    [
        (file_diff("requirements.txt", ["+stripe"]) + CODE, "Adopt Stripe for billing"),
        (file_diff("requirements.txt", ["-braintree", "+stripe"]) + CODE, "Replace Braintree with Stripe for billing"),
        (file_diff("requirements.txt", ["-braintree", " flask"]), "Remove Braintree"),
        (DEV, "Adopt Vitest for testing"),
        (file_diff(".golangci.yml", ["+a: 1"], "added"), "Set up Golangci for linting"),
        (file_diff("Dockerfile", ["+RUN true"], "added"), "Run the system in containers"),
        (TRAIN, "Automate release train in the pipeline"),
        (file_diff("k8s/a.yaml", K8S, "added") + file_diff("k8s/b.yaml", K8S, "added"), "Run shop on Kubernetes"),
        ("".join(moved(f"shop/{x}.py", f"src/shop/{x}.py") for x in "abc"), "Move 3 files to src/shop"),
        (file_diff("app/a.ts", ["+export interface Port {"]), "Introduce Port as an abstraction"),
        (file_diff(".github/actions/set-up/action.yml", ["+a: 1"], "added"), "Automate set up in the pipeline"),
        (file_diff("ops/queue.tf", ["+a = 1"], "added"), "Describe queue as infrastructure code"),
        (file_diff("api/openapi.yaml", ["+a: 1"], "added"), "Define the OpenAPI contract"),
        (file_diff("app/a.py", ['+@router.get("/orders")']), "Offer /orders as an end point"),
        (file_diff("app/a.py", ['+@cli.command("sync")']), "Offer the command sync"),
        (file_diff("app/a.cs", ["+public record OrderPaidEvent();"]), "Announce order paid event as an event"),
        (file_diff("app/a.ts", ["+export interface MailPort {"]), "Introduce MailPort as an abstraction"),
        (file_diff("a/migrations/1.sql", ["+CREATE TABLE invoices ("]), "Store invoices in a table of its own"),
        (file_diff("app/models.py", ["+class Invoice(Model):"]), "Store invoice as a model"),
        (REACT, "Move to React 18"),
    ],
)  # fmt: skip
def test_titles_from_evidence(diff, expected):
    """Titles are composed from evidence."""
    assert title(diff) == expected


def test_a_message_that_leaves_the_tool_unsaid():
    """The tool is added to a title that does not name it."""
    diff = file_diff("Gemfile", ['+gem "lograge"']) + file_diff("config/x.rb", ["+Lograge.setup"])
    assert title(diff, "Reduce logging in production") == "Reduce logging in production with Lograge"
    assert title(diff, "Use lograge in production") == "Use lograge in production"


def test_a_subject_of_routine_gives_way_to_a_better_line():
    """A routine subject is replaced by a better line of the body."""
    assert (
        title(CODE, "fixes\n\n* Use Stripe instead of Braintree for cards")
        == "Use Stripe instead of Braintree for cards"
    )


def test_long_titles_end_at_a_word():
    """A long title is cut at a word."""
    got = title(CODE, "Use " + "stripe and more " * 20)
    assert len(got) <= LONGEST + 1
    assert got.endswith("…")


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Switches the shop over to gRPC", "Switch the shop over to gRPC"),
        ("dropped support for XML", "Drop support for XML"),
        ("Using one clock everywhere", "Use one clock everywhere"),
        ("Addresses of customers", "Addresses of customers"),
        ("Changes for the new year", "Changes for the new year"),
        ("Changes how prices are rounded", "Change how prices are rounded"),
        ("Keep amounts as whole cents. This is exact", "Keep amounts as whole cents"),
        ("Support v1. And more", "Support v1. And more"),
    ],
)
def test_a_subject_becomes_the_title_of_a_record(subject, title):
    """A subject is rewritten as a title."""
    assert sentence(subject) == title


def test_a_line_of_the_body_speaks_where_the_subject_is_routine():
    """A line of the body is the title where the subject is routine."""
    assert (
        title(CODE, "fix it\n\n* typo\n* Use one clock instead of three") == "Use one clock instead of three"
    )
