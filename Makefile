# cpprof: `make help` lists the targets. Variables:
#   DEBUG=1                  do not optimise, and keep all debug information
#   SAN=address,undefined    build with these sanitizers
#   COVERAGE=1               count which lines run
#   V=1                      show the commands
#   DESTDIR, PREFIX          where `install` puts files

VERSION := 0.1.0
PREFIX ?= /usr/local
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
PROTOC_C ?= protoc-c
comma := ,
Q := $(if $(V),,@)

B := build/$(notdir $(CC))$(if $(DEBUG),-debug)$(if $(SAN),-$(subst $(comma),-,$(SAN)))$(if $(COVERAGE),-coverage)
GEN := build/gen
COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null)

OPT := $(if $(COVERAGE),-O0 -g --coverage -fprofile-update=atomic,$(if $(DEBUG),-O0 -g3,-O2 -g))
WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wwrite-strings -Wvla -Wundef
SANFLAGS := $(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
HARDEN := $(if $(SAN)$(DEBUG)$(COVERAGE),,-D_FORTIFY_SOURCE=2) -fstack-protector-strong -fPIE
# -ffp-contract=off: sums and products round as Go's do
CFLAGS_ALL := -std=c11 -D_GNU_SOURCE $(OPT) $(WARN) $(HARDEN) -ffp-contract=off $(SANFLAGS) -Isrc -I$(GEN) $(CFLAGS)
LDFLAGS_ALL := -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(SANFLAGS) $(if $(COVERAGE),--coverage) $(LDFLAGS)
# ISA-L inflates twice as fast as zlib. Everything works without it.
ISAL := $(if $(NO_ISAL),,$(shell pkg-config --exists libisal 2>/dev/null && echo yes))
# The sandbox would keep coverage from writing its counts at the end.
CFLAGS_ALL += $(if $(ISAL),-DHAVE_ISAL) $(if $(COVERAGE),-DNO_SANDBOX)
LIBS := $(if $(ISAL),-lisal) -lprotobuf-c -ljansson -lz -lzstd -lpcre2-8 -lm -lpthread -ldl

SRC := $(sort $(wildcard src/*/*.c))
TOOLS := src/driver/main.c src/driver/gendoc.c
OBJ := $(SRC:src/%.c=$(B)/%.o) $(B)/profile.pb-c.o
LIB_OBJ := $(filter-out $(TOOLS:src/%.c=$(B)/%.o),$(OBJ))
FAULTS := $(B)/faults
GENERATED := $(GEN)/profile.pb-c.h $(GEN)/svg_pan_js.h
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
TARGETS := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))

.PHONY: all try test coverage fuzz test-differential bench lint format docs install uninstall deps clean help FORCE
.DELETE_ON_ERROR:

## all: build ./cpprof
all: cpprof

# ./cpprof is a copy of the variant that was built last.
cpprof: $(B)/cpprof FORCE
	$(Q)cmp -s $< $@ || { echo "  cpprof <- $<"; cp $< $@.new && mv $@.new $@; }

$(B)/cpprof: $(LIB_OBJ) $(B)/driver/main.o
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(B)/gendoc: $(LIB_OBJ) $(B)/driver/gendoc.o
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(B)/%.o: src/%.c | $(GENERATED)
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# No warnings, because generated code is not ours.
$(B)/profile.pb-c.o: $(GEN)/profile.pb-c.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CFLAGS_ALL) -w -MMD -MP -c -o $@ $<

$(B)/driver/help.o: CFLAGS_ALL += -DCPPROF_VERSION='"$(VERSION)$(if $(COMMIT), ($(COMMIT)))"'

$(GEN)/profile.pb-c.c: $(GEN)/profile.pb-c.h
$(GEN)/profile.pb-c.h: src/format/profile.proto | build/deps.ok
	@mkdir -p $(GEN)
	@echo "  GEN   $@"
	$(Q)$(PROTOC_C) --proto_path=src/format --c_out=$(GEN) profile.proto

$(GEN)/svg_pan_js.h: src/render/svg_pan.js src/render/embed.sh
	@mkdir -p $(GEN)
	@echo "  GEN   $@"
	$(Q)sh src/render/embed.sh svg_pan_js $< > $@

$(B)/unit/%: tests/unit/%.c $(LIB_OBJ)
	@mkdir -p $(@D)
	@echo "  TEST  $@"
	$(Q)$(CC) $(CFLAGS_ALL) -MMD -MP -MT $@ -MF $@.d -o $@ $< $(LIB_OBJ) $(LDFLAGS_ALL) $(LIBS) -lcmocka

## try: install what is missing, build, and look for a leak in real profiles
try: deps
	@$(MAKE) --no-print-directory all
	@sh tests/try.sh

## test: install what is missing, build, and run all tests
test: deps
	@$(MAKE) --no-print-directory run-tests

.PHONY: run-tests
run-tests: all $(UNIT) $(B)/gendoc $(FAULTS)/inject.so $(FAULTS)/sweep $(TARGETS:%=$(B)/replay/%) $(B)/corpus $(B)/property
	@UNIT="$(UNIT)" GENDOC=$(B)/gendoc FAULTS=$(FAULTS) REPLAY=$(B)/replay CORPUS=$(B)/corpus PROPERTY=$(B)/property sh tests/run.sh

TEST_CC = $(CC) $(CFLAGS_ALL) -Itests -MMD -MP -MT $@ -MF $@.d -o $@
TEST_LIBS = $(LIB_OBJ) $(LDFLAGS_ALL) $(LIBS) -lcmocka

$(B)/replay/%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c $(LIB_OBJ)
	@mkdir -p $(@D)
	@echo "  TEST  $@"
	$(Q)$(TEST_CC) $(filter tests/%,$^) $(TEST_LIBS)

$(B)/fuzz/%: tests/fuzz/fuzz_%.c $(LIB_OBJ)
	@mkdir -p $(@D)
	@echo "  FUZZ  $@"
	$(Q)$(TEST_CC) -fsanitize=fuzzer $< $(TEST_LIBS)

$(B)/make_corpus: tests/fuzz/make_corpus.c $(LIB_OBJ)
	@echo "  TEST  $@"
	$(Q)$(TEST_CC) $< $(TEST_LIBS)

$(B)/corpus: $(B)/make_corpus
	$(Q)rm -rf $@ && $< $@

$(B)/property: tests/property/property.c tests/property/random_profile.c $(LIB_OBJ)
	@echo "  TEST  $@"
	$(Q)$(TEST_CC) $(filter tests/%,$^) $(TEST_LIBS)

# Without pointer-overflow, because NULL + 0, the end of an empty table, is NULL for every compiler, and allowed since C2y.
## fuzz: fuzz each target for SECONDS=60, or only TARGET=report; needs clang and its runtime (libclang-rt-dev)
fuzz:
	@$(MAKE) --no-print-directory CC=clang SAN=fuzzer-no-link,address,undefined CFLAGS=-fno-sanitize=pointer-overflow run-fuzz

.PHONY: run-fuzz
run-fuzz: $(if $(TARGET),$(B)/fuzz/$(TARGET),$(TARGETS:%=$(B)/fuzz/%)) $(B)/corpus
	@sh tests/fuzz/run.sh $(B)/fuzz $(B)/corpus $(or $(SECONDS),60) $(TARGET)

## test-differential: compare with go tool pprof, if it is installed, on random profiles
test-differential: all $(B)/property
	@PROPERTY=$(B)/property sh tests/property/differential.sh

# No variant has sanitizers in these, because the library goes between the program and that of a sanitizer, which must start first.
FAULTS_CC = $(CC) -std=c11 -D_GNU_SOURCE -O1 -g $(WARN)
$(FAULTS)/inject.so: tests/faults/inject.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(FAULTS_CC) -fPIC -shared -o $@ $< -ldl $(if $(findstring address,$(SAN)),-Wl$(comma)--no-as-needed -lasan)

$(FAULTS)/sweep: tests/faults/sweep.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(FAULTS_CC) -o $@ $<

## coverage: show how much of src the tests run, by file, and the functions that never run
coverage: deps
	@$(MAKE) --no-print-directory COVERAGE=1 run-coverage

# This leaves ./cpprof alone.
.PHONY: run-coverage
run-coverage: $(B)/cpprof $(UNIT) $(B)/gendoc $(FAULTS)/inject.so $(FAULTS)/sweep
	@B=$(B) CPPROF=$(CURDIR)/$(B)/cpprof UNIT="$(UNIT)" GENDOC=$(B)/gendoc FAULTS=$(FAULTS) sh tests/coverage.sh

# Optimised in every variant, so that the parts that are not measured do not take long.
BENCH := build/bench
BENCH_CC = $(CC) -std=c11 -D_GNU_SOURCE -O2 $(WARN) -Isrc
BENCH_SRC := $(addprefix tests/bench/,bench.c measure.c profiles.c result.c result_table.c workload_run.c workloads.c) \
    $(addprefix src/base/,buf.c err.c large.c str.c vec.c)

## bench: measure against zlib alone, go tool pprof if it is installed, and BEFORE=another/cpprof; ARGS='-quick -only=top', or -help
bench: all $(BENCH)/bench $(BENCH)/genprofile $(BENCH)/floor
	@$(BENCH)/bench $(BEFORE:%=-before=%) $(ARGS)

$(BENCH)/bench: $(BENCH_SRC) $(wildcard tests/bench/*.h)
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(BENCH_CC) -o $@ $(BENCH_SRC)

$(BENCH)/genprofile: tests/bench/made_up_program.h tests/bench/named_functions.def
$(BENCH)/genprofile $(BENCH)/floor: $(BENCH)/%: tests/bench/%.c
	@mkdir -p $(@D)
	@echo "  CC    $@"
	$(Q)$(BENCH_CC) -o $@ $< -lz -lm

## docs: regenerate parts of the man page and the completions
docs: $(B)/gendoc
	@GENDOC=$(B)/gendoc sh tests/docs/generate.sh write

## lint: run clang-tidy, cppcheck, gcc -fanalyzer, shellcheck and mandoc
lint: all $(BENCH)/bench $(BENCH)/genprofile $(BENCH)/floor
	@sh tests/lint.sh

## format: format the code with clang-format
format:
	clang-format -i $(wildcard src/*/*.[ch] tests/*/*.[ch])

## install: install the program, its manual, schema and completions below $(DESTDIR)$(PREFIX)
install: all
	install -Dm755 cpprof $(DESTDIR)$(PREFIX)/bin/cpprof
	install -Dm644 man/cpprof.1 $(DESTDIR)$(PREFIX)/share/man/man1/cpprof.1
	install -Dm644 man/cpprof-report.schema.json $(DESTDIR)$(PREFIX)/share/cpprof/cpprof-report.schema.json
	install -Dm644 completions/cpprof.bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/cpprof
	install -Dm644 completions/_cpprof $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_cpprof
	install -Dm644 completions/cpprof.fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/cpprof.fish

## uninstall: remove the files that install put there
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/cpprof $(DESTDIR)$(PREFIX)/share/man/man1/cpprof.1 \
	    $(DESTDIR)$(PREFIX)/share/cpprof/cpprof-report.schema.json \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/cpprof \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_cpprof \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/cpprof.fish
	rmdir $(DESTDIR)$(PREFIX)/share/cpprof 2>/dev/null || true

DEBIAN := gcc libc6-dev pkg-config protobuf-c-compiler libprotobuf-c-dev zlib1g-dev libisal-dev libzstd-dev libpcre2-dev libjansson-dev libedit-dev libgraphviz-dev graphviz libcmocka-dev python3-jsonschema
LIBS_THERE = command -v $(PROTOC_C) dot pkg-config >/dev/null && \
    pkg-config --exists libprotobuf-c zlib libzstd libpcre2-8 jansson libedit libgvc libcgraph cmocka
# The build does not ask for packages that only tests need.
DEPS_THERE = $(LIBS_THERE) && python3 -c 'import jsonschema' 2>/dev/null

## deps: install missing packages, or name them
deps:
	@if ! { $(DEPS_THERE); }; then \
	    if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
	        echo "  installing what is missing: $(DEBIAN)"; \
	        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $(DEBIAN); } \
	            >build-deps.log 2>&1 || { tail -n 20 build-deps.log; rm -f build-deps.log; exit 1; }; \
	        rm -f build-deps.log; \
	    else \
	        $(MAKE) --no-print-directory say-deps; exit 1; \
	    fi; \
	fi
	@mkdir -p build && touch build/deps.ok

.PHONY: say-deps
say-deps:
	@echo "cpprof needs some packages that are not installed. To install them:"
	@echo "  Debian, Ubuntu:  sudo apt-get install $(DEBIAN)"
	@echo "  Fedora:          sudo dnf install gcc pkgconf protobuf-c-compiler protobuf-c-devel zlib-devel libzstd-devel pcre2-devel jansson-devel libedit-devel graphviz-devel graphviz libcmocka-devel python3-jsonschema"
	@echo "  Alpine:          sudo apk add gcc musl-dev make pkgconf protobuf-c-compiler protobuf-c-dev zlib-dev zstd-dev pcre2-dev jansson-dev libedit-dev graphviz-dev graphviz cmocka-dev py3-jsonschema"
	@echo "  Homebrew:        brew install gcc pkg-config protobuf-c zlib zstd pcre2 jansson libedit graphviz cmocka; python3 -m pip install jsonschema"

build/deps.ok:
	@if $(LIBS_THERE); then mkdir -p build && touch $@; else $(MAKE) --no-print-directory say-deps; exit 1; fi

## clean: remove everything that was built
clean:
	rm -rf build cpprof

## help: print this list
help:
	@sed -n 's/^## //p' $(MAKEFILE_LIST)

-include $(OBJ:.o=.d) $(UNIT:%=%.d) $(TARGETS:%=$(B)/replay/%.d) $(TARGETS:%=$(B)/fuzz/%.d) $(B)/make_corpus.d $(B)/property.d
