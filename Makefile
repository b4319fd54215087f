# make demo    build ctopo, make a small ensemble, print its motif table
# make test    everything that must hold: see the target
# make bench   the kernels' benchmarks, and a table beside their yardsticks
# make crosscheck   what ctopo finds, reads and writes beside igraph, NetworkX and SciPy
# make notebooks         run notebooks/ and compare with what they hold
# make notebooks-update  run them and keep what they print
# make browser tries the report of ctopo study in a headless Chromium
# make dist    the files of a release: a static binary, others without C, checksums
# make docs    bring what README.md and docs/ show up to date
# make fuzz    each fuzz target for FUZZTIME, then MUTATIONS damaged files
#
# On Debian and Ubuntu the HDF5 headers are installed if they are missing. Other
# systems: install the HDF5 development files and pkg-config first.

SHELL := /bin/bash -o pipefail
GO ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.0
FUZZTIME ?= 20s
MUTATIONS ?= 5000

# libdeflate inflates twice as fast as Go's own zlib; the tag is set where its
# header is.
HAVE_LIBDEFLATE = $(shell printf '\#include <libdeflate.h>\n' | $${CC:-cc} -E - >/dev/null 2>&1 && echo yes)
LIBDEFLATE = $(if $(filter yes,$(HAVE_LIBDEFLATE)),-tags libdeflate)

# --format parquet, which makes the program half as large again.
comma := ,
TAGS = $(if $(LIBDEFLATE),$(LIBDEFLATE)$(comma)parquet,-tags parquet)

# Systems other than Debian's keep HDF5 where pkg-config tells.
ifeq ($(wildcard /usr/include/hdf5/serial/hdf5.h),)
export CGO_CFLAGS ?= $(shell pkg-config --cflags hdf5 2>/dev/null)
export CGO_LDFLAGS ?= $(shell pkg-config --libs hdf5 2>/dev/null)
endif

# The folder with real connectomes and yardsticks that some tests use; they are
# skipped where it is not there.
export CTOPO_SHARED

# The packages whose results must not depend on the instruction set.
KERNELS = ./internal/kernel/... ./motifs/...

.PHONY: all build deps browser demo dist notebooks-if-able test lint unit race portable switches generated bench crosscheck notebooks notebooks-update docs fuzz generate clean

all: build

deps:
	@./.ci/deps

build: deps
	$(GO) build $(TAGS) -trimpath -o bin/ctopo ./cmd/ctopo

# An ensemble of three reconstructions and two controls of each, at a tenth of
# the column's cross-section, and its motifs.
demo: build
	rm -rf demo
	bin/ctopo synth -q --kind average --scale 0.1 --instances 3 --seed 1 --out demo/ensemble
	bin/ctopo synth -q --kind control --scale 0.1 --instances 3 --per-instance 2 --seed 1 --out demo/ensemble
	bin/ctopo info demo/ensemble --out demo/info --format table
	bin/ctopo motifs demo/ensemble --summary --out demo/motifs -q
	bin/ctopo simplices demo/ensemble --out demo/simplices -q
	@echo
	bin/ctopo motifs demo/ensemble/average --null gnp --out demo/motifs_null --format table
	@echo
	@echo "CSV files and manifests are in demo/:"
	@find demo -name '*.csv' -o -name manifest.json | sort

# The order is that of cost; the last thing printed is go test's.
test: deps lint portable generated switches race notebooks-if-able unit

lint:
	@unformatted=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); \
	if [ -n "$$unformatted" ]; then echo "gofmt -w is due for:" $$unformatted; exit 1; fi
	$(GO) vet $(TAGS) ./...
	$(GO) run $(STATICCHECK) $(TAGS) ./...

# What must build where there is no C compiler, and on other systems.
portable:
	CGO_ENABLED=0 $(GO) vet ./...
	for target in linux/arm64 darwin/arm64 windows/amd64; do \
		CGO_ENABLED=0 GOOS=$${target%/*} GOARCH=$${target#*/} $(GO) build ./... || exit 1; \
	done

# The assembly in the tree is what its generator makes.
GENERATED = $(wildcard internal/kernel/triad/strips_amd64.*) $(wildcard internal/kernel/clique/clique_amd64*) $(wildcard internal/kernel/bfs/rows_amd64.*) $(wildcard internal/kernel/rows/rows_amd64.*)
generated:
	@before=$$(cat $(GENERATED) | cksum) && $(MAKE) --no-print-directory generate && \
	if [ "$$before" != "$$(cat $(GENERATED) | cksum)" ]; then \
		echo "The assembly was not what its generator makes. It is now: commit it."; exit 1; fi

