/* delivery.h: a delivery, from its verified signature to its response. */
#ifndef CRT_INGEST_SERVE_DELIVERY_H
#define CRT_INGEST_SERVE_DELIVERY_H

#include <stdatomic.h>

#include "crypto/ident.h"
#include "stores.h"
#include "run/input.h"
#include "store/spec.h"
#include "platform/platform.h"
#include "link/message_link.h"
#include "web/request.h"

#define DELIVERY_LOCATION_MAX 8192	/* bytes of a redirect's URL */

struct delivery {
	struct delivery *next, *before;	/* in the queue, with a writer, or in the overflow */
	atomic_int holders;		/* references: a list, the thread that spools it */
	bool overflowed;			/* the overflow responds to it, not the writer */
	crt_time since;			/* steady */
	uint64_t version;		/* of the table that contained its store */
	struct web_request *request;
	struct serve_count *count;	/* its store's */
	char store[IDENT_TEXT];
	char slug[SPEC_SLUG_MAX + 1];	/* of its store */
	struct form form;
	bool silent;			/* the response must have no text but this */
	char *reply;			/* to the person; NULL: none */
	bool record;			/* text is a record of crt's own; no headers, body, and parts */
	char *page;			/* the response once it is stored; NULL: plain text */
	bool follows;			/* a click: a redirect, or the page; or a pixel */
	struct message_link link;	/* of the click */
	char *location;			/* where it leads; the shop, until it is looked up */
	json_t *headers;
	char *body;
	struct platform_delivery parts;	/* headers, body, store, and time */
	struct str text;		/* the same as an envelope, for the spool and for rejects */
	struct line line;
};

/* Counts as pending at its store until the response is sent.  It takes over the text, holds
   the headers, and copies the body, because the request ends with its response.  The platform
   is that of the request. */
struct delivery *delivery_new(struct web_request *, const struct serve_store *,
    const struct platform *, uint64_t version, json_t *headers, crt_time received,
    struct str *text);

/* The same for a record made here.  It takes over the text and the page; page may be NULL. */
struct delivery *delivery_of_record(struct web_request *, const struct serve_store *,
    uint64_t version, struct str *text, char *page);

/* The same for a click, whose target is looked up after the commit (serve_follow). */
struct delivery *delivery_of_click(struct web_request *, const struct serve_store *,
    uint64_t version, struct str *text, const struct message_link *);
void delivery_drop(struct delivery *);	/* drops one reference */

/* Fills in a response; one that requests a retry gets a Retry-After header. */
void serve_set_response(struct web_response *, int status, const char *text);

/* Sends the one response to its request. */
void delivery_respond(struct delivery *, int status, const char *text);

struct delivery_list {
	struct delivery *first, *last;
	size_t n;
};

void delivery_push(struct delivery_list *, struct delivery *);
void delivery_pull(struct delivery_list *, struct delivery *);

#endif
