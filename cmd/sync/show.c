/* show.c: store list, store show: print stores and their settings. */
#include "run/run.h"
#include "secret/secrets.h"
#include "json/value.h"
#include "platform/credential.h"
#include "query.h"
#include "report/table.h"
#include "sync.h"

static const struct table_column columns[] = {
	{ "store", TABLE_TEXT, TABLE_BY_KIND }, { "organization", TABLE_TEXT, TABLE_BY_KIND },
	{ "platform", TABLE_TEXT, TABLE_BY_KIND }, { "currency", TABLE_TEXT, TABLE_BY_KIND },
	{ "orders_seen", TABLE_TIME, TABLE_BY_KIND }, { "status", TABLE_TEXT, TABLE_BY_KIND },
	{ "reason", TABLE_TEXT, TABLE_BY_KIND },
};

static bool
store_show_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_STORE_TABLE_SLUG; i <= SQL_STORE_TABLE_CURRENCY; i++)
		table_cell_text(t, db_text(row, i));
	table_cell_stamp(t, db_text(row, SQL_STORE_TABLE_ORDERS_SEEN_AT));
	table_cell_text(t, db_text(row, SQL_STORE_TABLE_SYNC_STATUS));
	table_cell_text(t, db_text(row, SQL_STORE_TABLE_SYNC_REASON));
	return table_row_end(t, e);
}

static bool
store_show_list(struct run *r, struct err *e)
{
	struct array slugs;
	char limit[RUN_LIMIT_TEXT];
	const char *params[] = { stores_named(&slugs, &r->common->stores), run_limit(r, limit),
	    r->common->after };
	struct table *t = table_open(columns, COUNT(columns), option_output(r->common));
	bool ok = db_each(r->db, sql_store_table, COUNT(params), params, store_show_list_row, t, e);

	array_free(&slugs);
	return table_close(t, e) && ok;
}

bool
sync_store_list(void *settings, char **operands UNUSED, struct err *e)
{
	struct sync *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-sync", RUN_DATABASE, e) && store_show_list(&run, e);

	return run_close(&run, ok, e);
}

static const struct table_column facts[] = {
	{ "name", TABLE_TEXT, TABLE_BY_KIND }, { "value", TABLE_TEXT, TABLE_BY_KIND },
	{ "default", TABLE_TEXT, TABLE_BY_KIND }, { "meaning", TABLE_TEXT, TABLE_BY_KIND },
};

struct showing {
	struct run *run;
	struct table *table;		/* NULL: the store was not found yet */
	enum output_form form;
};

/* Prints one fact as a row; default_value NULL: it has no default. */
static bool
store_show_fact(struct table *t, const char *name, const char *value, const char *default_value,
    const char *meaning, struct err *e)
{
	table_cell_text(t, name);
	table_cell_text(t, value ? value : default_value);
	table_cell_text(t, default_value);
	table_cell_text(t, meaning);
	return table_row_end(t, e);
}

static bool
show_settings(struct table *t, const json_t *settings, struct err *e)
{
#define SETTING(name, kind, default_value, meaning) \
	if (!store_show_fact(t, #name, value_text(value_get(settings, #name)), default_value, \
	    meaning, e)) \
		return false;
#include "store/setting.def"
#undef SETTING
	return true;
}

/* Lists the names of the encrypted credentials.  Without the keys, the output states that and
   continues. */
static void
name_sealed(struct run *r, const struct db_row *row, struct str *names, struct str *count)
{
	struct err lost = { 0 };
	struct store_secrets v = { 0 };

	if (!run_keys(r, &lost) || !secrets_open(&v, r->ring, db_text(row, SQL_STORE_SHOW_ID),
	    db_text(row, SQL_STORE_SHOW_API_CREDENTIALS),
	    db_text(row, SQL_STORE_SHOW_WEBHOOK_SECRET), clock_now(), &lost)) {
		str_puts(names, "sealed");
		str_puts(count, "sealed");
	}
	credentials_names(v.credentials, " ", names);
	if (v.credentials)
		str_printf(count, "%zu", v.secrets);
	secrets_close(&v);
}

