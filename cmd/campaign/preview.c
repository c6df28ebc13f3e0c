/* preview.c: render a template, from the database or a file, with example data. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/show.h"
#include "channel/channel.h"
#include "campaign.h"
#include "document/document.h"
#include "mime/mail.h"
#include "store/sms_price.h"
#include "store/zone_find.h"
#include "preview.h"
#include "query.h"
#include "liquid/liquid.h"
#include "text/nearest.h"

#define COST_TEXT_MAX 512

/* The words of --part, then the other parts of a push message. */
enum { PART_TEXT, PART_HTML, PART_SUBJECT, PART_SMS, PART_PUSH, PART_IMAGE, PART_LINK, PARTS };

struct stored {
	bool found;
	int stores;			/* number of stores that have their own */
	char *store, *locale, *part[PARTS], *data;
};

static bool
read_data(const char *file, json_t **data, struct err *e)
{
	char *text = NULL;
	size_t n = 0;
	bool ok = document_bytes(file, VALUE_BYTES_MAX, &text, &n, e);

	if (ok && !value_read(data, text, n, e))
		ok = err_in(e, "%s", strcmp(file, "-") ? file : "standard input");
	if (ok && value_kind(*data) != VALUE_MAP)
		ok = err_set(e, ERR_INPUT, "%s: expected a JSON object", file);
	free(text);
	return ok;
}

static const char *
campaign_preview_language(const struct campaign_settings *set, const json_t *data)
{
	const char *of_customer = value_text(value_path(data, "customer.locale"));

	return set->locale ? set->locale : of_customer ? of_customer
	    : value_text(value_path(data, "store.locale"));
}

/* A stored template uses the store's language, if there is only one store. */
static const char *
language_of(const struct campaign_settings *set, const struct stores *stores, const json_t *data)
{
	return set->locale == NULL && set->data == NULL && stores->n == 1 ? stores->list[0].locale
	    : campaign_preview_language(set, data);
}

/* Prints a text message as it is sent, its length, and what it costs at the store's prices. */
static void
preview_segments(struct str *out, const struct store *store, const json_t *data)
{
	struct str cost = STR_MAX(COST_TEXT_MAX);

	while (out->len && strchr(" \n", out->data[out->len - 1]))
		str_cut(out, out->len - 1);
	sms_price_print(&cost, str_text(out), out->len, store,
	    value_text(value_path(data, "customer.country")), NULL);
	show_print(stdout, str_text(out), out->len);
	printf("\n\n%s", str_text(&cost));
	str_free(&cost);
}

static bool
campaign_preview_render(const char *name, const char *text, const json_t *data, int part,
    const char *locale, const struct zone *zone, const struct store *store, struct err *e)
{
	struct liquid_options how = { .escape = part == PART_HTML ? LIQUID_HTML : LIQUID_PLAIN,
	    .locale = locale, .now = clock_now(), .zone = zone };
	struct str out = STR_MAX(LIQUID_OUTPUT_MAX + 1);
	struct liquid *liquid;
	bool ok = liquid_compile(&liquid, name, text, strlen(text), e)
	    && liquid_render(liquid, data, &how, &out, e);

	while (part >= PART_PUSH && out.len && strchr(" \n", out.data[out.len - 1]))
		str_cut(&out, out.len - 1);
	if (ok && part == PART_SMS)
		preview_segments(&out, store, data);
	else if (ok)
		show_print(stdout, str_text(&out), out.len);
	if (ok && part == PART_HTML)
		mail_log_size(out.len, NULL, name);
	if (ok && (part == PART_IMAGE || part == PART_LINK) && out.len
	    && !channel_push_opens(str_text(&out)))
		fputs(" (left out: no https address)", stdout);
	if (ok && (part == PART_SUBJECT || part >= PART_PUSH))
		putchar('\n');
	liquid_free(liquid);
	str_free(&out);
	return ok;
}

static bool
preview_file(const struct campaign_settings *set, const json_t *data, struct err *e)
{
	char *text = NULL;
	size_t n;
	bool ok = document_bytes(set->file, LIQUID_TEMPLATE_MAX, &text, &n, e)
	    && campaign_preview_render(set->file, text, data, set->part,
	    campaign_preview_language(set, data), NULL, NULL, e);

	free(text);
	return ok;
}

/* The first row is the template; the others only show whether the name is ambiguous. */
static bool
stored_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct stored *s = arg;
	const char *store = db_text(row, SQL_TEMPLATE_CHOOSE_STORE_ID);

	if (store && (s->store == NULL || strcmp(store, s->store)))
		s->stores++;
	if (store && s->store == NULL)
		s->store = mem_dup(store);
	if (s->found)
		return true;
	s->found = true;
	s->locale = db_copy(row, SQL_TEMPLATE_CHOOSE_LOCALE);
	s->part[PART_SUBJECT] = db_copy(row, SQL_TEMPLATE_CHOOSE_SUBJECT);
	s->part[PART_TEXT] = db_copy(row, SQL_TEMPLATE_CHOOSE_TEXT);
	s->part[PART_SMS] = db_copy(row, SQL_TEMPLATE_CHOOSE_TEXT);
	s->part[PART_PUSH] = db_copy(row, SQL_TEMPLATE_CHOOSE_TEXT);
	s->part[PART_IMAGE] = db_copy(row, SQL_TEMPLATE_CHOOSE_IMAGE);
	s->part[PART_LINK] = db_copy(row, SQL_TEMPLATE_CHOOSE_LINK);
	s->part[PART_HTML] = db_copy(row, SQL_TEMPLATE_CHOOSE_HTML);
	s->data = db_copy(row, SQL_TEMPLATE_CHOOSE_PREVIEW_DATA);
	return true;
}

