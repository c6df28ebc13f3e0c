# crt: make demo, make check, make, make install PREFIX=/usr DESTDIR=dest
#
#   demo      install missing packages, build, and recover the carts of four invented stores
#   deps      install missing Debian packages, including those of the tests
#   all       build commands, manual pages, completions   (also: templates, feed, keys)
#   check     run all tests; the last line counts them      (also: check-unit, check-cmd,
#             check-house, check-man, check-demo, check-clang, check-vendor, check-peer)
#   check-long  run the larger tests: RUNS orders of arrival, query plans with PLAN_CARTS carts,
#             every invalid value in every field
#   san       run the tests under AddressSanitizer and UndefinedBehaviorSanitizer
#   fuzz      run each program of tests/fuzz for FUZZ_SECONDS, with clang
#   sbom      write build/sbom.json, the bill of materials (CycloneDX)
#   scan      run cppcheck, gcc -fanalyzer, clang-tidy, shellcheck, debsecan
#   bench     compare the speed with limits and with other programs
#   measure   print sizes
#   golden    rewrite the expected records of the adapters, for review
#   install   install to PREFIX below DESTDIR
#   uninstall remove it; give the same PREFIX and DESTDIR
#   clean     delete everything that was built

PREFIX  = /usr/local
BINDIR  = $(PREFIX)/bin
MANDIR  = $(PREFIX)/share/man
DATADIR = $(PREFIX)/share/crt
BASHDIR = $(PREFIX)/share/bash-completion/completions
ZSHDIR  = $(PREFIX)/share/zsh/site-functions
FISHDIR = $(PREFIX)/share/fish/vendor_completions.d
SYSCONFDIR  = /etc
UNITDIR     = $(PREFIX)/lib/systemd/system
SYSUSERSDIR = $(PREFIX)/lib/sysusers.d

CC      = cc
CFLAGS  = -O2 -g
WARN    = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
          -Wwrite-strings -Wcast-qual -Wvla -Wformat=2 -Wno-format-nonliteral -Werror
PKGS    = libpq jansson libidn2 libcurl openssl yaml-0.1 gmime-3.0 liboath

# Debian packages to build, run, and test crt.
DEBS    = gcc libc6-dev binutils pkg-config \
          libpq-dev libjansson-dev libidn2-dev libunistring-dev libcurl4-openssl-dev libssl-dev libyaml-dev libgmime-3.0-dev liboath-dev \
          postgresql-15 postgresql-client-15 \
          bats parallel jq mandoc gawk openssl python3
# Only tests need these.  The demo omits them, since Debian starts nginx and prometheus at once.
TEST_DEBS = nginx fcgiwrap websocketd curl gojq prometheus pgbouncer python3-dkim python3-nacl
SCAN_DEBS = shellcheck cppcheck clang-tidy debsecan

# B is the folder of all built files; a sanitizer build uses another one.
B       = build

# Before "make deps" these are empty; then the first compilation stops with an error.
PKGC   := $(shell pkg-config --cflags $(PKGS) 2>/dev/null | sed 's/-I/-isystem /g')
LDLIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lunistring -lresolv -lpthread -lm
FOREIGN = $(or $(PKGC),$(error libraries are missing; "make deps" installs them))
override CPPFLAGS += -D_GNU_SOURCE -Ilib -I$B/gen
override CFLAGS   += -pthread -ffile-prefix-map=$(CURDIR)=.

# A folder of lib/ is a room, and so is its subfolder; tests/floors has their order.
SRCS    = $(wildcard lib/*/*.c lib/*/*/*.c)
OBJS    = $(SRCS:%.c=$B/%.o) $B/gen/query.o $B/gen/shadow.o $B/gen/smtp_status.o $B/gen/domains.o \
          $B/gen/words.o
LIB     = $B/libcrt.a

# cmd/NAME.c is a command, and so is the folder cmd/NAME, which has one file per verb.
CMDS    = $(sort $(basename $(notdir $(wildcard cmd/*.c))) $(notdir $(patsubst %/,%,$(wildcard cmd/*/))))
BINOF   = $(if $(filter crt,$1),$B/bin/crt,$B/bin/crt-$1)
BINS    = $(foreach c,$(CMDS),$(call BINOF,$c))