static bool
show_sealed(struct showing *s, const struct db_row *row, struct err *e)
{
	struct str names = STR_MAX(4096), count = STR_MAX(32);
	const char *credentials = db_text(row, SQL_STORE_SHOW_API_CREDENTIALS);
	const char *secrets = db_text(row, SQL_STORE_SHOW_WEBHOOK_SECRET);
	char one[KEYRING_ID_MAX + 1] = "", two[KEYRING_ID_MAX + 1] = "";
	bool ok;

	if (credentials || secrets)
		name_sealed(s->run, row, &names, &count);
	seal_key_id(credentials ? credentials : "", one);
	seal_key_id(secrets ? secrets : "", two);
	ok = store_show_fact(s->table, "credentials", credentials ? str_text(&names) : NULL, NULL,
	    "Names of the API credentials", e)
	    && store_show_fact(s->table, "credentials_key", credentials ? one : NULL, NULL,
	    "Key that seals them", e)
	    && store_show_fact(s->table, "webhook_secrets", secrets ? str_text(&count) : NULL, NULL,
	    "Number of secrets that are valid now", e)
	    && store_show_fact(s->table, "webhook_secrets_key", secrets ? two : NULL, NULL,
	    "Key that seals them", e);
	str_free(&names);
	str_free(&count);
	return ok;
}

static bool
show_row(void *arg, const struct db_row *row, struct err *e)
{
	static const struct { enum sql_store_show column; const char *name, *meaning; } fixed[] = {
		{ SQL_STORE_SHOW_ID, "id", "" },
		{ SQL_STORE_SHOW_SLUG, "slug", "Short name of the store" },
		{ SQL_STORE_SHOW_ORGANIZATION, "organization", "Organization that owns the store" },
#define STORE_KEY(key, column, argument, default_value, meaning) \
		{ SQL_STORE_SHOW_##column, #key, meaning },
#include "store/store_key.def"
#undef STORE_KEY
		{ SQL_STORE_SHOW_ORDERS_SEEN_AT, "orders_seen", "Last complete order sync" },
		{ SQL_STORE_SHOW_LAST_SYNC, "last_sync", "Last complete sync of any stream" },
		{ SQL_STORE_SHOW_SYNC_FAILURES, "failures",
		    "Failed runs of crt-sync in a row" },
		{ SQL_STORE_SHOW_SYNC_FAILED_AT, "failed", "Last failed run" },
		{ SQL_STORE_SHOW_SYNC_REASON, "reason", "Why it failed" },
		{ SQL_STORE_SHOW_SYNC_BACKOFF_UNTIL, "backoff_until", "End of the back-off" },
		{ SQL_STORE_SHOW_HOOK_SEEN_AT, "webhook_seen",
		    "Last genuine webhook, to the minute" },
	};
	struct showing *s = arg;
	json_t *settings = NULL;
	size_t i;
	bool ok;

	s->table = table_open(facts, COUNT(facts), s->form);
	for (i = 0; i < COUNT(fixed); i++)
		if (!store_show_fact(s->table, fixed[i].name, db_text(row, fixed[i].column), NULL,
		    fixed[i].meaning, e))
			return false;
	ok = value_read(&settings, db_text(row, SQL_STORE_SHOW_SETTINGS),
	    db_length(row, SQL_STORE_SHOW_SETTINGS), e)
	    && show_settings(s->table, settings, e) && show_sealed(s, row, e);
	value_free(settings);
	return ok;
}

static bool
store_show_one(struct run *r, const char *slug, struct err *e)
{
	const char *params[] = { slug };
	struct showing s = { r, NULL, option_output(r->common) };
	bool ok = db_each(r->db, sql_store_show, COUNT(params), params, show_row, &s, e);

	if (s.table)
		return table_close(s.table, e) && ok;
	return ok && store_missing(r->db, slug, e);
}

bool
sync_store_show(void *settings, char **operands, struct err *e)
{
	struct sync *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-sync", RUN_DATABASE, e)
	    && store_show_one(&run, *operands, e);

	return run_close(&run, ok, e);
}
