/* add.c: store add, store set: create stores and change their settings. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "campaign/active.h"
#include "run/audit.h"
#include "run/run.h"
#include "store/spec.h"
#include "report/table.h"
#include "sync.h"
#include "option/prompt.h"
#include "secret_input.h"

#define SETTING_NAME_MAX 64
#define AUDIT_NAMES_MAX  4096

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "outcome", TABLE_TEXT, TABLE_BY_KIND },
};

typedef bool put_fn(const struct spec *, struct db *, enum spec_outcome *, struct err *);

static bool
store_set_report(const struct run *r, const struct spec *list, const enum spec_outcome *outcome,
    size_t n, struct err *e)
{
	static const char *const words[] = { [SPEC_SAME] = "same", [SPEC_ADDED] = "added",
	    [SPEC_CHANGED] = "changed" };
	struct table *t = table_open(columns, COUNT(columns), option_output(r->common));
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < n; i++) {
		table_cell_text(t, list[i].slug);
		table_cell_text(t, words[outcome[i]]);
		ok = table_row_end(t, e);
	}
	return table_close(t, e) && ok;
}

/* Checks the new settings of a store against its active campaigns. */
static bool
store_put_valid(struct run *r, const struct spec *w, struct err *e)
{
	const char *slug = w->slug;
	const struct option_list one = { &slug, 1 };
	struct active_campaigns program = { 0 };
	struct stores stores = { 0 };
	bool ok;

	if (value_get(w->settings, "expire") == NULL)
		return true;
	ok = stores_open(&stores, r->db, &one, STORES_PAUSED, e)
	    && active_open(&program, r->db, &stores, e)
	    && campaign_allows(&program, &stores.list[0], e);
	active_close(&program);
	stores_close(&stores);
	return ok || err_in(e, "store %s", slug);
}

/* The names of what was given, such as "acme: currency wait credentials"; values may be secret. The
   store of crt canary is nobody's, and is deleted without a trace. */
static bool
store_set_audit(struct run *r, const struct spec *w, enum spec_outcome outcome, struct err *e)
{
	struct str names = STR_MAX(AUDIT_NAMES_MAX);
	void *at;
	size_t i;
	bool ok;

	if (outcome == SPEC_SAME || !strcmp(w->slug, STORE_CANARY))
		return true;
	str_printf(&names, "%s:", w->slug);
	for (i = 0; i < SPEC_COLUMNS; i++)
		if (w->column[i])
			str_printf(&names, " %s", spec_keys[i]);
	for (at = value_first(w->settings); at; at = value_next(w->settings, at))
		str_printf(&names, " %s", value_key(at));
	str_puts(&names, w->credentials_file ? " credentials" : "");
	str_puts(&names, w->webhook_secret_file ? " webhook_secret" : "");
	ok = audit_store(r->db, w->slug, outcome == SPEC_ADDED ? "store add" : "store set",
	    str_text(&names), 1, e);
	str_free(&names);
	return ok;
}

/* All or none; printed only after the commit. */
static bool
store_set_put_all(struct run *r, const struct spec *list, const struct secret_input *input,
    size_t n, put_fn *put, struct err *e)
{
	enum spec_outcome *outcome = mem_get((n + 1) * sizeof *outcome);
	bool ok = db_begin(r->db, e);
	size_t i;

	for (i = 0; ok && i < n; i++)
		ok = put(&list[i], r->db, &outcome[i], e) && store_put_valid(r, &list[i], e)
		    && secret_input_put(&input[i], r, list[i].slug, &outcome[i], e)
		    && store_set_audit(r, &list[i], outcome[i], e);
	ok = run_keep(r, r->db, ok, e) && store_set_report(r, list, outcome, n, e);
	free(outcome);
	return ok;
}

/* Secrets are read before the transaction, because typing them may take minutes. */
static bool
read_and_put(struct run *r, const struct spec *list, size_t n, put_fn *put, struct err *e)
{
	struct secret_input *input = mem_get((n + 1) * sizeof *input);
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < n; i++)
		ok = secret_input_read(&input[i], r, &list[i], e) || err_in(e, "store %s", list[i].slug);
	ok = ok && store_set_put_all(r, list, input, n, put, e);
	for (i = 0; i < n; i++)
		secret_input_close(&input[i]);
	free(input);
	return ok;
}

