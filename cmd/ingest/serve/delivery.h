/* delivery.h: a delivery, from its proof to its answer. */
#ifndef CRT_INGEST_SERVE_DELIVERY_H
#define CRT_INGEST_SERVE_DELIVERY_H

#include <stdatomic.h>

#include "crypto/ident.h"
#include "stores.h"
#include "run/input.h"
#include "platform/platform.h"
#include "web/request.h"

#define DELIVERY_FORM_MAX 128		/* "PLATFORM/STORE" */

struct delivery {
	struct delivery *next, *before;	/* in the queue, with a writer, or in the overflow */
	atomic_int holders;		/* a list; who puts it on the spool */
	bool overflowed;			/* its answer is not the writer's any more */
	crt_time since;			/* steady */
	uint64_t version;		/* of the table in which its store was found */
	struct web_request *request;
	struct serve_count *count;	/* of its store */
	char store[IDENT_TEXT];
	char form[DELIVERY_FORM_MAX];
	json_t *headers;
	char *body;
	struct platform_delivery parts;	/* these two, the store and the time */
	struct str text;		/* the envelope of the same: for the spool, or if it is rejected */
	struct line line;
};

/* Counted as one of the store's that wait, until it is answered.  The text becomes its own;
   the headers are held, the body is copied: an answered request is gone. */
struct delivery *delivery_new(struct web_request *, const struct serve_store *, uint64_t version,
    json_t *headers, crt_time received, struct str *text);
void delivery_drop(struct delivery *);	/* one hold */

/* An answer as the webhook server gives it: whoever is to come again is told when. */
void serve_set_response(struct web_response *, int status, const char *text);

/* The one answer to its request. */
void delivery_respond(struct delivery *, int status, const char *text);

struct delivery_list {
	struct delivery *first, *last;
	size_t n;
};

void delivery_push(struct delivery_list *, struct delivery *);
void delivery_pull(struct delivery_list *, struct delivery *);

#endif
