/* optout.c: the unsubscribe and preferences links: a page for GET, the change for POST. */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "record/line.h"
#include "link/optout.h"
#include "routes.h"

/* Who unsubscribes, and from which store. */
struct serve_optout {
	struct serve_table *table;
	const struct serve_store *store;	/* NULL: the token is not one of a store here */
	struct optout who;
};

static struct serve_optout
serve_optout_of(struct serve *d, const struct serve_target *to)
{
	struct serve_optout o = { .table = serve_stores_use(&d->stores) };
	char id[IDENT_TEXT];
	struct err e = { 0 };

	if (o.table && (to->kind == 'p' ? preferences_verify(o.table->ring, to->token, &o.who, &e)
	    : optout_verify(o.table->ring, to->token, &o.who, &e)))
		o.store = serve_table_by_id(o.table, ident_print(o.who.store, id));
	return o;
}

/* No details: whoever has no valid link learns nothing. */
void
serve_refuse_link(struct serve *d, struct web_request *r, bool stores)
{
	struct web_response a;
	char *page = NULL;

	serve_set_response(&a, 503, "the stores are not known while the database is down");
	if (stores) {
		page = pages_render(d->pages, PAGE_LINK, NULL, request_variable(r,
		    "HTTP_ACCEPT_LANGUAGE"), NULL, false);
		a = (struct web_response){ .status = 404, .text = page ? page : "unknown link",
		    .page = page != NULL };
	}
	web_respond(r, &a);
	free(page);
}

static void
serve_optout_page(struct serve *d, struct web_request *r, const struct serve_optout *o,
    enum page which)
{
	char *page = pages_render(d->pages, which, o->store, o->who.language,
	    words_message_channel[o->who.channel], false);
	struct web_response a;

	serve_set_response(&a, page ? 200 : 500, page ? page : "the page cannot be shown");
	a.page = page != NULL;
	web_respond(r, &a);
	free(page);
}

/* Scanners and previews fetch every link of a mail, so this changes nothing. */
static void
serve_optout_show(struct serve *d, struct web_request *r, const struct serve_target *to,
    enum page which)
{
	struct serve_optout o = serve_optout_of(d, to);

	if (o.store == NULL)
		serve_refuse_link(d, r, o.table != NULL);
	else
		serve_optout_page(d, r, &o, which);
	serve_table_done(o.table);
}

void
route_optout_show(struct serve *d, struct web_request *r, const struct serve_target *to)
{
	serve_optout_show(d, r, to, PAGE_OPTOUT);
}

void
route_preferences_show(struct serve *d, struct web_request *r, const struct serve_target *to)
{
	serve_optout_show(d, r, to, PAGE_PREFERENCES);
}

/* choice: NULL for an unsubscription. */
static void
serve_optout_record(struct str *text, const struct serve_store *s, const char *token,
    const char *choice)
{
	unsigned char id[IDENT_BYTES];
	char id_text[IDENT_TEXT];

	ident_random(id, clock_now());
	line_open(text, &(struct line_head){ choice ? RECORD_preferences_changed
	    : RECORD_message_unsubscribed, ident_print(id, id_text), s->slug, clock_now(),
	    NULL, NULL });
	line_text(text, "link", token);
	line_text(text, "choice", choice);
	line_end(text);
}

/* Queues the record; the page is the response. */
static void
serve_optout_queue(struct serve *d, struct web_request *r, const struct serve_target *to,
    const struct serve_optout *o, const char *choice, char *page)
{
	struct str text = STR_MAX(SERVE_TOKEN_MAX + 1024);

	serve_optout_record(&text, o->store, to->token, choice);
	serve_queue_put(&d->queue, delivery_of_record(r, o->store, o->table->version, &text, page));
}

/* The button of the page, or a mail program's one click (RFC 8058), which shows no page. */
void
route_optout(struct serve *d, struct web_request *r, const struct serve_target *to)
{
	struct serve_optout o = serve_optout_of(d, to);
	struct web_response a;

	if (o.store == NULL)
		serve_refuse_link(d, r, o.table != NULL);
	else if (!serve_has_room(d, o.store, &a))
		web_respond(r, &a);
	else
		serve_optout_queue(d, r, to, &o, NULL, strstr(r->body, "One-Click") ? NULL
		    : pages_render(d->pages, PAGE_OPTOUT, o.store, o.who.language,
		    words_message_channel[o.who.channel], true));
	serve_table_done(o.table);
}

/* The word of the form's only field, or NULL. */
static const char *
preferences_choice(const struct web_request *r)
{
	static const char field[] = "choice=";
	size_t i, n = sizeof field - 1;

	for (i = 0; words_preference[i]; i++)
		if (r->len == n + strlen(words_preference[i]) && !memcmp(r->body, field, n)
		    && !memcmp(r->body + n, words_preference[i], r->len - n))
			return words_preference[i];
	return NULL;
}

/* Without a choice, the page again. */
void
route_preferences(struct serve *d, struct web_request *r, const struct serve_target *to)
{
	struct serve_optout o = serve_optout_of(d, to);
	const char *choice = preferences_choice(r);
	struct web_response a;

	if (o.store == NULL)
		serve_refuse_link(d, r, o.table != NULL);
	else if (choice == NULL)
		serve_optout_page(d, r, &o, PAGE_PREFERENCES);
	else if (!serve_has_room(d, o.store, &a))
		web_respond(r, &a);
	else
		serve_optout_queue(d, r, to, &o, choice,
		    pages_render(d->pages, PAGE_PREFERENCES, o.store, o.who.language, NULL,
		    true));
	serve_table_done(o.table);
}
