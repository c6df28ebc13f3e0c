/* api_key.c: api-key add, list, revoke, rotate, check: manage the keys of programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "access/api_key.h"
#include "option/prompt.h"
#include "option/secret.h"
#include "os/guard.h"
#include "query.h"
#include "../privileges.h"

static const struct table_column columns[] = {
	{ .name = "organization" }, { .name = "store" }, { .name = "name" }, { .name = "key" },
	{ .name = "scopes" }, { .name = "state" }, { .name = "created", .kind = TABLE_TIME },
	{ .name = "expires", .kind = TABLE_TIME }, { .name = "used", .kind = TABLE_TIME },
};

static bool
api_key_scope(const struct settings *s, const char *scope, struct err *e)
{
	size_t i;

	for (i = 0; i < API_SCOPES && strcmp(scope, api_scope_names[i]) != 0; i++)
		;
	if (i == API_SCOPES) {
		err_set(e, ERR_USAGE, "no scope \"%.64s\"", scope);
		return err_hint(e, "crt(1) lists the scopes");
	}
	return !s->publishable || strcmp(scope, "events:write") == 0
	    || err_set(e, ERR_USAGE, "a publishable key can have only the scope events:write");
}

static bool
api_key_scopes(const struct settings *s, struct array *scopes, struct err *e)
{
	size_t i;

	if (s->scopes.n == 0 && s->publishable)
		array_add(scopes, "events:write");
	else if (s->scopes.n == 0) {
		err_set(e, ERR_USAGE, "the key would have no scope");
		return err_hint(e, "add --scope, such as --scope carts:read");
	}
	for (i = 0; i < s->scopes.n; i++) {
		if (!api_key_scope(s, s->scopes.item[i], e))
			return false;
		array_add(scopes, s->scopes.item[i]);
	}
	return true;
}

struct new_key {
	const char *store, *scopes, *expires;
	struct str text;
	bool added;
};

static bool
api_key_added(void *arg, const struct db_row *row UNUSED, struct err *e UNUSED)
{
	((struct new_key *)arg)->added = true;
	return true;
}

/* The key itself is in no statement: only its hash. */
static bool
api_key_write(struct access *a, struct new_key *k, bool publishable, const char *name,
    struct err *e)
{
	char prefix[API_KEY_PREFIX + 1], hash[TOKEN_PARAM], now[CLOCK_TEXT];
	const char *params[] = { a->organization, k->store, name, prefix, hash, k->scopes,
	    run_now(now), k->expires };

	api_key_new(publishable, &k->text);
	snprintf(prefix, sizeof prefix, "%s", str_text(&k->text));
	token_param(str_text(&k->text), API_KEY_TEXT, hash);
	return db_each(a->run.db, sql_api_key_add, COUNT(params), params, api_key_added, k, e);
}

/* The only time that anybody sees the key. */
static void
api_key_show(const struct access *a, struct new_key *k)
{
	if (!a->set->common.dry_run)
		printf("%s\n", str_text(&k->text));
	str_wipe(&k->text);
}

static bool
api_key_not_added(const struct access *a, const char *store, const char *name, struct err *e)
{
	const char *params[] = { a->organization, store };
	bool known = false;

	if (!db_query_bool(a->run.db, sql_api_key_store, COUNT(params), params, &known, e))
		return false;
	if (!known) {
		err_set(e, ERR_USAGE, "organization \"%s\" has no store \"%s\"", a->slug, store);
		return err_hint(e, "crt-sync store list prints the stores");
	}
	err_set(e, ERR_USAGE, "organization \"%s\" has a valid key \"%s\"", a->slug, name);
	return err_hint(e, "choose another name, or run: crt api-key rotate %s", name);
}

static bool
api_key_add(struct access *a, const char *name, struct err *e)
{
	const struct settings *s = a->set;
	struct new_key k = { .text = STR_MAX(API_KEY_TEXT),
	    .store = s->common.stores.n ? s->common.stores.item[0] : NULL };
	char expires[CLOCK_TEXT];
	struct array scopes;
	bool ok;

	array_open(&scopes);
	ok = (strlen(name) <= API_KEY_NAME && str_clean(name, strlen(name)) && *name)
	    || err_set(e, ERR_USAGE, "the name of a key has 1 to %d characters", API_KEY_NAME);
	ok = ok && api_key_scopes(s, &scopes, e);
	k.scopes = array_param(&scopes);
	k.expires = s->expires ? clock_print(clock_now() + s->expires, expires) : NULL;
	ok = ok && db_begin(a->run.db, e) && api_key_write(a, &k, s->publishable, name, e);
	ok = ok && (k.added || api_key_not_added(a, k.store, name, e));
	ok = access_keep(a, ok, "api-key add", name, 1, e);
	array_free(&scopes);
	if (ok)
		api_key_show(a, &k);
	str_wipe(&k.text);
	return ok;
}

bool
front_api_key_add(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok;

	guard_memory();
	ok = access_begin(&a, settings, RUN_DATABASE, e) && api_key_add(&a, operands[0], e);
	return run_close(&a.run, ok, e);
}

