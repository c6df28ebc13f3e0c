/* proof.h: verify deliveries. Internal to lib/platform. */
#ifndef CRT_PLATFORM_PROOF_H
#define CRT_PLATFORM_PROOF_H

#include "platform/platform.h"

#define PROOF_TOLERANCE (5 * CLOCK_MINUTE)	/* of a signed time, both ways (Standard Webhooks) */
#define PROOF_SECRETS_MAX 8			/* more are not tried */

/* base64(HMAC-SHA-256(body)) in the first of these headers, as Shopify and WooCommerce sign. */
enum proof proof_hmac(const struct platform_delivery *, const char *const *headers,
    const char *const *secrets) MUSTUSE;

#endif