QUERIES = $(sort $(wildcard sql/query/*/*.sql))
SCHEMA  = $(sort $(wildcard sql/schema/*.sql))

all: $(BINS) scripts pages

$B/%.o: %.c $B/gen/query.h $B/gen/words.h
	@mkdir -p $(@D)
	$(CC) $(WARN) $(CPPFLAGS) $(FOREIGN) $(CFLAGS) -MMD -MP -c -o $@ $<
# The schema is one string, longer than ISO C guarantees; gcc and clang accept it.
$B/gen/%.o: $B/gen/%.c
	$(CC) $(WARN) -Wno-overlength-strings $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<
$(LIB): $(OBJS)
	@rm -f $@
	ar rcs $@ $^

define COMMAND
$(call BINOF,$1): $(patsubst %.c,$B/%.o,$(wildcard cmd/$1.c cmd/$1/*.c cmd/$1/*/*.c)) $(LIB)
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) $$(LDFLAGS) -o $$@ $$^ $$(LDLIBS)
endef
$(foreach c,$(CMDS),$(eval $(call COMMAND,$c)))

# Each file is one program; tests/unit runs by itself, other tests run the rest.
define PROGRAM
$B/$1/%: tests/$1/%.c $(LIB)
	@mkdir -p $$(@D)
	$$(CC) $$(WARN) $$(CPPFLAGS) -Itests/unit $$(FOREIGN) $$(CFLAGS) -MMD -MP -MF $$@.d \
	    $$(LDFLAGS) -o $$@ $$< $(LIB) $$(LDLIBS)