static bool
api_key_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_API_KEY_LIST_ORGANIZATION; i <= SQL_API_KEY_LIST_STATE; i++)
		table_cell_text(t, db_text(row, i));
	for (; i <= SQL_API_KEY_LIST_LAST_USED_AT; i++)
		table_cell_stamp(t, db_text(row, i));
	return table_row_end(t, e);
}

bool
front_api_key_list(void *settings, char **operands UNUSED, struct err *e)
{
	return access_list(settings, columns, COUNT(columns), sql_api_key_list, 2, api_key_list_row, e);
}

static bool
api_key_missing(const struct access *a, const char *name, struct err *e)
{
	err_set(e, ERR_USAGE, "organization \"%s\" has no valid key \"%.64s\"", a->slug, name);
	return err_hint(e, "crt api-key list prints them");
}

static bool
api_key_revoke(struct access *a, const char *name, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { a->organization, name, run_now(now) };
	int64_t rows = 0;
	bool ok = db_begin(a->run.db, e)
	    && db_do(a->run.db, sql_api_key_revoke, COUNT(params), params, &rows, e)
	    && (rows || api_key_missing(a, name, e));

	return access_keep(a, ok, "api-key revoke", name, rows, e);
}

bool
front_api_key_revoke(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok = access_begin(&a, settings, RUN_DATABASE, e) && api_key_revoke(&a, operands[0], e);

	return run_close(&a.run, ok, e);
}

struct old_key {
	char *id, *store, *scopes, *prefix, *expires;
};

static bool
api_key_found(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct old_key *k = arg;

	*k = (struct old_key){ db_copy(row, SQL_API_KEY_FIND_ID), db_copy(row, SQL_API_KEY_FIND_STORE),
	    db_copy(row, SQL_API_KEY_FIND_SCOPES), db_copy(row, SQL_API_KEY_FIND_PREFIX),
	    db_copy(row, SQL_API_KEY_FIND_EXPIRES_AT) };
	return true;
}

/* The old key is valid for the time of --overlap, so that a program can change to the new one. */
static bool
api_key_rotate_old(struct access *a, const struct old_key *old, struct new_key *k,
    const char *name, struct err *e)
{
	char now[CLOCK_TEXT], until[CLOCK_TEXT], expires[CLOCK_TEXT];
	const char *replace[] = { old->id, run_now(now),
	    clock_print(clock_now() + a->set->overlap, until) };

	k->store = old->store;
	k->scopes = old->scopes;
	k->expires = a->set->expires ? clock_print(clock_now() + a->set->expires, expires)
	    : old->expires;
	return db_do(a->run.db, sql_api_key_replace, COUNT(replace), replace, NULL, e)
	    && api_key_write(a, k, strncmp(old->prefix, "crt_pk_", API_KEY_HEAD) == 0, name, e);
}

static bool
api_key_rotate(struct access *a, const char *name, struct err *e)
{
	const char *params[] = { a->organization, name };
	struct new_key k = { .text = STR_MAX(API_KEY_TEXT) };
	struct old_key old = { 0 };
	bool ok = db_begin(a->run.db, e)
	    && db_each(a->run.db, sql_api_key_find, COUNT(params), params, api_key_found, &old, e)
	    && (old.id || api_key_missing(a, name, e)) && api_key_rotate_old(a, &old, &k, name, e);

	ok = access_keep(a, ok, "api-key rotate", name, 1, e);
	if (ok)
		api_key_show(a, &k);
	str_wipe(&k.text);
	free(old.id);
	free(old.store);
	free(old.scopes);
	free(old.prefix);
	free(old.expires);
	return ok;
}

bool
front_api_key_rotate(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok;

	guard_memory();
	ok = access_begin(&a, settings, RUN_DATABASE, e) && api_key_rotate(&a, operands[0], e);
	return run_close(&a.run, ok, e);
}

static const struct table_column check_columns[] = {
	{ .name = "organization" }, { .name = "store" }, { .name = "scopes" },
};

bool
front_api_key_check(void *settings, char **operands UNUSED, struct err *e)
{
	struct settings *s = settings;
	struct api_key k;
	struct run run;
	char *text = NULL;
	bool valid = false, ok;

	guard_memory();
	if (!owner_switch(s, e))
		return false;
	ok = run_open(&run, &s->common, "crt", RUN_DATABASE, e)
	    && (text = prompt_secret("key", "such as crt_sk_...", e)) != NULL
	    && api_key_use(run.db, text, &k, &valid, e);
	secret_free(text);
	if (ok && valid) {
		const char *cells[] = { k.organization, k.store[0] ? k.store : NULL, k.scopes };

		ok = access_print(s, check_columns, COUNT(check_columns), cells, e);
	} else if (ok)
		ok = err_set(e, ERR_DENIED, "the key is unknown, revoked, or expired")
		    || err_hint(e, "crt api-key list prints the keys, and which are valid");
	return run_close(&run, ok, e);
}
