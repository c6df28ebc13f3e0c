/* click.c: record that a link of a mail was opened, and redirect to where it leads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/line.h"
#include "agent/scanner.h"
#include "routes.h"

#define CLICK_EVENT_MAX (SERVE_TOKEN_MAX + CLOCK_TEXT + 2)
#define CLICK_MINUTE 16			/* bytes of "2026-11-02T12:00" */

static const char *const click_codes[] = { [LINK_RESTORE] = "restore", [LINK_HIDDEN] = "hidden",
    [LINK_OPEN] = "open" };

static const char *
click_purpose(const struct web_request *r)
{
	static const char *const names[] = { "HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ" };
	const char *text = "";
	size_t i;

	for (i = 0; i < COUNT(names) && *text == '\0'; i++)
		text = request_variable(r, names[i]);
	return text;
}

/* Repeated requests of a minute are one event: reloading a link must not fill the database. */
static void
click_event(const struct message_link *l, const char *token, bool machine, crt_time now,
    char out[IDENT_TEXT])
{
	char text[CLICK_EVENT_MAX], time[CLOCK_TEXT];
	unsigned char id[IDENT_BYTES];

	snprintf(text, sizeof text, "%s/%.*s%c", token, CLICK_MINUTE, clock_print(now, time),
	    machine ? 'm' : 'p');
	ident_derive(id, l->store, "click", text, strlen(text));
	ident_print(id, out);
}

static void
click_record(struct str *text, const struct serve_store *s, const struct message_link *l,
    const char *token, const char *machine)
{
	char id[IDENT_TEXT], message[IDENT_TEXT];

	click_event(l, token, machine != NULL, clock_now(), id);
	line_open(text, &(struct line_head){ l->kind == LINK_OPEN ? RECORD_message_opened
	    : RECORD_message_clicked, id, s->slug, clock_now(), NULL, NULL });
	line_text(text, "message", ident_print(l->message, message));
	line_bool(text, "machine", machine != NULL);
	line_text(text, "reason", machine);
	line_text(text, "code", *l->name ? l->name : click_codes[l->kind]);
	line_end(text);
}

/* A person is never refused: if the click cannot be stored, they get to the shop. */
static void
click_receive(struct serve *d, struct web_request *r, const struct serve_target *to)
{
	struct serve_table *t = serve_stores_use(&d->stores);
	const struct serve_store *s = NULL;
	struct str text = STR_MAX(SERVE_TOKEN_MAX + 1024);
	struct message_link link;
	struct web_response a;
	struct err e = { 0 };
	char id[IDENT_TEXT];

	if (t && message_link_verify(t->ring, to->kind, to->token, &link, &e))
		s = serve_table_by_id(t, ident_print(link.store, id));
	if (s == NULL)
		serve_refuse_link(d, r, t != NULL);
	else if (!serve_has_room(d, s, &a)) {
		a = (struct web_response){ .status = link.kind == LINK_OPEN ? 200 : 302, .text = "",
		    .pixel = link.kind == LINK_OPEN, .location = link.kind == LINK_OPEN ? NULL : s->url };
		web_respond(r, &a);
	} else {
		click_record(&text, s, &link, to->token, scanner_reason(&(struct scanner_request){
		    r->method, request_variable(r, "HTTP_USER_AGENT"), click_purpose(r),
		    link.kind == LINK_HIDDEN }));
		serve_queue_put(&d->queue, delivery_of_click(r, s, t->version, &text, &link));
	}
	serve_table_done(t);
}

void
route_click(struct serve *d, struct web_request *r, const struct serve_target *to)
{
	click_receive(d, r, to);
}

void
route_restore(struct serve *d, struct web_request *r, const struct serve_target *to)
{
	click_receive(d, r, to);
}

void
route_open(struct serve *d, struct web_request *r, const struct serve_target *to)
{
	click_receive(d, r, to);
}