endef
$(foreach f,unit fault peer bench fuzz,$(eval $(call PROGRAM,$f)))
PROGRAMS = $(patsubst tests/%.c,$B/%,$(wildcard $(1:%=tests/%/*.c)))

# Queries and the schema are embedded, so that a binary always matches its SQL.  The folders are
# prerequisites, because their time changes when a file is removed.
$B/gen/query.h: $(QUERIES) $(SCHEMA) $(wildcard sql/*/ sql/query/*/) sql/sql2h.awk sql/sql2c.awk
	@mkdir -p $(@D)
	awk -f sql/sql2h.awk $(QUERIES) > $@
$B/gen/query.c: $B/gen/query.h
	awk -f sql/sql2c.awk $(QUERIES) $(SCHEMA) > $@
$B/gen/shadow.c: $B/gen/query.h sql/shadow.txt sql/shadow2c.awk
	awk -f sql/shadow2c.awk sql/shadow.txt $(QUERIES) > $@

$B/lib/person/reply.o: $B/gen/replies.h
$B/gen/replies.h: etc/data/replies.tsv lib/person/replies2c.awk
	@mkdir -p $(@D)
	awk -f lib/person/replies2c.awk $< > $@

$B/lib/person/dialing.o: $B/gen/calling_codes.h
$B/gen/calling_codes.h: etc/data/calling_codes.tsv lib/person/calling_codes2c.awk
	@mkdir -p $(@D)
	awk -f lib/person/calling_codes2c.awk $< > $@

$B/lib/locale/country_language.o: $B/gen/country_languages.h
$B/gen/country_languages.h: etc/data/country_languages.tsv
	@mkdir -p $(@D)
	awk -F '\t' '/^[A-Z][A-Z]\t/ { printf "{ \"%s\", \"%s\" },\n", $$1, $$2 }' $< > $@

LOCALES = numbers symbols dates lists
$B/lib/locale/number_text.o: $B/gen/locale_numbers.h
$B/lib/locale/money_text.o: $B/gen/locale_symbols.h
$B/lib/locale/date_text_print.o: $B/gen/locale_dates.h
$B/lib/locale/list_text.o: $B/gen/locale_lists.h
$(LOCALES:%=$B/gen/locale_%.h): $B/gen/locale_%.h: etc/data/locales.tsv lib/locale/locales2c.awk
	@mkdir -p $(@D)
	awk -v part=$* -f lib/locale/locales2c.awk $< > $@

$B/lib/agent/bot.o: $B/gen/bots.h
$B/gen/bots.h: etc/data/bots.txt lib/agent/bots2c.awk
	@mkdir -p $(@D)
	awk -f lib/agent/bots2c.awk table=bot_agents $< > $@

POLICY = etc/policy/hours.tsv etc/policy/texts.tsv etc/policy/holidays.tsv
PLACES = etc/policy/area_codes.tsv etc/policy/calling_zones.tsv etc/policy/regions.tsv
$B/lib/hours/hours.o: $B/gen/policy_hours.h
$B/lib/hours/place.o: $B/gen/policy_places.h
$B/gen/policy_hours.h: $(POLICY) $(PLACES) lib/hours/policy2c.awk
	@mkdir -p $(@D)
	awk -v part=hours -v version=$$(cat $(POLICY) $(PLACES) | sha256sum | cut -c1-12) -f lib/hours/policy2c.awk $(POLICY) > $@
$B/gen/policy_places.h: $(PLACES) lib/hours/policy2c.awk
	@mkdir -p $(@D)
	awk -v part=places -f lib/hours/policy2c.awk $(PLACES) > $@

$B/lib/text/segments.o: $B/gen/gsm7.h
$B/gen/gsm7.h: etc/data/gsm7.tsv lib/text/segments2c.awk
	@mkdir -p $(@D)
	awk -f lib/text/segments2c.awk $< > $@

$B/lib/refusal/text_error.o: $B/gen/text_errors.h
$B/gen/text_errors.h: etc/data/twilio_errors.tsv lib/refusal/text_error2c.awk
	@mkdir -p $(@D)
	awk -f lib/refusal/text_error2c.awk $< > $@

$B/lib/agent/scanner.o: $B/gen/link_scanners.h
$B/gen/link_scanners.h: etc/data/link_scanners.txt lib/agent/bots2c.awk
	@mkdir -p $(@D)
	awk -f lib/agent/bots2c.awk table=link_scanners $< > $@

# Pages that people see in a browser: a layout, its pages, and one word list per language.
PAGESAWK = awk -f etc/templates/fill.awk -f etc/templates/pages2c.awk
$B/cmd/ingest/serve/pages.o: $B/gen/page_sources.h
$B/gen/page_sources.h: etc/templates/fill.awk etc/templates/pages2c.awk $(wildcard etc/pages/*)
	@mkdir -p $(@D)
	$(PAGESAWK) $(filter etc/pages/%,$^) > $@

$B/cmd/gdpr/export/cover.o: $B/gen/privacy_sources.h
$B/cmd/gdpr/export/cover.o: WARN += -Wno-overlength-strings
$B/gen/privacy_sources.h: etc/templates/fill.awk etc/templates/pages2c.awk $(wildcard etc/privacy/*)
	@mkdir -p $(@D)
	$(PAGESAWK) $(filter etc/privacy/%,$^) > $@

$B/cmd/gdpr/records.o: $B/gen/personal.h
$B/gen/personal.h: sql/pii.txt sql/personal2c.awk
	@mkdir -p $(@D)
	awk -f sql/personal2c.awk $< > $@

$B/cmd/gdpr/breach/text.o: $B/gen/breach_sources.h
$B/gen/breach_sources.h: etc/templates/fill.awk etc/templates/pages2c.awk $(wildcard etc/breach/*)
	@mkdir -p $(@D)
	$(PAGESAWK) $(filter etc/breach/%,$^) > $@

# A page is one string, longer than ISO C guarantees.
$B/lib/report/page.o: $B/gen/dashboard_sources.h
$B/lib/report/page.o: WARN += -Wno-overlength-strings
$B/gen/dashboard_sources.h: etc/templates/fill.awk etc/templates/pages2c.awk $(wildcard etc/dashboard/*)
	@mkdir -p $(@D)
	$(PAGESAWK) $(filter etc/dashboard/%,$^) > $@

$B/cmd/campaign/preview.o: $B/gen/preview.h
$B/gen/preview.h: etc/templates/preview.json cmd/campaign/preview2c.awk
	@mkdir -p $(@D)
	awk -f cmd/campaign/preview2c.awk $< > $@

WORDSAWK = awk -f gen/def.awk -f lib/record/words2c.awk
$B/gen/words.h: gen/def.awk lib/record/words2c.awk lib/record/words.def
	@mkdir -p $(@D)
	$(WORDSAWK) -v part=h lib/record/words.def > $@
$B/gen/words.c: $B/gen/words.h
	$(WORDSAWK) lib/record/words.def > $@

$B/gen/smtp_status.c: etc/data/smtp_enhanced_status.tsv lib/refusal/smtp_status2c.awk
	@mkdir -p $(@D)
	awk -f lib/refusal/smtp_status2c.awk $< > $@

$B/gen/domains.c: etc/data/crawler_domains.txt etc/data/disposable_domains.txt lib/person/domains2c.awk
	@mkdir -p $(@D)
	LC_ALL=C awk -f lib/person/domains2c.awk name=crawler etc/data/crawler_domains.txt \
	    name=disposable etc/data/disposable_domains.txt > $@

# Pages and completions are made from the option tables of the commands (--dump-options).
NAMEOF  = $(if $(filter crt,$1),crt,crt-$1)
NAMES   = $(foreach c,$(CMDS),$(call NAMEOF,$c))
DUMPS   = $(NAMES:%=$B/gen/%.tsv)
PAGES   = $(patsubst man/%.in,$B/man/%,$(wildcard $(NAMES:%=man/%.1.in) $(PIPES:%=man/%.1.in) man/*.5.in man/*.7.in))
PIPES   = crt-recover crt-poll
SCRIPTS = $(PIPES:%=$B/scripts/%)
SHELLS  = $(foreach s,bash zsh fish,$(patsubst %,$B/completions/%.$s,$(NAMES) $(PIPES)))
SCHEMAS = $B/man/crt-records.schema.json

DUMPAWK = awk -f lib/option/dump.awk

# Each generator reads its table and fills its marks; page.awk prints all other lines.
MANAWK  = gen/status2mdoc.awk lib/option/dump.awk $(addprefix gen/,mdoc.awk def.awk opt2mdoc.awk \
          keys2mdoc.awk err2mdoc.awk gate2mdoc.awk condition2mdoc.awk setting2mdoc.awk store_key2mdoc.awk credential2mdoc.awk \
          transition2mdoc.awk record2mdoc.awk route2mdoc.awk invariant2mdoc.awk scope2mdoc.awk metric2mdoc.awk page.awk)
TABLES  = lib/base/err.def lib/rule/gate.c lib/rule/gate.def lib/condition/condition.def lib/store/setting_kind.def lib/store/setting.def \
          lib/store/platform.def lib/store/store_key.def lib/platform/credential.def \
          lib/record/words.def lib/record/record.def lib/report/metric.def \
          sql/schema/006_transitions.sql etc/data/smtp_enhanced_status.tsv cmd/ingest/serve/routes.def cmd/crt/invariant.def \
          lib/access/scope.def
FILL    = awk $(MANAWK:%=-f %)

define DUMP
$B/gen/$(call NAMEOF,$1).tsv: $(call BINOF,$1)
	@mkdir -p $$(@D)
	$$< --dump-options > $$@
endef
$(foreach c,$(CMDS),$(eval $(call DUMP,$c)))
# The list of "crt help".
$B/cmd/crt/dispatch.o: $B/gen/commands.h
$B/gen/commands.h: cmd/crt/commands2c.awk $(filter-out $B/gen/crt.tsv,$(DUMPS)) $(SCRIPTS)
	awk -f $^ > $@
# The options that every command has, from the dump of one command.
$B/gen/every.tsv: $B/gen/crt.tsv
	awk -F '\t' '$$2 == "*"' $< > $@

$B/man/%.1: man/%.1.in $B/gen/%.tsv $(MANAWK) $(TABLES) man/liquid.inc
	@mkdir -p $(@D)
	$(FILL) $B/gen/$*.tsv $(TABLES) $< > $@
$B/man/%: man/%.in $B/gen/every.tsv $(DUMPS) $(MANAWK) $(TABLES)
	@mkdir -p $(@D)
	$(FILL) $B/gen/every.tsv $(DUMPS) $(TABLES) $< > $@
$B/man/crt-records.schema.json: lib/record/currency.def lib/record/words.def lib/record/record.def gen/def.awk \
    gen/record2schema.awk
	@mkdir -p $(@D)
	awk -f gen/def.awk -f gen/record2schema.awk $(filter %.def,$^) > $@

NAMEDEFS = lib/store/setting.def lib/store/store_key.def lib/store/platform.def
NAMED    = lib/option/dump.awk $(wildcard gen/names.*) $(NAMEDEFS)
COMPLETE = $(DUMPAWK) -v commands="$(filter-out crt,$(CMDS)) $(PIPES:crt-%=%)" -f gen/names.awk
$B/gen/crt-recover.tsv: $(patsubst %,$B/gen/crt-%.tsv,detect campaign send)
$B/gen/crt-poll.tsv: $(patsubst %,$B/gen/crt-%.tsv,sync ingest)
$B/gen/crt-poll.tsv: PASSED = reconcile
$(PIPES:%=$B/gen/%.tsv): gen/pipe.awk
	awk -v name=$(basename $(@F)) -v passed=$(PASSED) -f $(filter %.awk,$^) $(filter %.tsv,$^) > $@
$B/completions/%.bash: $B/gen/%.tsv gen/opt2bash.awk $(NAMED)
	@mkdir -p $(@D)
	$(COMPLETE) -f gen/opt2bash.awk $< $(NAMEDEFS) > $@
$B/completions/%.zsh: $B/gen/%.tsv gen/opt2zsh.awk $(NAMED)
	@mkdir -p $(@D)
	$(COMPLETE) -f gen/opt2zsh.awk $< $(NAMEDEFS) > $@
$B/completions/%.fish: $B/gen/%.tsv gen/opt2fish.awk $(NAMED)
	@mkdir -p $(@D)
	$(COMPLETE) -f gen/opt2fish.awk $< $(NAMEDEFS) > $@

pages: $(PAGES) $(SHELLS) $(SCHEMAS)

# The pipelines of several commands; err.def has the ranking of their exit statuses.
RANKAWK = gen/def.awk gen/mdoc.awk gen/err2mdoc.awk gen/page.awk
scripts: $(SCRIPTS)
$B/scripts/crt-recover: etc/bin/crt-recover.in $(RANKAWK) lib/base/err.def
	@mkdir -p $(@D)
	awk $(RANKAWK:%=-f %) lib/base/err.def $< > $@
	@chmod 755 $@
$B/scripts/crt-poll: $B/scripts/crt-recover
	ln -sf crt-recover $@

# Run this after you add an option, so that the other commands know its key.
keys: $(DUMPS) $B/gen/every.tsv
	awk -f lib/conf/keys.awk lib/conf/keys.def $^ > $B/gen/keys.new
	cmp -s $B/gen/keys.new lib/conf/keys.def || cp $B/gen/keys.new lib/conf/keys.def

# Templates: one layout, and one word list per language.
TEMPLATES = $(foreach w,$(wildcard etc/templates/words.*),\
              $(foreach n,reminder nudge offer,$B/templates/$n.$(w:etc/templates/words.%=%).yaml))

SMS_TEMPLATES = $(TEMPLATES:$B/templates/%=$B/templates/sms/%)
PUSH_TEMPLATES = $(TEMPLATES:$B/templates/%=$B/templates/push/%)

templates: $(TEMPLATES) $(SMS_TEMPLATES) $(PUSH_TEMPLATES)
$(PUSH_TEMPLATES): $B/templates/push/%.yaml: etc/templates/push.awk $(wildcard etc/templates/words.*)
	@mkdir -p $(@D)
	awk -v name=$(basename $*) -f etc/templates/push.awk etc/templates/words$(suffix $*) > $@
$(SMS_TEMPLATES): $B/templates/sms/%.yaml: etc/templates/sms.awk $(wildcard etc/templates/words.*)
	@mkdir -p $(@D)
	awk -v name=$(basename $*) -f etc/templates/sms.awk etc/templates/words$(suffix $*) > $@
$(TEMPLATES): $B/templates/%.yaml: $(wildcard etc/templates/*)
	@mkdir -p $(@D)
	awk -v name=$(basename $*) -f etc/templates/fill.awk -f etc/templates/compose.awk \
		etc/templates/words$(suffix $*) etc/templates/head.liquid etc/templates/layout.txt etc/templates/layout.html > $@

# The demo's feed in order of arrival: one file per day, and one of all days; for mawk or gawk.
FEED = etc/demo/parts.awk etc/demo/shop.awk etc/demo/feed.awk etc/demo/names.tsv etc/demo/catalogue.tsv

feed: $B/demo/feed.ndjson $B/demo/runs/feed.ndjson
$B/demo/runs/feed.ndjson: $(FEED)
	@mkdir -p $(@D)/feed
	LC_ALL=C awk -v dir=$(@D) -v by=3 $(patsubst %.awk,-f %.awk,$(FEED))
$B/demo/feed.ndjson: $(FEED)
	@mkdir -p $(@D)/feed
	LC_ALL=C awk -v dir=$(@D) $(patsubst %.awk,-f %.awk,$(FEED))

# A new make runs after demo-deps, because it must look for the new libraries.
demo: demo-deps
	@etc/demo/build.sh "$(MAKE)" $B
	@etc/demo/demo.sh $B

# Compares the mails of all fourteen days with the feed; "make check" runs three days.
check-demo: ready
	DEMO_DAYS=14 tests/check.sh $B tests/demo.bats

# Uses the network only if a package is missing.
deps demo-deps:
	@etc/demo/packages.sh $(DEBS) $(if $(filter deps,$@),$(TEST_DEBS) $(SCAN_DEBS))

# Builds everything that the tests run, so that parallel tests build nothing.
UNITS   = $(call PROGRAMS,unit)
HOUSE   = tests/house.bats tests/schema.bats
ready: $(BINS) $(SCRIPTS) $(PAGES) $(SHELLS) $(SCHEMAS) $(TEMPLATES) $(SMS_TEMPLATES) $(PUSH_TEMPLATES) $B/demo/feed.ndjson \
       $(UNITS) $(call PROGRAMS,fault peer)

check: ready
	READY=1 tests/check.sh $B $(UNITS) $(wildcard tests/*.bats)
check-unit: $(UNITS)
	tests/check.sh $B $^
check-cmd: ready
	READY=1 tests/check.sh $B $(filter-out $(HOUSE),$(wildcard tests/*.bats))
check-house: ready
	READY=1 tests/check.sh $B $(HOUSE)

# "make check" uses 20 orders of arrival and 20,000 carts.
RUNS       = 200
PLAN_CARTS = 1000000
check-long: ready
	RUNS=$(RUNS) PLAN_CARTS=$(PLAN_CARTS) tests/check.sh $B tests/permute.bats tests/plans.bats
	LONG=1 tests/check.sh $B $B/unit/invalid $B/unit/stat_trial tests/promise_invalid_all.bats

# A page may refer to pages that are not installed here.
check-man: $(PAGES)
	mandoc -Tlint -Wwarning $(PAGES)
	! mandoc -Tlint -Wstyle $(PAGES) 2>/dev/null | grep -v 'referenced manual not found\|input text line longer'

# The flags with which tests/house.bats compiles headers.
flags:
	@echo $(CPPFLAGS) $(FOREIGN)

# Compiles without a warning in the other compiler.
check-clang:
	! command -v clang >/dev/null || $(MAKE) B=build-clang CC=clang ready

# Tests with other people's work: SAMPLES names a folder of payloads and responses, and npm has
# clients and Liquid.
check-vendor: $B/peer/vendor $B/peer/deliveries $B/peer/parameters
	$B/peer/vendor
	$B/peer/deliveries
	$B/peer/parameters
check-peer: ready
	@command -v npm >/dev/null || { echo "skipped: no npm"; exit 0; }; \
	mkdir -p $B/npm && cp tests/peer/package.json $B/npm/ && \
	(cd $B/npm && npm install --silent --no-audit --no-fund && \
	    tar xzf "$$(npm pack --silent @shopify/dev-mcp@1.16.0)" package/dist/data) \
	    >/dev/null 2>&1 || { \
	    echo "skipped: npm has no network"; exit 0; }; \
	export PEER=$$(cd $B/npm && pwd); \
	$(MAKE) -s sbom && tests/check.sh $B $(wildcard tests/peer*.bats) && \
	for peer in liquid schema oauth1 webhooks providers bigcommerce sendgrid twilio fcm sbom; do node tests/peer/$$peer.mjs $B || exit; done

SAN = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
san:
	$(MAKE) B=build-san CC=gcc CFLAGS="-O1 -g $(SAN)" check

FUZZ_SECONDS = 60
FUZZ = -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
fuzz:
	$(MAKE) B=build-fuzz CC=clang CFLAGS="$(FUZZ)" LDFLAGS=-fsanitize=fuzzer fuzz-run
fuzz-run: $(call PROGRAMS,fuzz)
	for f in $^; do \
	    mkdir -p $B/corpus/$${f##*/} && $$f -max_total_time=$(FUZZ_SECONDS) -timeout=5 \
	        -artifact_prefix=$B/corpus/$${f##*/}- $B/corpus/$${f##*/} \
	        $$(ls -d tests/fuzz/corpus/$${f##*/} 2>/dev/null) || exit 1; \
	done

# The software bill of materials, for the libraries of this machine.
sbom: $(BINS)
	@mkdir -p $B/gen
	gen/sbom.sh $B > $B/sbom.json
# Static analysis; SCAN=quick leaves out the slow tools.
SCAN = whole
scan: $B/gen/query.h $B/gen/words.h $(OBJS)
	tests/scan.sh $B $(SCAN)

bench: all $(call PROGRAMS,bench) $B/fault/secret
	B=$B tests/bench/run.sh $(BENCH)
measure: all
	tests/house/measure.sh $B

# Review the difference before you commit it.
golden: $B/unit/platform $B/unit/polled $B/fault/mail_set $(TEMPLATES)
	for f in $B/unit/platform $B/unit/polled; do GOLDEN=1 $$f >/dev/null || :; done
	GOLDEN=1 tests/check.sh $B tests/mail_set.bats
	git status --short tests/golden

# A list of all installed files, and of folders that only crt uses, so that uninstall removes
# exactly these.  The list also keeps the files of older versions.
INSTALLED = $(DESTDIR)$(DATADIR)/installed

install: install-files
	stage=$$(mktemp -d) && $(MAKE) -s --no-print-directory install-files DESTDIR=$$stage && \
	touch $$stage$(DATADIR)/installed && \
	{ ! [ -f $(INSTALLED) ] || cat $(INSTALLED); \
	  (cd $$stage && find . ! -type d -o -path '*/crt*') | sed 's/^\.//'; } | sort -ru > $$stage/list && \
	install -m 644 $$stage/list $(INSTALLED) && rm -r $$stage

uninstall:
	@[ -f $(INSTALLED) ] || { \
	    echo "$(INSTALLED) is missing: give the PREFIX and DESTDIR of the installation" >&2; exit 1; }
	@while read -r f; do \
	    if [ -d "$(DESTDIR)$$f" ] && ! [ -L "$(DESTDIR)$$f" ]; then \
	        rmdir --ignore-fail-on-non-empty "$(DESTDIR)$$f"; \
	    else rm -f "$(DESTDIR)$$f"; fi || exit; \
	done < $(INSTALLED)

install-files: $(BINS) $(PAGES) $(SHELLS) $(SCHEMAS) install-etc
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(DATADIR) $(foreach n,1 5 7,$(DESTDIR)$(MANDIR)/man$n) \
	    $(DESTDIR)$(BASHDIR) $(DESTDIR)$(ZSHDIR) $(DESTDIR)$(FISHDIR)
	$(foreach f,$(BINS),install -m 755 $f $(DESTDIR)$(BINDIR)/ &&) :
	$(foreach f,$(PAGES),install -m 644 $f $(DESTDIR)$(MANDIR)/man$(subst .,,$(suffix $f))/ &&) :
	install -m 644 $(SCHEMAS) $(DESTDIR)$(DATADIR)/
	$(foreach n,$(NAMES) $(PIPES),install -m 644 $B/completions/$n.bash $(DESTDIR)$(BASHDIR)/$n &&) :
	$(foreach n,$(NAMES) $(PIPES),install -m 644 $B/completions/$n.zsh $(DESTDIR)$(ZSHDIR)/_$n &&) :
	$(foreach n,$(NAMES) $(PIPES),install -m 644 $B/completions/$n.fish $(DESTDIR)$(FISHDIR)/ &&) :

# Installs the files of etc/; @BINDIR@ and @DATADIR@ in cron files and units become these folders.
CONFINED  = $(wildcard etc/systemd/*.service.d)
UNITS_ETC = $(wildcard etc/systemd/*.service etc/systemd/*.timer etc/systemd/*.socket)

# The module that gives Magento's carts a link.
MAGENTO = $(patsubst etc/magento/%,%,$(shell find etc/magento -type f | sort))
install-etc: templates scripts
	install -d $(addprefix $(DESTDIR),$(BINDIR) $(DATADIR)/templates/sms $(DATADIR)/templates/push $(DATADIR)/web $(DATADIR)/grafana \
		$(SYSCONFDIR)/cron.d $(CONFINED:etc/systemd/%=$(UNITDIR)/%) $(SYSUSERSDIR))
	install -m 755 $B/scripts/crt-recover $(DESTDIR)$(BINDIR)/
	ln -sf crt-recover $(DESTDIR)$(BINDIR)/crt-poll
	install -m 644 $(TEMPLATES) etc/templates/preview.json $(DESTDIR)$(DATADIR)/templates/
	install -m 644 $(filter-out %.cgi,$(wildcard etc/web/*)) $(DESTDIR)$(DATADIR)/web/
	install -m 755 etc/web/live.cgi $(DESTDIR)$(DATADIR)/web/
	for f in $(MAGENTO); do install -D -m 644 etc/magento/$$f $(DESTDIR)$(DATADIR)/magento/$$f || exit; done
	install -m 644 $(SMS_TEMPLATES) $(DESTDIR)$(DATADIR)/templates/sms/
	install -m 644 $(PUSH_TEMPLATES) $(DESTDIR)$(DATADIR)/templates/push/
	install -m 644 etc/crt.yaml etc/alerts.yml $(DESTDIR)$(DATADIR)/
	install -m 644 etc/grafana/crt.json $(DESTDIR)$(DATADIR)/grafana/
	$(foreach d,$(CONFINED),install -m 644 $d/*.conf $(DESTDIR)$(UNITDIR)/$(notdir $d)/ &&) :
	install -m 644 etc/systemd/crt.sysusers $(DESTDIR)$(SYSUSERSDIR)/crt.conf
	sed 's,@BINDIR@,$(BINDIR),g' etc/cron/crt > $(DESTDIR)$(SYSCONFDIR)/cron.d/crt
	for u in $(UNITS_ETC); do \
		sed 's,@BINDIR@,$(BINDIR),g; s,@DATADIR@,$(DATADIR),g' $$u > $(DESTDIR)$(UNITDIR)/$${u##*/} || exit 1; \
	done

help:
	@sed -n '/^#/!q; s/^# \{0,1\}//p' Makefile

clean:
	rm -rf build build-*

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: all flags pages scripts keys templates feed demo deps demo-deps ready check check-long check-unit check-cmd check-house check-demo \
    check-man check-clang check-vendor check-peer san sbom scan fuzz fuzz-run bench measure golden install install-files \
    install-etc uninstall help clean
# npm (check-peer) has folders with such names.
-include $(filter-out $B/npm/%,$(wildcard $B/*/*.d $B/*/*/*.d $B/*/*/*/*.d $B/*/*/*/*/*.d))
