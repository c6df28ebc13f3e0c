/* preview.c: render a template, from the database or a file, with example data. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/show.h"
#include "message/due.h"
#include "channel/channel.h"
#include "campaign.h"
#include "document/document.h"
#include "mime/mail.h"
#include "store/design.h"
#include "store/sms_price.h"
#include "store/zone_find.h"
#include "preview_page.h"
#include "preview.h"
#include "record/record.h"
#include "query.h"
#include "liquid/liquid.h"
#include "text/nearest.h"

#define COST_TEXT_MAX 512

struct stored {
	bool found;
	int stores;			/* number of stores that have their own */
	char *store, *locale, *part[PARTS], *data, *design;
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
	const bool given = set->locale || set->data || set->cart;

	return !given && stores->n == 1 ? stores->list[0].locale
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
campaign_preview_render(const struct preview_source *from, const char *name, const char *text,
    const json_t *data, int part, const char *locale, struct err *e)
{
	struct str out = STR_MAX(LIQUID_OUTPUT_MAX + 1);
	bool ok = preview_part(from, name, text, data, part, locale, &out, e);

	while (part >= PART_PUSH && out.len && strchr(" \n", out.data[out.len - 1]))
		str_cut(&out, out.len - 1);
	if (ok && part == PART_SMS)
		preview_segments(&out, from->store, data);
	else if (ok)
		show_print(stdout, str_text(&out), out.len);
	if (ok && part == PART_HTML)
		mail_log_size(out.len, NULL, name);
	if (ok && (part == PART_IMAGE || part == PART_LINK) && out.len
	    && !channel_push_opens(str_text(&out)))
		fputs(" (left out: no https address)", stdout);
	if (ok && (part == PART_SUBJECT || part >= PART_PUSH))
		putchar('\n');
	str_free(&out);
	return ok;
}

static bool
preview_file(const struct campaign_settings *set, const json_t *data, struct err *e)
{
	const struct preview_source none = { .store = NULL };
	char *text = NULL;
	size_t n;
	bool ok = document_bytes(set->file, LIQUID_TEMPLATE_MAX, &text, &n, e)
	    && campaign_preview_render(&none, set->file, text, data, set->part,
	    campaign_preview_language(set, data), e);

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
	s->design = db_copy(row, SQL_TEMPLATE_CHOOSE_DESIGN_CONFIG);
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
	free(s->design);
}

/* Without --data, the template's own preview data replaces crt's example. */
static bool
stored_preview_data(const struct campaign_settings *set, const struct stored *s, json_t **data,
    struct err *e)
{
	json_t *own = NULL;

	if (set->data || set->cart || s->data == NULL)
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
preview_push(const struct preview_source *from, const char *name, const struct stored *s,
    const json_t *data, struct err *e)
{
	static const struct { const char *title; int part; } parts[] = { { "title", PART_SUBJECT },
	    { "body", PART_PUSH }, { "image", PART_IMAGE }, { "link", PART_LINK } };
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < COUNT(parts); i++) {
		if (s->part[parts[i].part] == NULL)
			continue;
		printf("%s: ", parts[i].title);
		ok = campaign_preview_render(from, name, s->part[parts[i].part], data,
		    parts[i].part == PART_SUBJECT ? PART_PUSH : parts[i].part, s->locale, e);
	}
	return ok;
}

static bool
preview_from(const struct campaign_settings *set, struct run *r, const char *name,
    const struct stored *s, json_t *data, struct err *e)
{
	struct preview_source from = { .store = campaign_preview_store(&r->stores, s) };
	struct partials partials;
	json_t *design = NULL;
	struct zone zone;
	bool ok = partials_open(&partials, r->db, from.store ? from.store->id_text : NULL, e)
	    && (s->design == NULL || value_read(&design, s->design, strlen(s->design), e))
	    && zone_find(&zone, r->db, campaign_preview_zone(from.store, data), e);

	from.partials = &partials;
	from.layout = value_text(value_get(design, "layout"));
	if (from.layout == NULL && from.store)
		from.layout = from.store->layout;
	if (value_get(data, "design") == NULL)
		value_set(data, "design", value_map());
	design_apply(data, s->design);
	from.zone = &zone;
	if (ok && set->part == PART_PAGE)
		ok = preview_page(&from, name, s->locale, s->part, data, e);
	else if (ok)
		ok = set->part == PART_PUSH ? preview_push(&from, name, s, data, e)
		    : campaign_preview_render(&from, name, s->part[set->part], data, set->part,
		    s->locale, e);
	value_free(design);
	partials_close(&partials);
	return ok;
}

/* What a message about the cart would have. The way to opt out and the coupon are the example's,
   so that nobody opts out by accident. */
static bool
preview_cart(struct run *r, const char *cart, json_t **data, struct err *e)
{
	struct arena arena = { 0 };
	struct record record = { .json = NULL };
	struct output out;
	json_t *context = NULL;
	bool found = false, ok;

	output_init(&out);
	ok = due_cart(r, cart, &out, &found, e);
	if (ok && !found)
		ok = err_set(e, ERR_USAGE, "there is no cart \"%.64s\"", cart);
	ok = ok && record_read(&record, str_text(&out.held), out.held.len - 1, &arena, e);
	if (ok) {
		const struct record_message_due *due = record.data;
		struct str text = STR_MAX(VALUE_BYTES_MAX);

		value_print(&text, due->context, false);
		ok = value_read(&context, str_text(&text), text.len, e);
		str_free(&text);
	}
	if (ok) {
		value_set_text(value_get(context, "links"), "unsubscribe",
		    value_text(value_path(*data, "links.unsubscribe")));
		value_set(context, "coupon", value_hold(value_get(*data, "coupon")));
		value_free(*data);
		*data = context;
	}
	output_drop(&out);
	output_free(&out);
	value_free(record.json);
	arena_free(&arena);
	return ok;
}

static bool
preview_stored(const struct campaign_settings *set, const char *name, json_t **data, struct err *e)
{
	struct stored s = { 0 };
	struct run run;
	bool ok = run_open(&run, &set->common, "crt-campaign", RUN_STORES, e)
	    && (set->cart == NULL || preview_cart(&run, set->cart, data, e))
	    && stored_find(&s, &run, name, language_of(set, &run.stores, *data), set->part, e)
	    && stored_preview_data(set, &s, data, e);

	if (ok && set->part != PART_PAGE && s.part[set->part] == NULL)
		ok = err_set(e, ERR_USAGE, "template \"%.64s\" has no such part", name);
	ok = ok && preview_from(set, &run, name, &s, *data, e);
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

	if (ok && set->cart && (set->file || set->data))
		ok = err_set(e, ERR_USAGE, "--cart takes a TEMPLATE, and no --data");
	if (ok && set->file && set->part == PART_PAGE)
		ok = err_set(e, ERR_USAGE, "--part page takes a TEMPLATE");
	if (ok && set->file && set->data && !strcmp(set->file, "-") && !strcmp(set->data, "-"))
		ok = err_set(e, ERR_USAGE, "--file and --data cannot both read standard input");
	ok = ok && (set->data ? read_data(set->data, &data, e)
	    : value_read(&data, preview_data, strlen(preview_data), e));
	ok = ok && (set->file ? preview_file(set, data, e)
	    : preview_stored(set, operands[0], &data, e));
	value_free(data);
	return ok;
}
