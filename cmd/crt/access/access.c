/* access.c: open a run for an organization and its users, and keep what changes. */
#include <string.h>

#include "access.h"
#include "person/address.h"
#include "query.h"
#include "run/audit.h"
#include "../privileges.h"

static bool
access_organization_row(void *arg, const struct db_row *row, struct err *e)
{
	struct access *a = arg;

	if (a->slug[0])
		return err_set(e, ERR_USAGE, "there are several organizations")
		    || err_hint(e, "name one: --organization SLUG; crt org list prints them");
	db_fill(row, SQL_ORG_FIND_ID, a->organization, sizeof a->organization);
	db_fill(row, SQL_ORG_FIND_SLUG, a->slug, sizeof a->slug);
	return true;
}

static bool
access_no_organization(const struct settings *set, struct err *e)
{
	if (set->organization)
		err_set(e, ERR_USAGE, "no organization \"%.64s\"", set->organization);
	else
		err_set(e, ERR_USAGE, "there is no organization");
	return err_hint(e, "crt org list prints them; crt org add SLUG adds one");
}

bool
access_begin(struct access *a, struct settings *set, int needs, struct err *e)
{
	const char *params[] = { set->organization };

	*a = (struct access){ .set = set, .run = { .common = &set->common } };
	if (!owner_switch(set, e) || !run_open(&a->run, &set->common, "crt", needs, e)
	    || !db_each(a->run.db, sql_org_find, COUNT(params), params, access_organization_row, a, e))
		return false;
	return a->slug[0] || access_no_organization(set, e);
}

static bool
access_user_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct access *a = arg;

	db_fill(row, SQL_USER_FIND_ID, a->user, sizeof a->user);
	db_fill(row, SQL_USER_FIND_PHONE, a->phone, sizeof a->phone);
	a->role = (enum user_role)db_enum(row, SQL_USER_FIND_ROLE, words_user_role);
	a->factor = (enum user_factor)db_enum(row, SQL_USER_FIND_FACTOR, words_user_factor);
	return true;
}

bool
access_email(struct access *a, const char *email, struct err *e)
{
	char written[EMAIL_MAX + 1];
	const char *params[] = { a->organization, a->email };

	if (!address_email(email, strlen(email), written, a->email))
		return err_set(e, ERR_USAGE, "the operand is no e-mail address");
	return db_each(a->run.db, sql_user_find, COUNT(params), params, access_user_row, a, e);
}

bool
access_user(struct access *a, const char *email, struct err *e)
{
	if (!access_email(a, email, e))
		return false;
	if (a->user[0])
		return true;
	err_set(e, ERR_USAGE, "organization \"%s\" has no user with this address", a->slug);
	return err_hint(e, "crt user list prints the users; crt user add EMAIL adds one");
}

bool
access_keep(struct access *a, bool ok, const char *action, const char *object, int64_t rows,
    struct err *e)
{
	struct audit act = { .organization = a->organization, .action = action, .object = object,
	    .rows = rows };
	struct array people;

	array_open(&people);
	if (a->user[0])
		array_add(&people, a->user);
	act.people = &people;
	if (ok && rows)
		ok = audit_add(a->run.db, &act, e);
	array_free(&people);
	return run_keep(&a->run, a->run.db, ok, e);
}

bool
access_print(const struct settings *set, const struct table_column *columns, size_t n,
    const char *const *cells, struct err *e)
{
	struct table *t = table_open(columns, n, option_output(&set->common));
	bool ok;
	size_t i;

	for (i = 0; i < n; i++)
		table_cell_text(t, cells[i]);
	ok = table_row_end(t, e);
	return table_close(t, e) && ok;
}

static bool
access_count(void *arg, const struct db_row *row UNUSED, struct err *e UNUSED)
{
	*(int *)arg += 1;
	return true;
}

static bool
access_organization_known(const struct settings *set, struct db *db, struct err *e)
{
	const char *params[] = { set->organization };
	int n = 0;

	return set->organization == NULL
	    || (db_each(db, sql_org_find, COUNT(params), params, access_count, &n, e)
	    && (n || access_no_organization(set, e)));
}

bool
access_list(const struct settings *set, const struct table_column *columns, size_t n,
    const char *sql, int nparams, db_row_fn *row, struct err *e)
{
	char now[CLOCK_TEXT];
	const char *params[] = { set->organization, run_now(now) };
	struct run run;
	struct table *t;
	bool ok;

	if (!owner_switch(set, e))
		return false;
	ok = run_open(&run, &set->common, "crt", RUN_DATABASE, e)
	    && (nparams == 0 || access_organization_known(set, run.db, e));
	t = table_open(columns, n, option_output(&set->common));
	ok = ok && db_each(run.db, sql, nparams, params, row, t, e);
	ok = table_close(t, e) && ok;
	return run_close(&run, ok, e);
}
