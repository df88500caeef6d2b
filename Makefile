# One command from a clone to a graded class: make demo. Without make: see README.md.
# Needs Python 3.11 or newer (make PYTHON=python3.12 chooses one).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# pip compiles on one processor only, and tests that nobody runs; so that is done apart
INSTALL := $(BIN)/python -m pip --disable-pip-version-check --quiet install --no-compile --editable
COMPILE := $(BIN)/python -m compileall -q -j 0 -x '/(tests?|pip|setuptools)/' $(VENV)/lib

.PHONY: help demo lab site test browser pictures check clean
.DEFAULT_GOAL := help

help:
	@echo "make demo     grade a made-up class in classroom-demo/ and say what to open"
	@echo "make lab      open the notebooks in JupyterLab, as a student gets them"
	@echo "make site     build the site: guides, notebooks, and the course in the browser"
	@echo "make test     run everything that CI runs"
	@echo "make browser  run only what is tested in a real browser"
	@echo "make pictures take the pictures of README.md and docs/ again"
	@echo "make check    check the notebooks and this machine"
	@echo "make clean    remove .venv and .venv-student; never anybody's work"

demo: $(VENV)/installed
	@$(BIN)/autograder demo 04-sigmoid 09-softmax

lab: $(VENV)/installed
	@$(BIN)/autograder start --lab

site: $(VENV)/installed-for-site
	@$(BIN)/python -m docs.site.build

test: $(VENV)/installed-for-tests
	@sh .ci/get_browser.sh
	@sh .ci/get_proxy.sh
	@sh .ci/get_postgresql.sh
	@$(BIN)/python .ci/get_pyodide.py
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile

browser: $(VENV)/installed-for-tests
	@sh .ci/get_browser.sh
	@$(BIN)/python .ci/get_pyodide.py
	@$(BIN)/python -m pytest -q -rs tests/browser

pictures: $(VENV)/installed-for-tests
	@sh .ci/get_browser.sh
	@$(BIN)/python docs/pictures.py

check: $(VENV)/installed
	@$(BIN)/autograder check

# A stamp is newer than pyproject.toml exactly if what that file asks for is installed.
$(VENV)/installed: pyproject.toml | $(BIN)/python
	@echo "Installing NumPy, JupyterLab, nbgrader and this course into $(VENV) (once, a minute or two) ..."
	@$(INSTALL) .
	@$(COMPILE) || true
	@touch $@

$(VENV)/installed-for-tests: pyproject.toml | $(BIN)/python
	@echo "Installing the course and what its tests need into $(VENV) (once, a minute or two) ..."
	@$(INSTALL) ".[test,site]"
	@$(COMPILE) || true
	@touch $(VENV)/installed $(VENV)/installed-for-site $@

$(VENV)/installed-for-site: pyproject.toml | $(BIN)/python
	@echo "Installing the course and what its site needs into $(VENV) (once, a minute or two) ..."
	@$(INSTALL) ".[site]"
	@$(COMPILE) || true
	@touch $(VENV)/installed $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "$(PYTHON): not found. Install Python 3.11 or newer, or name yours: make PYTHON=/path/to/python"; exit 1; }
	@$(PYTHON) .ci/make_venv.py $(VENV)

clean:
	rm -rf $(VENV) .venv-student
