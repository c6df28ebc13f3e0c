/* org.c: org add, set, list: manage organizations. */
#include "access.h"
#include "query.h"
#include "run/audit.h"
#include "store/spec.h"
#include "../privileges.h"

static const struct table_column changed[] = { { .name = "organization" }, { .name = "outcome" } };

static const struct table_column columns[] = {
	{ .name = "organization" }, { .name = "name" }, { .name = "timezone" },
	{ .name = "stores", .kind = TABLE_INT }, { .name = "users", .kind = TABLE_INT },
	{ .name = "api_keys", .kind = TABLE_INT },
};

static bool
org_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_ORG_LIST_SLUG; i <= SQL_ORG_LIST_TIMEZONE; i++)
		table_cell_text(t, db_text(row, i));
	for (; i <= SQL_ORG_LIST_API_KEYS; i++)
		table_cell_int(t, db_int(row, i));
	return table_row_end(t, e);
}

bool
front_org_list(void *settings, char **operands UNUSED, struct err *e)
{
	return access_list(settings, columns, COUNT(columns), sql_org_list, 0, org_list_row, e);
}

static bool
org_added(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	*(const char **)arg = db_true(row, SQL_ORG_PUT_ADDED) ? "added" : "changed";
	return true;
}

/* The facts are checked as those of a store are. */
static bool
org_facts_ok(const struct settings *s, const char *slug, struct db *db, struct err *e)
{
	struct spec w;
	bool ok;

	spec_open(&w);
	ok = spec_slug(&w, slug, e)
	    && (s->timezone == NULL || spec_set(&w, db, "timezone", s->timezone, e))
	    && (s->name == NULL || spec_set(&w, db, "name", s->name, e));
	if (!ok)
		e->kind = ERR_USAGE;
	spec_close(&w);
	return ok;
}

static bool
org_write(struct run *r, const struct settings *s, const char *slug, bool must_exist,
    const char **outcome, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { slug, s->name, s->timezone, s->industry, run_now(now),
	    must_exist ? "true" : "false" };

	return org_facts_ok(s, slug, r->db, e)
	    && db_each(r->db, sql_org_put, COUNT(params), params, org_added, outcome, e);
}

/* A statement cannot run while the rows of another are read: the id is copied first. */
static bool
org_id_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	db_fill(row, SQL_ORG_FIND_ID, arg, IDENT_TEXT);
	return true;
}

static bool
org_keep(struct run *r, const char *slug, const char *outcome, struct err *e)
{
	char id[IDENT_TEXT] = "";
	const char *find[] = { slug };
	struct audit a = { .organization = id, .action = "org set", .object = slug, .rows = 1 };

	if (!db_each(r->db, sql_org_find, COUNT(find), find, org_id_row, id, e))
		return false;
	if (id[0])
		return outcome == NULL || audit_add(r->db, &a, e);
	err_set(e, ERR_USAGE, "no organization \"%s\"", slug);
	return err_hint(e, "crt org list prints them; crt org add SLUG adds one");
}

static bool
org_put(const struct settings *s, const char *slug, bool must_exist, struct err *e)
{
	const char *outcome = NULL, *cells[] = { slug, NULL };
	struct run run;
	bool ok = owner_switch(s, e);

	if (!ok)
		return false;
	ok = run_open(&run, &s->common, "crt", RUN_DATABASE, e) && db_begin(run.db, e)
	    && org_write(&run, s, slug, must_exist, &outcome, e)
	    && org_keep(&run, slug, outcome, e);
	ok = run_keep(&run, run.db, ok, e);
	cells[1] = outcome ? outcome : "unchanged";
	return run_close(&run, ok && access_print(s, changed, COUNT(changed), cells, e), e);
}

bool
front_org_add(void *settings, char **operands, struct err *e)
{
	return org_put(settings, operands[0], false, e);
}

bool
front_org_set(void *settings, char **operands, struct err *e)
{
	return org_put(settings, operands[0], true, e);
}
