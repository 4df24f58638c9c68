"""One call makes a finished prompt record."""

import hashlib
import json

import pytest

GIVEN = ["--title", "Add login", "--stage", "green"]


def new(run, *args, **kwargs):
    return run("phr", "new", *GIVEN, *args, **kwargs)


def shown(run, ref="general/1"):
    return json.loads(run("show", ref, "--json").out)


def test_prints_the_path_and_nothing_else(run, repo):
    """stdout is data: the path of the new record; what was recorded is told on stderr."""
    repo.write("src/login.py", "x = 1\n")
    result = new(run, "--prompt", "please")
    assert result.out == "history/prompts/general/0001-add-login.green.prompt.md\n"
    assert result.err == "recorded general/0001: Add login (green, 1 file)\n"


def test_git_and_clock_fill_what_they_know(run, repo):
    """Branch, user, date, commit and changed files need not be given."""
    head = repo.git("rev-parse", "HEAD")
    repo.write("src/login.py", "x = 1\n")
    repo.write("README.md", "# Changed\n")
    new(run, "--prompt", "please")
    fields = shown(run)["fields"]
    assert fields["branch"] == "main"
    assert fields["user"] == "Ada"
    assert fields["date"] == "2026-01-15"
    assert fields["commit"] == head
    assert fields["files"] == ["README.md", "src/login.py"]


def test_since_lists_what_changed_since_a_revision(run, repo):
    """--since REV: committed and uncommitted changes since then."""
    repo.write("a.py", "1\n")
    repo.commit()
    repo.write("b.py", "1\n")
    new(run, "--prompt", "please", "--since", "HEAD~1")
    assert shown(run)["files"] == ["a.py", "b.py"]


def test_given_files_win(run, repo):
    """`--file` replaces the files that git reports."""
    repo.write("other.py", "1\n")
    new(run, "--prompt", "please", "--file", "src/a b.py")
    assert shown(run)["files"] == ["src/a b.py"]


@pytest.mark.parametrize(
    "prompt",
    [
        "one line",
        "two\nlines",
        "front\n---\nmatter: x\n---\n",
        "## Response snapshot\n\nnot the answer",
        "## Prompt\n\n## Outcome\n",
        "```\nopen fence",
        "``````\nsix\n``````\n~~~\n",
        "windows\r\nlines\r\n",
        "mixed\r\nand\nlone\rreturn",
        "{{TITLE}} and {% raw %} {{ 7*7 }}",
        "emoji 🎉 and urdu یہ ایک جملہ ہے and \u202eright to left",
        "  leading and trailing blanks  ",
        "\n\nblank lines around\n\n",
        "tab\tand nul-free control \x07",
        "# heading\n<!-- comment -->\n<script>alert(1)</script>",
        "x" * 60_000,
        "line\n" * 12_000,
        "\u2028line separator\u2029",
        "\ufeffbom first",
        "undecodable \udcff\udcfe bytes",
    ],
)
def test_prompt_is_kept_byte_for_byte(run, repo, prompt):
    """Whatever a prompt holds, the bytes that went in come out, and the hash proves it."""
    raw = prompt.encode("utf-8", "surrogateescape")
    repo.write("p.txt", raw)
    new(run, "--prompt-file", "p.txt")
    data = shown(run)
    assert data["prompt"].encode("utf-8", "surrogateescape") == raw
    assert data["fields"]["prompt_sha256"] == hashlib.sha256(raw).hexdigest()
    assert raw in (repo.path / data["path"]).read_bytes()
    assert [found for found in json.loads(run("check", "--json").out) if found["severity"] != "info"] == []


def test_prompt_from_standard_input(run):
    """`--prompt-file -` reads the prompt from standard input."""
    new(run, "--prompt-file", "-", stdin="from a pipe")
    assert shown(run)["prompt"] == "from a pipe"
    assert shown(run)["fields"]["prompt_source"] == "stdin"


def test_piped_prompt_needs_no_option(run):
    """A piped prompt is read without an option."""
    new(run, stdin="just piped")
    assert shown(run)["prompt"] == "just piped"


