/* sendgrid.h: internal to the adapter of SendGrid's event webhook. */
#ifndef CRT_PLATFORM_SENDGRID_SENDGRID_H
#define CRT_PLATFORM_SENDGRID_SENDGRID_H

#include "platform/adapter.h"

#define SENDGRID_EVENTS_MAX 10000	/* of a delivery; SendGrid sends at most 768 kB */

/* A secret is the public key of the webhook, base64 of DER, as SendGrid shows it. */
enum proof sendgrid_prove(const struct platform_delivery *, const char *const *secrets,
    crt_time now, crt_time *signed_at) MUSTUSE;

#endif
