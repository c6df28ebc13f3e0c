/* adobe.h: internal to the Adobe Commerce adapter. */
#ifndef CRT_PLATFORM_ADOBE_ADOBE_H
#define CRT_PLATFORM_ADOBE_ADOBE_H

#include "platform/magento/magento.h"

#define ADOBE_EVENTS_MAX 1000	/* of one delivery; Adobe's batches are at most 2 MB */

extern const struct magento_reach adobe_reach;

/* CloudEvents, alone, in a batch or from the journal; what the interface answers, by its topic. */
bool adobe_records(const struct platform_delivery *, platform_record_fn *, void *arg,
    const char **ignored, struct err *) MUSTUSE;

/*
 * A secret is who the events are for and which keys may have signed them:
 *
 *	CLIENT_ID -----BEGIN PUBLIC KEY----- MIIB... -----END PUBLIC KEY----- [another key]
 *
 * with spaces where a PEM file has line ends.  Adobe signs the events of all its
 * customers with the same keys, so without the client id anybody's would do.
 */
enum proof adobe_prove(const struct platform_delivery *, const char *const *secrets,
    crt_time now, crt_time *signed_at) MUSTUSE;

bool adobe_request_login(const struct shop *, struct http_request *, struct err *);

#endif