def test_everything_that_can_be_said(run, repo):
    """Every option lands where the template has its place."""
    run("adr", "new", "Use tokens")
    repo.write("answer.md", "Done.\n\n## Outcome\n\nfake")
    new(
        run,
        *("--prompt", "p", "--response-file", "answer.md", "--outcome", "Works\nin all browsers"),
        *("--test", "pytest: 3 passed", "--label", "auth", "--label", "web", "--link", "led-to=ADR-1"),
        *("--accept", "login works: tests/test_login.py", "--accept", "fast"),
        *("--model", "m-1", "--surface", "cli", "--command", "/sp.green", "--spec", "specs/1/spec.md"),
        *("--ticket", "T-1", "--pr", "https://example.org/1", "--next", "logout", "--reflection", "fine"),
    )
    data = shown(run)
    assert data["response"] == "```text\nDone.\n\n## Outcome\n\nfake\n```"
    assert "- ✅ Impact: Works\n  in all browsers" in data["outcome"]
    assert "| login works | tests/test_login.py |" in data["body"]
    assert "| fast | not validated |" in data["body"]
    assert data["tests"] == ["pytest: 3 passed"]
    assert data["labels"] == ["auth", "web"]
    assert {"relation": "led-to", "target": "adr/0001-use-tokens"} in data["links"]
    fields = data["fields"]
    assert (fields["model"], fields["surface"], fields["command"]) == ("m-1", "cli", "/sp.green")
    assert fields["links"]["adr"] == "history/adr/0001-use-tokens.md"
    back = json.loads(run("show", "ADR-1", "--json").out)["backlinks"]
    assert back == [{"relation": "led-by", "target": "phr/general/0001-add-login.green"}]


def test_no_placeholder_is_ever_left(run, repo):
    """No template placeholder is left in a new record."""
    new(run, "--prompt", "p")
    assert "{{" not in repo.read("history/prompts/general/0001-add-login.green.prompt.md")


def test_same_input_same_bytes(run, repo):
    """The same input gives the same text, and a dry run writes nothing."""
    first = new(run, "--prompt", "p", "--dry-run").out
    assert new(run, "--prompt", "p", "--dry-run").out == first
    assert not (repo.path / "history").exists()


def test_template_keys_are_those_of_spec_kit_plus(run, repo):
    """A tree made here is read by Spec-Kit Plus: its keys, in its order, and its headings."""
    text = new(run, "--prompt", "p", "--dry-run").out
    keys = [line.split(":")[0] for line in text.split("---")[1].splitlines() if line[:1].isalpha()]
    assert keys[:14] == (
        [
            "id",
            "title",
            "stage",
            "date",
            "surface",
            "model",
            "feature",
            "branch",
            "user",
            "command",
            "labels",
            "links",
            "files",
            "tests",
        ]
    )
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert headings == ["## Prompt", "## Response snapshot", "## Outcome"]


@pytest.mark.parametrize(
    ("branch", "feature"),
    [
        ("007-login", "007-login"),
        ("feat/007-login", "007-login"),
        ("user/ada/123-x.y", "123-x.y"),
        ("login-007", "general"),
        ("main", "general"),
    ],
)
def test_feature_comes_from_the_branch(run, repo, branch, feature):
    """The feature is derived from the branch's name."""
    repo.git("checkout", "-q", "-B", branch)
    assert new(run, "--prompt", "p").out.startswith(f"history/prompts/{feature}/0001-")


def test_feature_order_is_option_environment_branch(run, repo, monkeypatch):
    """An option wins over the environment, which wins over the branch."""
    repo.git("checkout", "-q", "-B", "001-branch")
    monkeypatch.setenv("SPECIFY_FEATURE", "002-env")
    assert "/002-env/" in new(run, "--prompt", "p").out
    assert "/003-given/" in new(run, "--prompt", "p", "--feature", "003-given").out


@pytest.mark.parametrize("feature", ["..", "../specs", "a/b", "a\\b", ".git", "/etc", "", "a\nb"])
def test_feature_cannot_leave_its_folder(run, repo, feature):
    """A feature with path separators is refused."""
    result = new(run, "--prompt", "p", "--feature", feature, code=2)
    assert "folder name" in result.err
    assert not (repo.path.parent / "specs").exists()


def test_environment_cannot_leave_the_folder_either(run, monkeypatch):
    """A feature from the environment is checked as an option is."""
    monkeypatch.setenv("SPECIFY_FEATURE", "../x")
    assert "SPECIFY_FEATURE" in new(run, "--prompt", "p", code=2).err


