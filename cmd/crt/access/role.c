/* role.c: role add, remove, list: give people at the shell access by database roles. */
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "query.h"

#define ROLE_NAME_MAX 63

static const struct table_column columns[] = {
	{ .name = "role" }, { .name = "organization" }, { .name = "store" }, { .name = "rights" },
};

static const struct table_column changed[] = { { .name = "role" }, { .name = "outcome" } };

static bool
role_name_ok(const char *name, struct err *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
	size_t n = strlen(name);

	return (n && n <= ROLE_NAME_MAX && strspn(name, letters) == n && *name >= 'a')
	    || err_set(e, ERR_USAGE, "the name of a role has lower-case letters, digits, - and _");
}

static bool
role_store(const struct access *a, const char *slug, char **id, struct err *e)
{
	const char *params[] = { a->organization, slug };

	if (!db_query(a->run.db, sql_role_store, COUNT(params), params, id, e))
		return false;
	return *id != NULL
	    || err_set(e, ERR_USAGE, "organization \"%s\" has no store \"%.64s\"", a->slug, slug);
}

static bool
role_add(struct access *a, const char *name, struct err *e)
{
	const struct settings *s = a->set;
	const char *params[] = { name, a->organization, NULL, words_user_role[s->user_role] };
	const char *cells[] = { name, "unchanged" };
	char *store = NULL;
	bool added = false, ok;

	ok = role_name_ok(name, e)
	    && (s->common.stores.n == 0 || role_store(a, s->common.stores.item[0], &store, e));
	params[2] = store;
	ok = ok && db_begin(a->run.db, e)
	    && db_query_bool(a->run.db, sql_role_add, COUNT(params), params, &added, e);
	if (!ok && e->kind == ERR_DENIED)
		err_hint(e, "let a superuser create the role: createuser %s", name);
	if (added)
		cells[1] = "added";
	ok = access_keep(a, ok, "role add", words_user_role[s->user_role], added, e)
	    && access_print(s, changed, COUNT(changed), cells, e);
	free(store);
	return ok;
}

bool
front_role_add(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok = access_begin(&a, settings, RUN_DATABASE, e) && role_add(&a, operands[0], e);

	return run_close(&a.run, ok, e);
}

static bool
role_remove(struct access *a, const char *name, struct err *e)
{
	const char *params[] = { name, a->organization };
	const char *cells[] = { name, "unchanged" };
	char *gone = NULL;
	bool ok = role_name_ok(name, e) && db_begin(a->run.db, e)
	    && db_query(a->run.db, sql_role_remove, COUNT(params), params, &gone, e);
	bool removed = ok && gone && strcmp(gone, "0") != 0;

	if (removed)
		cells[1] = "removed";
	free(gone);
	return access_keep(a, ok, "role remove", "", removed, e)
	    && access_print(a->set, changed, COUNT(changed), cells, e);
}

bool
front_role_remove(void *settings, char **operands, struct err *e)
{
	struct access a;
	bool ok = access_begin(&a, settings, RUN_DATABASE, e) && role_remove(&a, operands[0], e);

	return run_close(&a.run, ok, e);
}

static bool
role_list_row(void *arg, const struct db_row *row, struct err *e)
{
	struct table *t = arg;
	int i;

	for (i = SQL_ROLE_LIST_ROLE; i <= SQL_ROLE_LIST_RIGHTS; i++)
		table_cell_text(t, db_text(row, i));
	return table_row_end(t, e);
}

bool
front_role_list(void *settings, char **operands UNUSED, struct err *e)
{
	return access_list(settings, columns, COUNT(columns), sql_role_list, 0, role_list_row, e);
}