static bool
stored_try(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	nearest_try(arg, db_text(row, SQL_TEMPLATE_NAMES_NAME));
	return true;
}

static bool
stored_missing(struct run *r, const char *name, struct err *e)
{
	const char *params[] = { str_text(&r->stores.array) };
	struct nearest near = { .wanted = name };

	err_set(e, ERR_USAGE, "there is no template \"%.64s\"", name);
	if (!db_each(r->db, sql_template_names, COUNT(params), params, stored_try, &near, e))
		return false;
	if (nearest_name(&near) && !strcmp(nearest_name(&near), name))
		return err_hint(e, "it is for another channel: add --part text, sms, or push");
	return nearest_name(&near) ? err_hint(e, "the nearest is %s", nearest_name(&near))
	    : err_hint(e, "list the templates: crt-campaign templates; add some: crt-campaign apply"
	    " FILE");
}

static bool
stored_find(struct stored *s, struct run *r, const char *name, const char *locale, int part,
    struct err *e)
{
	const char *params[] = { str_text(&r->stores.array), name, locale,
	    words_message_channel[part == PART_SMS ? CHANNEL_SMS
	    : part == PART_PUSH ? CHANNEL_PUSH : CHANNEL_EMAIL] };

	if (!db_each(r->db, sql_template_choose, COUNT(params), params, stored_row, s, e))
		return false;
	if (!s->found)
		return stored_missing(r, name, e);
	if (s->stores > 1) {
		err_set(e, ERR_USAGE, "several stores have a template \"%.64s\"", name);
		return err_hint(e, "choose one with -s STORE");
	}
	return true;
}

static void
stored_free(struct stored *s)
{
	int i;

	for (i = 0; i < PARTS; i++)
		free(s->part[i]);
	free(s->store);
	free(s->locale);
	free(s->data);
}

/* Without --data, the template's own preview data replaces crt's example. */
static bool
stored_preview_data(const struct campaign_settings *set, const struct stored *s, json_t **data,
    struct err *e)
{
	json_t *own = NULL;

	if (set->data || s->data == NULL)
		return true;
	if (!value_read(&own, s->data, strlen(s->data), e))
		return false;
	value_free(*data);
	*data = own;
	return true;
}

/* The template's store, or the only store, or NULL. */
static const struct store *
campaign_preview_store(const struct stores *all, const struct stored *s)
{
	return all->n == 1 ? &all->list[0] : s->store ? stores_by_id(all, s->store) : NULL;
}

static const char *
campaign_preview_zone(const struct store *store, const json_t *data)
{
	const char *of_data = value_text(value_path(data, "store.timezone"));

	return store ? store->timezone : of_data ? of_data : "UTC";
}

/* Each part of a push message is rendered by itself, as when it is sent. */
static bool
preview_push(const char *name, const struct stored *s, const json_t *data,
    const struct zone *zone, struct err *e)
{
	static const struct { const char *title; int part; } parts[] = { { "title", PART_SUBJECT },
	    { "body", PART_PUSH }, { "image", PART_IMAGE }, { "link", PART_LINK } };
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < COUNT(parts); i++) {
		if (s->part[parts[i].part] == NULL)
			continue;
		printf("%s: ", parts[i].title);
		ok = campaign_preview_render(name, s->part[parts[i].part], data,
		    parts[i].part == PART_SUBJECT ? PART_PUSH : parts[i].part, s->locale, zone, NULL, e);
	}
	return ok;
}

static bool
preview_stored(const struct campaign_settings *set, const char *name, json_t **data, struct err *e)
{
	const struct store *store = NULL;
	struct stored s = { 0 };
	struct zone zone;
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-campaign", RUN_STORES, e)
	    && stored_find(&s, &run, name, language_of(set, &run.stores, *data), set->part, e)
	    && stored_preview_data(set, &s, data, e);

	if (ok && s.part[set->part] == NULL)
		ok = err_set(e, ERR_USAGE, "template \"%.64s\" has no such part", name);
	if (ok)
		store = campaign_preview_store(&run.stores, &s);
	ok = ok && zone_find(&zone, run.db, campaign_preview_zone(store, *data), e)
	    && (set->part == PART_PUSH ? preview_push(name, &s, *data, &zone, e)
	    : campaign_preview_render(name, s.part[set->part], *data, set->part, s.locale, &zone,
	    store, e));
	stored_free(&s);
	return run_close(&run, ok, e);
}

bool
campaign_preview(void *settings, char **operands, struct err *e)
{
	const struct campaign_settings *set = settings;
	json_t *data = NULL;
	bool ok = (set->file != NULL) != (operands[0] != NULL)
	    || err_set(e, ERR_USAGE, "preview takes either a TEMPLATE or --file");

	if (ok && set->file && set->data && !strcmp(set->file, "-") && !strcmp(set->data, "-"))
		ok = err_set(e, ERR_USAGE, "--file and --data cannot both read standard input");
	ok = ok && (set->data ? read_data(set->data, &data, e)
	    : value_read(&data, preview_data, strlen(preview_data), e));
	ok = ok && (set->file ? preview_file(set, data, e)
	    : preview_stored(set, operands[0], &data, e));
	value_free(data);
	return ok;
}
