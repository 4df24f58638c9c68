# Two commands: `make demo` shows what records does, `make test` proves that it does it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# The newest VS Code whose server is published for npm and runs with node 20; its native modules are not needed.
VSCODE := $(HOME)/.cache/records-test-agents/programs/vscode-4.100.3

.PHONY: help demo test test-agents lint types contracts history unit reference setup dist clean docs vscode vscode-server \
	packages test-packages
help: ## show this help
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	$(BIN)/python -m compileall -q src
	@touch $@

$(VENV)/.ready: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group dev
	@touch $@

setup: $(VENV)/.ready ## make .venv with the tool and what its tests need

demo: $(VENV)/.installed ## the main job on a small repository made on the spot
	@$(BIN)/records demo

test: lint types contracts history unit ## the whole suite: lint, types, layers, own history, tests, coverage

lint: setup
	$(BIN)/ruff check src tests bench ci
	$(BIN)/ruff format --check src tests bench ci

types: setup
	$(BIN)/mypy

contracts: setup ## imports point down, no cycles; names, inner imports and git calls within their limits
	$(BIN)/lint-imports
	$(BIN)/python ci/structure.py

history: setup ## this project's own records hold, their index is fresh, trailers name them
	$(BIN)/records check
	$(BIN)/records index --check
	$(BIN)/records hooks check

# A folder of its own for what tests write: pytest's shared one also removes what earlier runs left, and may fail at it.
PYTEST = folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && $(BIN)/python -m pytest --basetemp "$$folder/tests"

unit: setup
	$(PYTEST) -n 2 --cov --cov-report=term --cov-fail-under=95

test-agents: setup ## drive real agents, installed into a cache folder, against a model server on loopback
	export RECORDS_TEST_AGENTS=1 RECORDS_TEST_AGENTS_RESULTS=docs/agents-tested.json && $(PYTEST) -n 3 -rs $(AGENTS_AGAIN) tests/agents_live

reference: setup ## write docs/reference from the code
	$(BIN)/python docs/generate.py

docs: setup ## build the documentation site into dist/docs; a broken link is an error
	$(BIN)/zensical build --clean --strict

packages: setup ## write the packages for agents from the code: integrations, skills, server.json
	$(BIN)/python ci/packages.py

vscode: ## build, test and package the VS Code extension (needs node and npm)
	mkdir -p dist
	cd editors/vscode && npm install --no-audit --no-fund --silent && npm run types && npm test && npm run package

vscode-server: ## install VS Code's server into the cache of make test-agents (needs npm); a browser is its window
	@test -d $(VSCODE) || { rm -rf $(VSCODE).part && mkdir -p $(VSCODE).part \
		&& npm install --prefix $(VSCODE).part --ignore-scripts --no-audit --no-fund --silent code-server@4.100.3 \
		&& npm install --prefix $(VSCODE).part/node_modules/code-server/lib/vscode --ignore-scripts --omit=dev \
			--no-audit --no-fund --silent \
		&& mv $(VSCODE).part $(VSCODE); } || echo "VS Code cannot be installed: its test is skipped"

test-packages: setup vscode vscode-server ## let the hosts judge the packages; agents are those that make test-agents installed
	$(PYTEST) -rs tests/distribution

clean: ## remove everything that make made
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis

dist: setup ## build wheel and sdist, check them, install the wheel into an empty environment and run the demo
	rm -rf dist
	$(BIN)/python -m build --outdir dist .
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl
	$(PYTHON) -m venv --clear dist/.try && dist/.try/bin/pip install --quiet --disable-pip-version-check dist/*.whl
	dist/.try/bin/records demo > /dev/null && dist/.try/bin/records --version
	rm -rf dist/.try
