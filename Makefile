# Every command of the project. `make help` lists them.
PYTHON ?= python3
V := .venv/bin
# One thread for each notebook: that is how the course is measured, and two notebooks share two cores.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
export PATH := $(CURDIR)/$(V):$(PATH)
export PYTHONPATH := $(CURDIR)
# Files are in UTF-8, and the folder may have any name, whatever the language of the system.
export PYTHONUTF8 := 1
export PYTHONIOENCODING := utf-8:replace

.DEFAULT_GOAL := help
.PHONY: help book serve lab test test-fast browser sandbox execute sync lint format bench record exercises mutants grade otter lock clean

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

.venv/.ready: requirements.txt pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py
	@touch $@

execute: .venv/.ready  ## run the notebooks whose code, library, data or lock changed (FRESH=1: all)
	@$(V)/python -m tools.execute $(if $(FRESH),--fresh)

book: execute  ## build the site into _build/html
	@$(V)/python -m tools.book

serve: book  ## show the site at http://127.0.0.1:8000 (PORT=… for another port)
	@$(V)/python -m tools.serve $(PORT)

# The whole repository is served, for the notebooks of exercises/ too; the chapters are what it opens at.
lab: .venv/.ready  ## open the notebooks in JupyterLab
	@$(V)/jupyter lab --LabApp.default_url=/lab/tree/chapters

browser: .venv/.ready
	@$(V)/python -m tools.browser

sandbox: .venv/.ready
	@$(V)/python -m tools.sandbox

test: browser sandbox lint book  ## set everything up, a browser too, and run all tests (EXAMPLES=thorough: with more examples)
	@NBLIB_EXAMPLES=$(or $(EXAMPLES),default) $(V)/python -m pytest tests -n 2 --no-loadscope-reorder

test-fast: .venv/.ready  ## the tests that need neither notebooks nor a built site
	@NBLIB_EXAMPLES=quick $(V)/python -m pytest tests -m "not site and not browser and not sandbox"

sync: .venv/.ready  ## bring notebooks and contents in line with chapters/*.md and chapters/course.yml
	@$(V)/python -m tools.sync

lint: .venv/.ready  ## check code and notebooks with ruff, scripts and style sheets with deno
	@$(V)/ruff check . && $(V)/ruff format --check . && $(V)/python -m tools.javascript

format: .venv/.ready  ## let ruff and deno put code in order
	@$(V)/python -m tools.format && $(V)/python -m tools.sync
	@$(V)/ruff check --fix . ; $(V)/ruff format . ; $(V)/python -m tools.javascript --fix

bench: browser book  ## measure chapters, pages, widgets, engine, grading (ONLY=grading: that); writes _build/bench.json
	@$(V)/python -m tools.bench $(ONLY)

record: .venv/.ready  ## make the records that are stale (ONLY=03: that one)
	@$(V)/python -m tools.record $(ONLY)

exercises: .venv/.ready  ## generate the exercise sets from their sources
	@$(V)/python -m tools.exercises $(ONLY)

mutants: .venv/.ready  ## change the reference solutions a little: which changes does no test notice (ONLY=02)
	@$(V)/python -m tools.mutants $(ONLY)

# A folder that is not named would be taken to be this one.
NOT_GIVEN = $(strip $(foreach v,SUBMISSIONS SET ROSTER OUT,$(if $(strip $($v)),,$v)))

grade: .venv/.ready  ## grade a class: make grade SUBMISSIONS=… SET=02 ROSTER=roster.csv OUT=… (SCHEDULER=tcp://…)
	@$(if $(NOT_GIVEN),$(error $(NOT_GIVEN) not given. Say: make grade SUBMISSIONS=folder SET=02 ROSTER=roster.csv OUT=folder))
	@$(V)/python -m nblib.grading grade "$(SUBMISSIONS)" --set "$(SET)" --roster "$(ROSTER)" --out "$(OUT)" --jobs 2 \
		$(if $(SCHEDULER),--scheduler "$(SCHEDULER)")

otter: .venv/.ready  ## zips of the exercise sets for Otter and Gradescope, into _build/otter
	@$(V)/python -m tools.otter $(ONLY)

lock: .venv/.ready  ## resolve requirements.txt anew from pyproject.toml
	@$(V)/python -m tools.lock

clean:  ## remove what the commands made, the environment too
	rm -rf .venv _build .pytest_cache .ruff_cache .hypothesis
