/* delivery.c: create deliveries, send their responses, and keep them in lists. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "delivery.h"

#define LATER 5				/* seconds in Retry-After */

static struct delivery *
delivery_begin(struct web_request *r, const struct serve_store *s, uint64_t version,
    struct str *text, const struct platform *platform)
{
	struct delivery *d = mem_get(sizeof *d);

	atomic_store(&d->holders, 1);
	d->request = r;
	d->count = s->count;
	d->version = version;
	d->text = *text;
	snprintf(d->store, sizeof d->store, "%s", s->id);
	snprintf(d->slug, sizeof d->slug, "%s", s->slug);
	if (platform)
		d->form = (struct form){ platform->name, d->slug, NULL };
	atomic_fetch_add(&d->count->waiting, 1);
	return d;
}

struct delivery *
delivery_new(struct web_request *r, const struct serve_store *s, const struct platform *platform,
    uint64_t version, json_t *headers, crt_time received, struct str *text)
{
	struct delivery *d = delivery_begin(r, s, version, text, platform);

	d->silent = platform->silent;
	d->headers = value_hold(headers);
	d->body = mem_dupn(r->body, r->len);
	d->parts = (struct platform_delivery){ NULL, headers, d->body, r->len, d->slug,
	    received, false, false };
	d->reply = platform->response ? platform->response(&d->parts, s->name) : NULL;
	return d;
}

struct delivery *
delivery_of_record(struct web_request *r, const struct serve_store *s, uint64_t version,
    struct str *text, char *page)
{
	struct delivery *d = delivery_begin(r, s, version, text, NULL);

	d->record = true;
	d->page = page;
	return d;
}

struct delivery *
delivery_of_click(struct web_request *r, const struct serve_store *s, uint64_t version,
    struct str *text, const struct message_link *link)
{
	struct delivery *d = delivery_of_record(r, s, version, text, NULL);

	d->follows = true;
	d->link = *link;
	d->location = mem_dup(s->url);
	return d;
}

void
delivery_drop(struct delivery *d)
{
	if (atomic_fetch_sub(&d->holders, 1) > 1)
		return;
	value_free(d->headers);
	free(d->body);
	free(d->page);
	free(d->reply);
	free(d->location);
	str_free(&d->text);
	free(d);
}

void
serve_set_response(struct web_response *a, int status, const char *text)
{
	*a = (struct web_response){ .status = status, .text = text,
	    .retry_after = status == 429 || status == 503 ? LATER : 0 };
}

void
delivery_respond(struct delivery *d, int status, const char *text)
{
	struct web_response a;

	serve_set_response(&a, status, text);
	if (d->page && (status == 200 || d->follows))
		a = (struct web_response){ .status = d->follows ? 410 : 200, .text = d->page,
		    .page = true };
	else if (d->follows && d->link.kind == LINK_OPEN)
		a = (struct web_response){ .status = 200, .text = "", .pixel = true };
	else if (d->follows)
		a = (struct web_response){ .status = 302, .text = "", .location = d->location };
	else if (d->silent && status == 200)
		a = (struct web_response){ .status = d->reply ? 200 : 204,
		    .text = d->reply ? d->reply : "" };
	atomic_fetch_sub(&d->count->waiting, 1);
	log_line(LOG_INFO, d->slug, "%d %s", status, text);
	web_respond(d->request, &a);
	d->request = NULL;
}

void
delivery_push(struct delivery_list *l, struct delivery *d)
{
	d->next = NULL;
	d->before = l->last;
	*(l->last ? &l->last->next : &l->first) = d;
	l->last = d;
	l->n++;
}

void
delivery_pull(struct delivery_list *l, struct delivery *d)
{
	*(d->before ? &d->before->next : &l->first) = d->next;
	*(d->next ? &d->next->before : &l->last) = d->before;
	l->n--;
}
