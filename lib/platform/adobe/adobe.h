/* adobe.h: internal to the Adobe Commerce adapter. */
#ifndef CRT_PLATFORM_ADOBE_ADOBE_H
#define CRT_PLATFORM_ADOBE_ADOBE_H

#include "platform/magento/magento.h"

#define ADOBE_EVENTS_MAX 1000	/* per delivery; Adobe's batches have at most 2 MB */

extern const struct magento_access adobe_access;

/* Reads CloudEvents, alone, in a batch, or from the journal, and API objects by their topic. */
bool adobe_records(const struct platform_delivery *, record_line_fn *, void *arg,
    const char **ignored, struct err *) MUSTUSE;

/*
 * A secret names the client that the events are for, and the keys that may have signed them:
 *
 *	CLIENT_ID -----BEGIN PUBLIC KEY----- MIIB... -----END PUBLIC KEY----- [another key]
 *
 * with spaces where a PEM file has line ends. Adobe signs the events of all its customers with
 * the same keys. Without the client id, any customer's events would pass.
 */
enum proof adobe_prove(const struct platform_delivery *, const char *const *secrets,
    crt_time now, crt_time *signed_at) MUSTUSE;

bool adobe_request_login(const struct shop *, struct http_request *, struct err *);

#endif
