/* store.c: read stores and their settings from the database. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/setting.h"
#include "query.h"
#include "text/nearest.h"

#define ARRAY_MAX ((size_t)1 << 20)

static bool
store_add(void *arg, const struct db_row *row, struct err *e)
{
	struct stores *all = arg;
	struct store *s;
	json_t *settings;
	bool ok;

	all->list = mem_more(all->list, all->n, sizeof *s);
	s = &all->list[all->n++];
	*s = (struct store){ 0 };
	if (!ident_read(db_text(row, SQL_STORE_LIST_ID), s->id)
	    || !ident_read(db_text(row, SQL_STORE_LIST_ORGANIZATION_ID), s->organization))
		return err_set(e, ERR_BUG, "a store has no uuid");
	ident_print(s->id, s->id_text);
	s->slug = db_copy(row, SQL_STORE_LIST_SLUG);
	s->name = db_copy(row, SQL_STORE_LIST_STORE_NAME);
	s->url = db_copy(row, SQL_STORE_LIST_STORE_URL);
	s->currency = db_copy(row, SQL_STORE_LIST_CURRENCY);
	s->locale = db_copy(row, SQL_STORE_LIST_LOCALE);
	s->timezone = db_copy(row, SQL_STORE_LIST_TIMEZONE);
	s->platform = db_copy(row, SQL_STORE_LIST_PLATFORM);
	str_printf(&all->array, "%s%s", all->n > 1 ? "," : "{", s->id_text);
	s->paused = db_true(row, SQL_STORE_LIST_PAUSED);
	s->hook_seen = db_time(row, SQL_STORE_LIST_HOOK_SEEN_AT);
	if (s->paused && !all->paused) {
		err_set(e, ERR_USAGE, "store \"%s\" is paused", s->slug);
		return err_hint(e, STORE_RESUME, s->slug);
	}
	ok = value_read(&settings, db_text(row, SQL_STORE_LIST_SETTINGS),
	    db_length(row, SQL_STORE_LIST_SETTINGS), e);
	settings_read(s, settings);
	value_free(settings);
	return ok || err_in(e, "store %s", s->slug);
}

static bool
store_try(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	nearest_try(arg, db_text(row, SQL_STORE_SLUGS_SLUG));
	return true;
}

bool
store_missing(struct db *db, const char *slug, struct err *e)
{
	struct nearest near = { .wanted = slug };

	err_set(e, ERR_USAGE, "there is no store \"%.64s\"", slug);
	if (!db_each(db, sql_store_slugs, 0, NULL, store_try, &near, e))
		return false;
	return nearest_name(&near) ? err_hint(e, "the nearest is %s", nearest_name(&near))
	    : err_hint(e, "list the stores: crt-sync store list");
}

static bool
store_named(const struct stores *all, struct db *db, const struct option_list *names,
    struct err *e)
{
	size_t i;

	for (i = 0; names && i < names->n; i++)
		if (stores_find(all, names->item[i]) == NULL)
			return store_missing(db, names->item[i], e);
	return true;
}

static bool
store_found_row(void *arg, const struct db_row *row UNUSED, struct err *e UNUSED)
{
	*(bool *)arg = true;
	return true;
}

bool
stores_check(struct db *db, const struct option_list *names, struct err *e)
{
	size_t i;

	for (i = 0; i < names->n; i++) {
		bool there = false;

		if (!db_each(db, sql_store_find, 1, &names->item[i], store_found_row, &there, e))
			return false;
		if (!there)
			return store_missing(db, names->item[i], e);
	}
	return true;
}

const char *
stores_named(struct array *slugs, const struct option_list *names)
{
	size_t i;

	array_open(slugs);
	for (i = 0; names && i < names->n; i++)
		array_add(slugs, names->item[i]);
	return i ? array_param(slugs) : NULL;
}

bool
stores_open(struct stores *all, struct db *db, const struct option_list *names, int also,
    struct err *e)
{
	struct array slugs;
	const char *named_ones = stores_named(&slugs, names);
	const bool paused = also & STORES_PAUSED;
	const char *params[] = { named_ones, paused || named_ones ? "true" : "false",
	    also & STORES_CANARY ? "true" : "false" };
	bool ok;

	*all = (struct stores){ .paused = paused, .array = STR_MAX(ARRAY_MAX) };
	ok = db_each(db, sql_store_list, COUNT(params), params, store_add, all, e)
	    && store_named(all, db, names, e);
	str_puts(&all->array, all->n ? "}" : "{}");
	array_free(&slugs);
	return ok;
}

void
stores_close(struct stores *all)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		struct store *s = &all->list[i];
		char *texts[] = { s->slug, s->name, s->url, s->currency, s->locale, s->timezone,
		    s->platform };
		size_t k;

		for (k = 0; k < COUNT(texts); k++)
			free(texts[k]);
		settings_free(s);
	}
	free(all->list);
	str_free(&all->array);
	*all = (struct stores){ 0 };
}

bool
stores_links(struct stores *all, const char *url, struct err *e)
{
	size_t i;

	if (!setting_check("links_url", url, e))
		return false;
	for (i = 0; i < all->n; i++)
		if (all->list[i].links_url[0] == '\0') {
			free(all->list[i].links_url);
			all->list[i].links_url = mem_dup(url);
		}
	return true;
}

const struct store *
stores_find(const struct stores *all, const char *slug)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (!strcmp(all->list[i].slug, slug))
			return &all->list[i];
	return NULL;
}

const struct store *
stores_by_id(const struct stores *all, const char *id)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (!strcmp(all->list[i].id_text, id))
			return &all->list[i];
	return NULL;
}
