"""What an existing log and a threshold do to suggestions."""

import json


def test_a_decision_in_a_range_covers_only_what_it_speaks_of(run, repo):
    """Several commits: an ADR about one thing does not silence the others."""
    repo.write("package.json", '{\n  "dependencies": {\n    "express": "4.0.0"\n  }\n}\n')
    repo.commit("Begin a shop")
    run("adr", "new", "Sign documents by hand")
    repo.commit("Write down how documents are signed")
    repo.write(
        "package.json", '{\n  "dependencies": {\n    "express": "4.0.0",\n    "kafkajs": "2.0.0"\n  }\n}\n'
    )
    repo.write(
        "src/events.js",
        "// Kafka and not polling: orders must reach the warehouse at once\nrequire('kafkajs')\n",
    )
    repo.write("docker-compose.yml", "services:\n  kafka:\n    image: kafka:4\n")
    repo.commit("Send orders through Kafka")
    told = json.loads(run("adr", "suggest", "--diff", "HEAD~2..HEAD", "--format", "json").out)
    assert any("kafka" in one["title"].lower() for one in told["suggestions"])
    record_only = json.loads(run("adr", "suggest", "--diff", "HEAD~2..HEAD~1", "--format", "json").out)
    assert (record_only["suggestions"], record_only["score"]) == ([], 0.0)


def test_what_fails_a_build_is_named(run, repo):
    """`--fail-on` names the suggestion that reached it and exits with 1."""
    repo.write("requirements.txt", "redis==5\n")
    repo.write("app/cache.py", "import redis\n")
    repo.commit("Cache in redis")
    result = run("adr", "suggest", "--diff", "HEAD~1", "--threshold", "0.99", "--fail-on", "0.1", code=1)
    assert "reaches --fail-on 0.1" in result.err


def shop(repo, run):
    repo.write("requirements.txt", "flask==3.0\n")
    repo.commit("Begin a shop")
    run("init")
    repo.write("requirements.txt", "flask==3.0\nredis==5.0\n")
    repo.write("src/cache.py", "import redis\n\nCACHE = redis.Redis()\n")
    repo.commit("Cache searches in Redis")


def test_the_record_that_begins_a_log_silences_nothing(run, repo):
    """The first record that `init` writes covers no change."""
    shop(repo, run)
    assert "same change" not in run("adr", "suggest", "--diff", "HEAD~1").out


def test_a_draft_governs_the_code_that_it_is_about(run, repo):
    """Where the form of the log can say so; the references say it in every form."""
    shop(repo, run)
    repo.write(".records/config.toml", '[adr]\ntemplate = "native"\n')
    path = run("adr", "suggest", "--diff", "HEAD~1", "--create", "1").out.strip().splitlines()[-1]
    assert "src/cache.py" in json.loads(run("show", path, "--json").out)["fields"]["affects"]
    run("adr", "accept", path)
    assert "ADR-0002" in run("adr", "for", "src/cache.py").out
