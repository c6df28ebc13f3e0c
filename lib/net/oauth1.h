/*
 * oauth1.h: sign requests with OAuth 1.0a, HMAC-SHA256 (RFC 5849, with the method name
 * "HMAC-SHA256" that WooCommerce and Magento accept).
 */
#ifndef CRT_OAUTH1_H
#define CRT_OAUTH1_H

#include "net/http.h"

#define OAUTH1_PARAMETERS_MAX 256	/* in the URL and of OAuth together */

struct oauth1 {
	const char *consumer_key, *consumer_secret;
	const char *token, *token_secret;	/* NULL: none (WooCommerce) */
	const char *nonce;		/* NULL: random */
	crt_time when;			/* 0: now */
};

/* As parameters at the end of the URL (WooCommerce on plain HTTP). */
bool oauth1_query(const struct oauth1 *, struct http_request *, struct err *) MUSTUSE;

/* As a field "Authorization: OAuth ..." (Magento). A JSON body is not signed. */
bool oauth1_field(const struct oauth1 *, struct http_request *, struct err *) MUSTUSE;

/*
 * Appends the text to be signed (RFC 5849 3.4.1). parameters: in query form, "a=b&c=d", in
 * addition to those in the URL. ERR_INPUT: no URL, or too many parameters.
 */
bool oauth1_base(struct str *, const char *method, const char *url, const char *parameters,
    struct err *) MUSTUSE;

#endif
