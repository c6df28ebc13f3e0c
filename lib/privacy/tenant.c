/* tenant.c: list the organizations of a run's stores. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "privacy/tenant.h"
#include "query.h"

static bool
tenant_add(void *arg, const struct db_row *row, struct err *e)
{
	struct tenants *all = arg;
	const struct store *s = stores_by_id(&all->run->stores, db_text(row, SQL_TENANT_LIST_STORE));
	struct tenant *t;

	if (s == NULL)
		return err_set(e, ERR_BUG, "an organization has a store that was not listed");
	all->list = mem_more(all->list, all->n, sizeof *t);
	t = &all->list[all->n++];
	t->store = s;
	snprintf(t->id, sizeof t->id, "%s", db_text(row, SQL_TENANT_LIST_ID));
	snprintf(t->slug, sizeof t->slug, "%s", db_text(row, SQL_TENANT_LIST_SLUG));
	return true;
}

bool
tenants_open(struct tenants *all, struct run *r, struct err *e)
{
	const char *params[] = { str_text(&r->stores.array) };

	*all = (struct tenants){ .run = r };
	return db_each(r->db, sql_tenant_list, COUNT(params), params, tenant_add, all, e);
}

void
tenants_close(struct tenants *all)
{
	free(all->list);
	*all = (struct tenants){ 0 };
}

bool
tenants_only(const struct tenants *all, const struct tenant **t, struct err *e)
{
	if (all->n == 1) {
		*t = all->list;
		return true;
	}
	if (all->n == 0)
		return err_set(e, ERR_USAGE, "there is no store, so there is no organization");
	err_set(e, ERR_USAGE, "the stores belong to %zu organizations", all->n);
	return err_hint(e, "choose one by a store of it: -s STORE");
}
