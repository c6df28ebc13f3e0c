/* segment.c: store a segment in the database, and check the names of segments in a trigger. */
#include <string.h>

#include "base/mem.h"
#include "campaign/customer_segments.h"
#include "put.h"
#include "query.h"
#include "text/nearest.h"

#define JSON_MAX ((size_t)1024 * 1024)

static bool
put_segment_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct piece *p = arg;

	p->is_new = db_true(row, SQL_SEGMENT_PUT_IS_NEW);
	p->parts = db_copy(row, SQL_SEGMENT_PUT_PARTS);
	return true;
}

bool
put_segment(struct run *r, struct piece *p, struct err *e)
{
	struct str text = STR_MAX(JSON_MAX);
	json_t *json = condition_print(&p->segment.conditions);
	const struct store *store;
	char now[CLOCK_TEXT];
	bool ok = put_store(r, p, p->segment.store, &store, e);

	value_print(&text, json, true);
	value_free(json);
	if (ok) {
		const char *params[] = { store->id_text, p->name, p->document.text, str_text(&text),
		    run_now(now) };

		ok = db_each(r->db, sql_segment_put, COUNT(params), params, put_segment_row, p, e);
	}
	str_free(&text);
	return ok;
}

static bool
put_segment_has(const struct customer_segments *all, const struct store *store, const char *name)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->stores[i] == store && !strcmp(all->list[i].name, name))
			return true;
	return false;
}

/* The first name of the tree that is no segment; NULL: none. */
static const char *
put_segment_missing(const struct condition *c, const struct customer_segments *all,
    const struct store *store)
{
	const char *missing = NULL;
	size_t i;

	for (i = 0; c->kind == CONDITION_SEGMENT && i < c->words.n; i++)
		if (!put_segment_has(all, store, c->words.list[i]))
			return c->words.list[i];
	for (i = 0; missing == NULL && i < c->nparts; i++)
		missing = put_segment_missing(&c->parts[i], all, store);
	return missing;
}

bool
put_segments_exist(struct run *r, const struct piece *p, const struct store *store, struct err *e)
{
	const struct campaign *c = &p->campaign.campaign;
	const struct yaml *at = yaml_get(p->document.root, "trigger");
	struct nearest near = { .wanted = NULL };
	struct customer_segments all;
	bool ok = customer_segments_open(&all, r->db, &r->stores, e);
	size_t i;

	if (ok)
		near.wanted = put_segment_missing(&c->trigger, &all, store);
	for (i = 0; ok && near.wanted == NULL && i < c->nsteps; i++) {
		near.wanted = put_segment_missing(&c->steps[i].when, &all, store);
		at = p->campaign.steps[i];
	}
	if (near.wanted) {
		for (i = 0; i < all.n; i++)
			if (all.stores[i] == store)
				nearest_try(&near, all.list[i].name);
		ok = yaml_fail(at, e, "store %s has no segment \"%s\"", store->slug, near.wanted);
		err_hint(e, nearest_name(&near) ? "the nearest is %s"
		    : "apply it in the same run as this file", nearest_name(&near));
	}
	customer_segments_close(&all);
	return ok;
}