def test_constitution_has_its_own_folder(run):
    """Records of the stage `constitution` have their own folder."""
    result = run("phr", "new", "--title", "T", "--stage", "constitution", "--prompt", "p")
    assert result.out.startswith("history/prompts/constitution/0001-")


def test_stage_is_known_or_refused(run):
    """A known other name is spelled canonically; a typo is told with what was meant."""
    assert ".green.prompt.md" in run("phr", "new", "T", "--stage", "implement", "--prompt", "p").out
    error = run("phr", "new", "T", "--stage", "gren", "--prompt", "p", code=2).err
    assert "unknown stage 'gren'" in error
    assert "did you mean 'green'?" in error


def test_settings_add_stages(run, repo):
    """Settings add stages."""
    repo.write(".records/config.toml", '[phr]\nstages = ["frustration"]\n')
    assert ".frustration." in run("phr", "new", "T", "--stage", "frustration", "--prompt", "p").out


def test_stage_that_the_settings_repeat_is_known_once(run, repo):
    """Settings that list the usual stages beside their own make no stage known twice."""
    repo.write(".records/config.toml", '[phr]\nstages = ["red", "spike", "spike"]\n')
    known = run("phr", "new", "T", "--stage", "bogus", "--prompt", "p", code=2).err.split("known: ")[1]
    assert known.count("red") == known.count("spike") == 1


def test_missing_input_is_named_all_at_once(run):
    """Without a terminal nothing is asked: what is missing is said."""
    error = run("phr", "new", code=2).err
    assert "--title" in error
    assert "--stage" in error
    assert "--prompt" in error


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--title", " ", "--stage", "green", "--prompt", "p"], "title"),
        (["--title", "{{TITLE}}", "--stage", "green", "--prompt", "p"], "placeholder"),
        (["--title", "T", "--stage", "green", "--prompt", "  "], "prompt is empty"),
        (["--title", "T", "--stage", "green", "--prompt", "p", "--prompt-file", "f"], "not both"),
        (["--title", "T", "--stage", "green", "--prompt-file", "missing.txt"], "cannot read missing.txt"),
        (["--title", "T", "--stage", "green", "--prompt", "p", "--link", "x"], "REL=REF"),
        (
            ["--title", "T", "--stage", "green", "--prompt", "p", "--link", "led-to=ADR-9"],
            "no record matches",
        ),
        (["--title", "T", "--stage", "green", "--prompt", "p", "--since", "nope"], "no revision 'nope'"),
        (["--title", "T", "--stage", "green", "--prompt", "p", "--since=--output=x"], "not a revision"),
        (["--title", "T", "--stage", "green", "--prompt", "p", "--featur", "x"], "No such option"),
    ],
)
def test_bad_input_is_refused_before_anything_is_written(run, repo, args, told):
    """Invalid input is an error, and nothing is created."""
    assert told in run("phr", "new", *args, code=2).err
    assert not (repo.path / "history").exists()


TITLES = {
    "pipes | and & signs": "pipes-and-signs",
    "quotes \" and ' and `": "quotes-and-and",
    "a\nb\r\nc": "a-b-c",
    "x " * 150: "-".join(["x"] * 30),
    "یہ عنوان ہے": "یہ-عنوان-ہے",
    "登录页面": "登录页面",
    "🎉🎉": None,
    "con": "con-record",
    "Über café naïve": "uber-cafe-naive",
    "../../etc/passwd": "etc-passwd",
    "-rf --help": "rf-help",
    "CON.": "con-record",
}


@pytest.mark.parametrize(("title", "name"), TITLES.items())
def test_any_title_gives_a_file_and_reads_back(run, repo, title, name):
    """Titles of any script, length and punctuation keep their text and get a portable file name."""
    path = run("phr", "new", f"--title={title}", "--stage", "misc", "--prompt", "p").out.strip()
    stem = path.rsplit("/", 1)[-1].removeprefix("0001-").removesuffix(".misc.prompt.md")
    assert name is None or stem == name
    assert shown(run)["title"] == " ".join(title.split())


def test_folder_keeps_its_own_width(run, repo):
    """Numbers of any padding and prefix count; the folder's own width is kept."""
    for name in ("001-a.spec.prompt.md", "002-b.plan.prompt.md", "PHR-0007-c.md"):
        repo.write(
            f"history/prompts/general/{name}", "---\nid: 1\ntitle: x\nstage: spec\n---\n\n## Prompt\n\nx\n"
        )
    assert new(run, "--prompt", "p").out == "history/prompts/general/008-add-login.green.prompt.md\n"