generate:
	cd internal/kernel/_asm && $(GO) run ./triad -out ../triad/strips_amd64.s -stubs ../triad/strips_amd64.go -pkg triad
	cd internal/kernel/_asm && $(GO) run ./bfs -out ../bfs/rows_amd64.s -stubs ../bfs/rows_amd64.go -pkg bfs
	cd internal/kernel/_asm && $(GO) run ./rows -out ../rows/rows_amd64.s -stubs ../rows/rows_amd64.go -pkg rows
	cd internal/kernel/_asm/clique && $(GO) generate

# The same tests on each path that the kernels take: the widest instruction set
# that there is (which unit takes), AVX2, none, and builds without assembly. The
# packages above the kernels leave out what has nothing to do with it. GODEBUG is
# read before go test watches what a test depends on, so cached results must not
# count.
switches:
	@if ! grep -qs avx512f /proc/cpuinfo; then echo "no AVX-512 here: unit takes AVX2"; else \
		echo "AVX2"; GODEBUG=cpu.avx512f=off $(GO) test -count=1 -short $(KERNELS); fi
	GODEBUG=cpu.avx512f=off,cpu.avx2=off $(GO) test -count=1 -short $(KERNELS)
	$(GO) test -tags purego -short $(KERNELS)

# Where goroutines meet. Packages without any are left out, and so are tests that try
# many inputs in the same way, as the detector makes them ten times slower; of the slowest
# packages all tests but those where goroutines meet.
RACELESS = Hostile|Mutated|EveryShape|Uniform|Distribution|Keeps|Moments|GuardReadsTheSame|TestTiles$$
UNRACED = -e /cmd/ -e /motifs$$ -e /kernel/clique$$ -e /internal/figure$$ -e /internal/report$$ -e /factsheet$$ -e /published$$ -e /maketables$$ -e /parquet$$
race:
	$(GO) test $(LIBDEFLATE) -race -short -skip '$(RACELESS)' $$($(GO) list ./... | grep -v $(UNRACED))
	$(GO) test $(LIBDEFLATE) -race -short -run 'Threads|Cancel|Interrupt|Edge|List|Large|Sample|Estimate' ./motifs
	$(GO) test $(LIBDEFLATE) -race -short -run 'Interrupt|Signal|Progress|CompareWith|Study' ./cmd/...

unit:
	$(GO) test $(TAGS) ./...

bench: build
	$(GO) test $(TAGS) -run '^$$' -bench . -benchmem ./internal/kernel/... ./motifs/... ./connectome/...
	python3 bench/side_by_side.py

# A second opinion by other programs, which it does not install: Debian's packages
# are seen by Debian's Python, whatever comes first on the path.
CROSSCHECK_PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)
crosscheck: build
	$(CROSSCHECK_PYTHON) crosscheck/formats.py bin/ctopo
	$(CROSSCHECK_PYTHON) crosscheck/crosscheck.py $(if $(ONLY),--only $(ONLY)) bin/ctopo

# In CI they are run whatever is there: what is missing is installed.
notebooks-if-able:
	@if [ -n "$$CI" ] || notebooks/run --able; then $(MAKE) --no-print-directory notebooks; \
	else echo "notebooks: skipped, as Python lacks what they need: see notebooks/README.md"; fi

# The notebooks, against a ctopo of their own: see notebooks/README.md.
notebooks notebooks-update: deps
	$(GO) build $(TAGS) -trimpath -o build/ctopo ./cmd/ctopo
	CTOPO=build/ctopo notebooks/run $(if $(filter %-update,$@),--update) $(ONLY)

# The report's page in a headless Chromium, where there is one. REPORT=FILE tries
# that report, too; SCREENSHOTS=FOLDER keeps pictures.
browser:
	CTOPO_REPORT=$(abspath $(REPORT)) CTOPO_SCREENSHOTS=$(abspath $(SCREENSHOTS)) $(GO) test -count=1 -v -run Browser ./internal/report

# The files of a release, in dist/: docs/install.md.
dist: deps
	@GO=$(GO) .ci/dist

# Runs the commands that README.md and docs/ show, and pastes what they print.
docs:
	CTOPO_UPDATE_DOCS=1 $(GO) test $(TAGS) -count=1 -run 'Docs|Readme|Pictures' ./cmd/ctopo

# Each fuzz target for FUZZTIME; then the tally of what becomes of damaged files.
fuzz: deps
	@grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u | while read -r dir; do \
		for target in $$($(GO) test $(TAGS) -list '^Fuzz' $$dir | grep '^Fuzz'); do \
			echo "$$dir $$target"; \
			$(GO) test $(TAGS) -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s $$dir || exit 1; \
		done; \
	done
	CTOPO_FUZZ_MUTATIONS=$(MUTATIONS) $(GO) test $(TAGS) ./connectome/portal ./connectome/formats -run TestMutatedFiles -count=1 -v -timeout 20m

clean:
	rm -rf bin demo build dist