/* An invalid value on the command line is a usage error, not a configuration error. */
static bool
error_as_usage(bool ok, struct err *e)
{
	if (!ok && e->kind == ERR_CONFIG)
		e->kind = ERR_USAGE;
	return ok;
}

static bool
set_pair(struct spec *w, struct db *db, const char *pair, struct err *e)
{
	size_t n = strcspn(pair, "=");
	char name[SETTING_NAME_MAX];

	if (pair[n] == '\0' || n == 0 || n >= sizeof name)
		return err_set(e, ERR_USAGE, "\"%.64s\" is not NAME=VALUE", pair);
	memcpy(name, pair, n);
	name[n] = '\0';
	return spec_set(w, db, name, pair + n + 1, e);
}

static void
store_set_print_files(struct spec *w, const struct sync *set)
{
	w->credentials_file = set->credentials ? mem_dup(set->credentials) : NULL;
	w->webhook_secret_file = set->webhook_secret ? mem_dup(set->webhook_secret) : NULL;
}

/* In a pipe, nothing would show which of the two a line belongs to. */
static bool
check_files(const struct sync *set, struct err *e)
{
	if (set->file && (set->credentials || set->webhook_secret)) {
		err_set(e, ERR_USAGE, "--credentials and --webhook-secret need a SLUG");
		return err_hint(e, "in the store file, set credentials_file and webhook_secret_file");
	}
	if (set->credentials && set->webhook_secret && !prompt_possible()
	    && !strcmp(set->credentials, "-") && !strcmp(set->webhook_secret, "-"))
		return err_set(e, ERR_USAGE, "--credentials and --webhook-secret cannot both read standard"
		    " input");
	return true;
}

static bool
store_set_print(struct spec *w, struct db *db, const struct sync *set, struct err *e)
{
	size_t i;

	if (set->organization && !spec_set(w, db, "organization", set->organization, e))
		return false;
	for (i = 0; i < SPEC_COLUMNS; i++)
		if (set->column[i] && !spec_set(w, db, spec_keys[i], set->column[i], e))
			return false;
	for (i = 0; i < set->set.n; i++)
		if (!set_pair(w, db, set->set.item[i], e))
			return false;
	return spec_whole(w, db, e);
}

static bool
store_set_options(struct run *r, const struct sync *set, const char *slug, struct err *e)
{
	struct spec w;
	bool ok;

	spec_open(&w);
	store_set_print_files(&w, set);
	ok = error_as_usage(spec_slug(&w, slug, e) && store_set_print(&w, r->db, set, e), e)
	    && read_and_put(r, &w, 1, spec_add, e);
	spec_close(&w);
	return ok;
}

static bool
add_file(struct run *r, const char *file, struct err *e)
{
	struct specs all;
	bool ok = specs_read(&all, file, r->db, e) && read_and_put(r, all.list, all.n, spec_add, e);

	specs_close(&all);
	return ok;
}

bool
sync_store_add(void *settings, char **operands, struct err *e)
{
	struct sync *set = settings;
	struct run run;
	bool ok;

	if (!set->file == !*operands)
		return err_set(e, ERR_USAGE, "store add takes either -f FILE or a SLUG");
	if (!check_files(set, e))
		return false;
	ok = run_open(&run, &set->common, "crt-sync", RUN_DATABASE, e)
	    && (set->file ? add_file(&run, set->file, e) : store_set_options(&run, set, *operands, e));
	return run_close(&run, ok, e);
}

static bool
store_set_change(struct run *r, const struct sync *set, char **operands, struct err *e)
{
	struct spec w;
	bool ok;

	spec_open(&w);
	store_set_print_files(&w, set);
	ok = spec_slug(&w, *operands, e);
	while (ok && *++operands)
		ok = set_pair(&w, r->db, *operands, e);
	ok = error_as_usage(ok, e) && read_and_put(r, &w, 1, spec_change, e);
	spec_close(&w);
	return ok;
}

bool
sync_store_set(void *settings, char **operands, struct err *e)
{
	struct sync *set = settings;
	struct run run;
	bool ok;

	if (operands[1] == NULL && !set->credentials && !set->webhook_secret)
		return err_set(e, ERR_USAGE, "store set takes NAME=VALUE, --credentials or "
		    "--webhook-secret");
	if (!check_files(set, e))
		return false;
	ok = run_open(&run, &set->common, "crt-sync", RUN_DATABASE, e)
	    && store_set_change(&run, set, operands, e);
	return run_close(&run, ok, e);
}
