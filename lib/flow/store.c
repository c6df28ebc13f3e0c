/* store.c: read the stores and their settings from the database. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "flow/store.h"
#include "query.h"
#include "record/value.h"

#define ARRAY_MAX ((size_t)1 << 20)

static bool
read_SPAN(const char *s, store_SPAN *out)
{
	return clock_read_span(s, out);
}

static bool
read_AGE(const char *s, store_AGE *out)
{
	*out = 0;
	return !strcmp(s, "off") || clock_read_span(s, out);
}

static bool
read_COUNT(const char *s, store_COUNT *out)
{
	char *end;

	*out = strtoll(s, &end, 10);
	return end != s && *end == '\0' && *out >= 0 && *out <= 1000000;
}

static bool
read_BASIS(const char *s, store_BASIS *out)
{
	*out = !strcmp(s, "not_denied") ? STORE_NOT_DENIED : STORE_GRANTED;
	return !strcmp(s, "not_denied") || !strcmp(s, "granted");
}

static bool
read_TEXT(const char *s, store_TEXT *out)
{
	if (!str_clean(s, strlen(s)))
		return false;
	*out = mem_dup(s);
	return true;
}

static const char *
takes(const char *kind)
{
	static const struct { const char *kind, *text; } kinds[] = {
		{ "SPAN", "a span such as 15m, 2h or 30d" },
		{ "AGE", "a span such as 2h, or off" },
		{ "COUNT", "a whole number up to 1000000" },
		{ "BASIS", "granted or not_denied" },
		{ "TEXT", "text without control bytes" },
	};
	size_t i = 0;

	while (i < COUNT(kinds) - 1 && strcmp(kinds[i].kind, kind))
		i++;
	return kinds[i].text;
}

static bool
refuse(const char *name, const char *kind, const char *value, struct err *e)
{
	return err_set(e, ERR_CONFIG, "setting %s takes %s, not \"%.64s\"", name, takes(kind), value);
}

/* Presets first; what the store says replaces them. */
static bool
read_settings(struct store *s, const json_t *said, struct err *e)
{
	const char *value;

#define SETTING(name, kind, preset, meaning) \
	value = value_text(value_get(said, #name)); \
	if (!read_##kind(value ? value : preset, &s->name)) \
		return refuse(#name, #kind, value ? value : preset, e);
#include "flow/setting.def"
#undef SETTING
	return true;
}

/* Of the kinds of setting only texts own something. */
static void
free_settings(struct store *s)
{
#define FREE_SPAN(setting)
#define FREE_AGE(setting)
#define FREE_COUNT(setting)
#define FREE_BASIS(setting)
#define FREE_TEXT(setting) free(s->setting);
#define SETTING(setting, kind, preset, meaning) FREE_##kind(setting)
#include "flow/setting.def"
#undef SETTING
}

bool
store_setting_check(const char *name, const char *value, struct err *e)
{
	struct store s = { 0 };
	bool known = false, ok = true;

#define SETTING(setting, kind, preset, meaning) \
	if (!strcmp(name, #setting)) { \
		known = true; \
		ok = read_##kind(value, &s.setting) || refuse(name, #kind, value, e); \
	}
#include "flow/setting.def"
#undef SETTING
	free_settings(&s);
	return known ? ok : err_set(e, ERR_CONFIG, "there is no setting \"%.64s\"", name);
}

static bool
add(void *arg, const struct db_row *row, struct err *e)
{
	struct stores *all = arg;
	struct store *s;
	json_t *settings;
	bool ok;

	all->list = mem_more(all->list, all->n, sizeof *s);
	s = &all->list[all->n++];
	*s = (struct store){ 0 };
	if (!ident_read(db_text(row, 0), s->id) || !ident_read(db_text(row, 1), s->organization))
		return err_set(e, ERR_BUG, "a store has no uuid");
	ident_print(s->id, s->id_text);
	s->slug = mem_dup(db_text(row, 2));
	s->name = mem_dup(db_text(row, 3));
	s->url = mem_dup(db_text(row, 4));
	s->currency = mem_dup(db_text(row, 5));
	s->locale = mem_dup(db_text(row, 6));
	s->timezone = mem_dup(db_text(row, 7));
	s->platform = mem_dup(db_text(row, 8));
	str_printf(&all->array, "%s%s", all->n > 1 ? "," : "{", s->id_text);
	s->paused = db_true(row, 10);
	if (s->paused && !all->paused) {
		err_set(e, ERR_USAGE, "store \"%s\" is paused", s->slug);
		return err_hint(e, STORE_RESUME, s->slug);
	}
	ok = value_read(&settings, db_text(row, 9), db_length(row, 9), e)
	    && read_settings(s, settings, e);
	value_free(settings);
	return ok || err_in(e, "store %s", s->slug);
}

bool
store_missing(const char *slug, struct err *e)
{
	err_set(e, ERR_USAGE, "there is no store \"%.64s\"", slug);
	return err_hint(e, "\"crt-sync store list\" shows the stores");
}

static bool
named(const struct stores *all, const struct option_list *names, struct err *e)
{
	size_t i;

	for (i = 0; names && i < names->n; i++)
		if (stores_find(all, names->item[i]) == NULL)
			return store_missing(names->item[i], e);
	return true;
}

static bool
is_there(void *arg, const struct db_row *row UNUSED, struct err *e UNUSED)
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

		if (!db_each(db, sql_store_find, 1, &names->item[i], is_there, &there, e))
			return false;
		if (!there)
			return store_missing(names->item[i], e);
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
stores_open(struct stores *all, struct db *db, const struct option_list *names, bool paused,
    struct err *e)
{
	struct array slugs;
	const char *named_ones = stores_named(&slugs, names);
	const char *params[] = { named_ones, paused || named_ones ? "true" : "false" };
	bool ok;

	*all = (struct stores){ .paused = paused, .array = STR_MAX(ARRAY_MAX) };
	ok = db_each(db, sql_store_list, COUNT(params), params, add, all, e) && named(all, names, e);
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
		free_settings(s);
	}
	free(all->list);
	str_free(&all->array);
	*all = (struct stores){ 0 };
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
