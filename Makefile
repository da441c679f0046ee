# The two commands of the README are `make demo` and `make test`; everything else is for contributors.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt

.PHONY: install demo demo-once test check format clean

install: $(VENV)/.product

$(VENV)/bin/python:
	@echo "Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.product: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing Riddlewire and what it stands on (a few minutes the first time: torch is large)"
	@$(PIP) --editable '.[offline]' && touch $@

$(VENV)/.dev: $(VENV)/.product
	@echo "Installing what the tests and checks need"
	@$(PIP) --editable '.[dev,offline,postgresql,benchmarks]' && touch $@

demo: install
	@$(BIN)/riddlewire demo

demo-once: install
	@$(BIN)/riddlewire demo --once

test: $(VENV)/.dev
	@$(BIN)/python -m pytest

check: $(VENV)/.dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/python -m pytest -q tests/test_architecture.py

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

clean:
	rm -rf $(VENV) var build dist *.egg-info
