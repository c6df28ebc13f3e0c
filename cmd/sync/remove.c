/* remove.c: store remove: delete a store and all its data. */
#include "base/log.h"
#include "run/audit.h"
#include "run/run.h"
#include "query.h"
#include "sync.h"

struct holding {
	int64_t carts;
	bool any;
};

static bool
store_remove_take(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct holding *h = arg;

	*h = (struct holding){ db_int(row, SQL_STORE_HOLDS_CARTS), true };
	return true;
}

static bool
store_remove_commit(struct run *r, const char *slug, int64_t carts, struct err *e)
{
	const char *params[] = { slug };
	bool ok = db_begin(r->db, e) && audit_store(r->db, slug, "store remove", slug, carts, e)
	    && db_do(r->db, sql_store_erase, COUNT(params), params, NULL, e);

	return db_end(r->db, ok, e);
}

static bool
store_remove_erase(struct run *r, const char *slug, bool yes, struct err *e)
{
	const char *params[] = { slug };
	struct holding h = { 0, false };

	if (!db_each(r->db, sql_store_holds, COUNT(params), params, store_remove_take, &h, e))
		return false;
	if (!h.any)
		return store_missing(r->db, slug, e);
	if (!yes && !r->common->dry_run) {
		err_set(e, ERR_USAGE, "store \"%s\" and its %lld carts would be deleted permanently", slug,
		    (long long)h.carts);
		return err_hint(e, "to confirm, add --yes");
	}
	if (!r->common->dry_run && !store_remove_commit(r, slug, h.carts, e))
		return false;
	log_line(LOG_INFO, slug, "%s with %lld carts", r->common->dry_run ? "would be removed"
	    : "removed", (long long)h.carts);
	return true;
}

bool
sync_store_remove(void *settings, char **operands, struct err *e)
{
	struct sync *set = settings;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-sync", RUN_DATABASE, e)
	    && store_remove_erase(&run, *operands, set->yes, e);

	return run_close(&run, ok, e);
}