def test_numbers_of_other_branches_are_taken(run, repo):
    """A number that any branch has is not given again."""
    repo.git("checkout", "-q", "-b", "side")
    for _ in range(3):
        new(run, "--prompt", "p")
    repo.commit()
    repo.git("checkout", "-q", "main")
    assert "/0004-" in new(run, "--prompt", "p").out


def test_numbers_of_other_worktrees_are_taken(run, repo):
    """Uncommitted records of another work tree of the clone count."""
    repo.git("worktree", "add", "-q", "../side", "-b", "side")
    new(run, "--prompt", "p")
    assert "/0002-" in run("-C", "../side", "phr", "new", *GIVEN, "--prompt", "p").out


def test_own_template(run, repo):
    """A template in .records/templates takes the place of the packaged one; one that loses the prompt is refused."""
    repo.write(
        ".records/templates/phr.md.j2", "---\nid: {{ id|yaml }}\ntitle: {{ title|yaml }}\n---\n\nno prompt\n"
    )
    assert "would not read back" in new(run, "--prompt", "p", code=2).err
    repo.write(
        ".records/templates/phr.md.j2",
        "---\nid: {{ id|yaml }}\ntitle: {{ title|yaml }}\nstage: {{ stage }}\n"
        "prompt_sha256: {{ prompt_sha256 }}\n---\n\n## Prompt\n\n{{ prompt_section }}\n",
    )
    new(run, "--prompt", "p\n## Outcome\n")
    assert shown(run)["prompt"] == "p\n## Outcome\n"


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{{ nothing_like_this }}", "does not render"),
        ("{{ title.__class__.__mro__ }}", "does not render"),
        ("{% for x in %}", "mistake"),
        ("{% include '../../../../etc/passwd' %}", "no template called"),
    ],
)
def test_templates_run_in_a_sandbox(run, repo, template, told):
    """A template of the repository cannot leave the sandbox."""
    repo.write(".records/templates/phr.md.j2", template)
    assert told in new(run, "--prompt", "p", code=2).err


def test_json_gives_the_record(run):
    """`phr new --json` prints the new record."""
    data = json.loads(new(run, "--prompt", "p", "--json").out)
    assert (data["ref"], data["prompt"], data["kind"]) == ("general/0001", "p", "phr")


def test_long_file_lists_are_cut_and_told(run, repo):
    """A list of more than 500 files is cut, with a note."""
    for number in range(510):
        repo.write(f"many/{number:04d}.txt", "x")
    result = new(run, "--prompt", "p")
    assert "510 files changed; the first 500 are listed" in result.err
    assert len(shown(run)["files"]) == 500


def test_subproject_paths_are_its_own(run, repo):
    """A folder with its own settings is a project; paths are relative to it."""
    repo.write("apps/web/.records/config.toml", "")
    repo.write("apps/web/page.py", "1\n")
    repo.write("top.py", "1\n")
    out = run("-C", "apps/web", "phr", "new", *GIVEN, "--prompt", "p").out
    assert out == "history/prompts/general/0001-add-login.green.prompt.md\n"
    assert (repo.path / "apps/web" / out.strip()).exists()
    assert json.loads(run("-C", "apps/web", "list", "--json").out)[0]["files"] == [
        "../../top.py",
        "page.py",
    ]


def test_secrets_are_replaced_before_anything_is_written(run, repo):
    """A secret never reaches the work tree; it is said which kind was found, and the same one has the same tag."""
    secret = "ghp_" + "a1B2c3D4e5" * 4
    result = new(run, "--prompt", f"use {secret} twice: {secret}", "--response", f"I used {secret}.")
    assert "secrets were replaced before anything was written: github-token" in result.err
    data = shown(run)
    tag = data["prompt"].split()[1]
    assert tag.startswith("[REDACTED:github-token#")
    assert data["prompt"] == f"use {tag} twice: {tag}"
    assert data["response"] == f"I used {tag}."
    assert secret not in repo.read(data["path"])
    run("check")


