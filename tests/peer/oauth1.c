/*
 * oauth1.c: requests signed with OAuth 1.0a, for tests/peer/oauth1.mjs.
 *
 *   oauth1 query|field METHOD URL KEY SECRET TOKEN TOKEN-SECRET NONCE SECONDS
 *
 * TOKEN "": none.  Prints the signed URL, or the value of Authorization.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/oauth1.h"

static bool
sign(char **argv, struct http_request *r, struct err *e)
{
	struct oauth1 o = { .consumer_key = argv[4], .consumer_secret = argv[5],
	    .token = argv[6][0] ? argv[6] : NULL, .token_secret = argv[6][0] ? argv[7] : NULL,
	    .nonce = argv[8], .when = strtol(argv[9], NULL, 10) * CLOCK_SECOND };

	str_puts(&r->url, argv[3]);
	return strcmp(argv[1], "query") == 0 ? oauth1_query(&o, r, e) : oauth1_field(&o, r, e);
}

int
main(int argc, char **argv)
{
	struct http_request r;
	struct err e = { 0 };
	bool ok;

	if (argc != 10)
		return 64;
	http_request_init(&r, argv[2]);
	ok = sign(argv, &r, &e);
	if (ok)
		puts(str_text(strcmp(argv[1], "query") == 0 ? &r.url : &r.fields));
	else
		fprintf(stderr, "%s\n", e.text);
	http_request_free(&r);
	return ok ? 0 : err_status(&e);
}
