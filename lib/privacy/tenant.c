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
	const char *store = db_text(row, SQL_TENANT_LIST_STORE);
	const struct store *s = store ? stores_by_id(&all->run->stores, store) : NULL;
	struct tenant *t;

	if (store && s == NULL)
		return err_set(e, ERR_BUG, "an organization has a store that was not listed");
	all->list = mem_more(all->list, all->n, sizeof *t);
	t = &all->list[all->n++];
	t->store = s;
	snprintf(t->id, sizeof t->id, "%s", db_text(row, SQL_TENANT_LIST_ID));
	snprintf(t->slug, sizeof t->slug, "%s", db_text(row, SQL_TENANT_LIST_SLUG));
	return true;
}

static bool
tenants_read(struct tenants *all, struct run *r, bool empty, struct err *e)
{
	const char *params[] = { str_text(&r->stores.array), empty ? "true" : "false" };

	*all = (struct tenants){ .run = r };
	return db_each(r->db, sql_tenant_list, COUNT(params), params, tenant_add, all, e);
}

bool
tenants_open(struct tenants *all, struct run *r, struct err *e)
{
	return tenants_read(all, r, false, e);
}

bool
tenants_audited(struct tenants *all, struct run *r, struct err *e)
{
	return tenants_read(all, r, r->common->stores.n == 0, e);
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