@pytest.mark.parametrize(
    ("variable", "value", "folder"),
    [
        (None, None, "286-tenant"),
        ("SPECIFY_FEATURE_DIRECTORY", "specs/300-other/", "300-other"),
        ("SPECIFY_FEATURE", "301-third", "301-third"),
    ],
)
def test_the_active_feature_of_spec_kit(run, repo, monkeypatch, variable, value, folder):
    """A variable says it, else `.specify/feature.json`; no branch is needed."""
    repo.write(".specify/feature.json", '{"feature_directory": "specs/286-tenant"}')
    if variable:
        monkeypatch.setenv(variable, value)
    path = run("phr", "new", "--title", "X", "--stage", "green", "--prompt", "p").out
    assert path == f"history/prompts/{folder}/0001-x.green.prompt.md\n"


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ("{", "note: .specify/feature.json is not JSON"),
        ("[]", "feature_directory is not a text"),
        ('{"feature_directory": 7}', "feature_directory is not a text"),
        ('{"feature_directory": null}', ""),
        ("{}", ""),
    ],
)
def test_a_feature_file_that_says_nothing_is_passed_over(run, repo, text, remark):
    """The feature is left to the branch; a remark says it where the file is damaged."""
    repo.write(".specify/feature.json", text)
    result = run("phr", "new", "--title", "X", "--stage", "green", "--prompt", "p")
    assert "/general/" in result.out
    assert remark in result.err
    assert (".specify" in result.err) == bool(remark)


@pytest.mark.parametrize(
    "directory", ["./specs/12-x/", "specs\\\\12-x", "/somewhere/specs/12-x", "12-x"], ids=repr
)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte order mark"])
def test_the_feature_directory_is_written_in_many_ways(run, repo, directory, mark):
    """Its last part is the feature, whatever stands before it and whichever program wrote the file."""
    repo.write(".specify/feature.json", f'{mark}{{"feature_directory": "{directory}"}}')
    assert "/12-x/" in run("phr", "new", "--title", "X", "--stage", "green", "--prompt", "p").out


@pytest.mark.parametrize(
    "template", ["docs/form.md", "./docs/form.md", "docs/form.md.j2", "own", "own.md.j2"]
)
def test_a_template_of_the_project_by_its_path_or_name(run, repo, template):
    """The record is made from it, whether it is named by its path or by its name in .records/templates."""
    packaged = run("templates", "show", "phr").out
    own = packaged.replace("## Outcome", "## Outcome\n\nOf the house.", 1)
    for path in ("docs/form.md", "docs/form.md.j2", ".records/templates/own.md.j2"):
        repo.write(path, own)
    path = run("phr", "new", "X", "--stage", "green", "--prompt", "p", "--template", template).out.strip()
    assert "Of the house." in repo.read(path)


def test_a_mistake_in_a_template_is_named_with_its_line(run, repo):
    """The message names the file and the line of a template that is given by its path."""
    repo.write("docs/form.md", "---\nid: {{ id\n---\n")
    error = run(
        "phr", "new", "X", "--stage", "green", "--prompt", "p", "--template", "docs/form.md", code=2
    ).err
    assert "docs/form.md:3 has a mistake" in error


def test_a_template_that_loses_the_prompt_is_named(run, repo):
    """A record that would not read back as it was given is refused, with the template that caused it."""
    repo.write("docs/form.md", "# No prompt here\n")
    error = run(
        "phr", "new", "X", "--stage", "green", "--prompt", "p", "--template", "docs/form.md", code=2
    ).err
    assert "(title, prompt)" in error
    assert "check the template docs/form.md" in error


def test_a_copied_template_is_used_by_the_command_of_its_kind(run):
    """The next step after a copy is a command that works."""
    assert "records phr new" in run("templates", "copy", "phr").err
    assert "records adr new TITLE --template own" in run("templates", "copy", "madr", "own").err


def test_a_built_site_is_no_work_of_the_prompt(run, repo):
    """Its files are left out of the changed ones, wherever it was built."""
    run("phr", "new", "--title", "X", "--stage", "green", "--prompt", "p")
    repo.commit("Begin")
    run("site", "build", "-o", "out/pages")
    repo.write("out/other.html", "<p>mine</p>")
    repo.write("a.py", "b")
    run("phr", "new", "--title", "Y", "--stage", "green", "--prompt", "p")
    assert json.loads(run("show", "general/2", "--json").out)["files"] == ["a.py", "out/other.html"]
