/* spec_put.c: write a store spec to the database. */
#include <string.h>

#include "base/clock.h"
#include "store/store.h"
#include "store/spec.h"
#include "query.h"

#define SETTINGS_MAX ((size_t)64 * 1024)
#define ORGANIZATION_MAX 64

struct found {
	char organization[ORGANIZATION_MAX];
	bool any;
};

static bool
take_organization(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct found *f = arg;

	db_fill(row, SQL_ORGANIZATION_FIND_ORGANIZATION, f->organization, sizeof f->organization);
	f->any = true;
	return true;
}

static bool
spec_put_find(const char *slug, struct db *db, struct found *f, struct err *e)
{
	const char *params[] = { slug };

	*f = (struct found){ 0 };
	return db_each(db, sql_organization_find, COUNT(params), params, take_organization, f, e);
}

static bool
take_outcome(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	enum spec_outcome *outcome = arg;

	*outcome = db_true(row, SQL_STORE_PUT_ADDED) ? SPEC_ADDED : SPEC_CHANGED;
	return true;
}

/* A store cannot change its organization: suppressions and the hashes of people stay with
   the old one. */
static bool
spec_put_stays(const struct spec *w, const struct found *f, struct err *e)
{
	if (!f->any || w->organization == NULL || !strcmp(w->organization, f->organization))
		return true;
	err_set(e, ERR_CONFIG, "store \"%s\" belongs to \"%s\" and cannot move to \"%s\"", w->slug,
	    f->organization, w->organization);
	return err_hint(e, "opt-outs belong to the organization; remove the store and add it again");
}

static bool
add_organization(const char *slug, struct db *db, const char *now, struct err *e)
{
	const char *params[] = { slug, now };

	return db_do(db, sql_organization_add, COUNT(params), params, NULL, e);
}

static bool
spec_insert(const struct spec *w, struct db *db, enum spec_outcome *outcome, struct err *e)
{
	struct str settings = STR_MAX(SETTINGS_MAX);
	char now[CLOCK_TEXT];
	const char *organization = w->organization ? w->organization : SPEC_ORGANIZATION;
	const char *params[] = { w->slug, organization, w->column[SPEC_PLATFORM],
	    w->column[SPEC_STORE_NAME], w->column[SPEC_STORE_URL], w->column[SPEC_CURRENCY],
	    w->column[SPEC_LOCALE], w->column[SPEC_TIMEZONE], NULL, clock_print(clock_now(), now),
	    w->column[SPEC_SYNC_STATUS] };
	bool ok;

	if (!strcmp(w->slug, STORE_CANARY) != !strcmp(organization, STORE_CANARY))
		return err_set(e, ERR_USAGE, "the name " STORE_CANARY " is reserved for crt canary");
	value_print(&settings, w->settings, true);
	params[8] = str_text(&settings);
	ok = add_organization(organization, db, now, e)
	    && db_each(db, sql_store_put, COUNT(params), params, take_outcome, outcome, e);
	str_free(&settings);
	return ok;
}

static bool
spec_update(const struct spec *w, struct db *db, enum spec_outcome *outcome, struct err *e)
{
	struct str settings = STR_MAX(SETTINGS_MAX);
	char now[CLOCK_TEXT];
	const char *params[] = { w->slug, w->column[SPEC_PLATFORM], w->column[SPEC_STORE_NAME],
	    w->column[SPEC_STORE_URL], w->column[SPEC_CURRENCY], w->column[SPEC_LOCALE],
	    w->column[SPEC_TIMEZONE], NULL, clock_print(clock_now(), now),
	    w->column[SPEC_SYNC_STATUS] };
	bool ok;

	value_print(&settings, w->settings, true);
	params[7] = str_text(&settings);
	ok = db_each(db, sql_store_set, COUNT(params), params, take_outcome, outcome, e);
	str_free(&settings);
	return ok;
}

bool
spec_add(const struct spec *w, struct db *db, enum spec_outcome *outcome, struct err *e)
{
	struct found f;

	*outcome = SPEC_SAME;
	return spec_put_find(w->slug, db, &f, e) && spec_put_stays(w, &f, e)
	    && (f.any ? spec_update : spec_insert)(w, db, outcome, e);
}

bool
spec_change(const struct spec *w, struct db *db, enum spec_outcome *outcome, struct err *e)
{
	struct found f;

	*outcome = SPEC_SAME;
	return spec_put_find(w->slug, db, &f, e) && spec_put_stays(w, &f, e)
	    && (f.any || store_missing(db, w->slug, e)) && spec_update(w, db, outcome, e);
}
