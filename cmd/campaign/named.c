/* named.c: find the one campaign with a name. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "campaign.h"
#include "query.h"
#include "text/nearest.h"

struct search {
	struct found *found;
	const struct stores *stores;
	int n, deleted;
	struct str slugs;
};

static bool
campaign_find_add(void *arg, const struct db_row *row, struct err *e)
{
	struct search *s = arg;
	struct found *f = s->found;
	const struct store *store = stores_by_id(s->stores, db_text(row, SQL_CAMPAIGN_FIND_STORE_ID));
	int status = db_enum(row, SQL_CAMPAIGN_FIND_STATUS, words_campaign_status);

	if (store == NULL)
		return err_set(e, ERR_BUG, "the query returned a campaign of another store");
	if (status == CAMPAIGN_DELETED) {
		s->deleted++;
		return true;
	}
	str_printf(&s->slugs, "%s%s", s->n ? ", " : "", store->slug);
	if (s->n++)
		return true;
	*f = (struct found){ db_copy(row, SQL_CAMPAIGN_FIND_STORE_ID), mem_dup(store->slug),
	    db_copy(row, SQL_CAMPAIGN_FIND_ID),
	    db_copy(row, SQL_CAMPAIGN_FIND_TRIGGER_CONDITIONS),
	    db_copy(row, SQL_CAMPAIGN_FIND_SEQUENCE_STEPS), db_copy(row, SQL_CAMPAIGN_FIND_SOURCE),
	    (enum campaign_status)status,
	    (enum campaign_type)db_enum(row, SQL_CAMPAIGN_FIND_TYPE, words_campaign_type),
	    db_int(row, SQL_CAMPAIGN_FIND_VERSION), db_int(row, SQL_CAMPAIGN_FIND_PRIORITY),
	    db_int(row, SQL_CAMPAIGN_FIND_HOLDOUT) };
	return true;
}

static bool
name_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	nearest_try(arg, db_text(row, SQL_CAMPAIGN_NAMES_NAME));
	return true;
}

static bool
campaign_find_absent(struct run *r, const char *name, bool deleted, struct err *e)
{
	const char *params[] = { str_text(&r->stores.array) };
	struct nearest near = { .wanted = name };

	err_set(e, ERR_USAGE, "there is no campaign \"%.64s\"", name);
	if (deleted)
		return err_hint(e, "it was deleted; to restore it run: crt-campaign apply FILE");
	if (!db_each(r->db, sql_campaign_names, COUNT(params), params, name_row, &near, e))
		return false;
	return nearest_name(&near) ? err_hint(e, "the nearest is %s", nearest_name(&near))
	    : err_hint(e, "list the campaigns: crt-campaign list");
}

bool
found_open(struct found *f, struct run *r, const char *name, struct err *e)
{
	const char *params[] = { str_text(&r->stores.array), name };
	struct search s = { .found = f, .stores = &r->stores, .slugs = STR_MAX(ERR_TEXT_MAX / 2) };
	bool ok;

	*f = (struct found){ 0 };
	ok = db_each(r->db, sql_campaign_find, COUNT(params), params, campaign_find_add, &s, e);
	if (ok && s.n == 0)
		ok = campaign_find_absent(r, name, s.deleted > 0, e);
	if (ok && s.n > 1) {
		ok = err_set(e, ERR_USAGE, "campaign \"%.64s\" is in several stores: %s", name,
		    str_text(&s.slugs));
		err_hint(e, "choose one with -s STORE");
	}
	str_free(&s.slugs);
	return ok;
}

void
found_free(struct found *f)
{
	char *texts[] = { f->store, f->slug, f->id, f->trigger, f->steps, f->source };
	size_t i;

	for (i = 0; i < COUNT(texts); i++)
		free(texts[i]);
	*f = (struct found){ 0 };
}
