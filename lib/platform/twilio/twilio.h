/* twilio.h: internal to the adapter of Twilio's webhooks. */
#ifndef CRT_PLATFORM_TWILIO_TWILIO_H
#define CRT_PLATFORM_TWILIO_TWILIO_H

#include "platform/adapter.h"

#define TWILIO_FIELDS_MAX 200	/* of a form */

struct twilio_field {
	char *name, *value;
};

/* The fields of a form in the order of their names, then values; none is there twice. */
struct twilio_form {
	char *text;		/* holds the names and values */
	struct twilio_field field[TWILIO_FIELDS_MAX];
	size_t n;
};

/* False: it is no form, or has too many fields. Free it in any case. */
bool twilio_form_read(struct twilio_form *, const char *body, size_t n) MUSTUSE;
void twilio_form_free(struct twilio_form *);
const char *twilio_form_get(const struct twilio_form *, const char *name);	/* or NULL */

/* Reads a report on a message that crt has sent; the address of the delivery names it. */
bool twilio_report(const struct platform_delivery *, const struct twilio_form *,
    record_line_fn *, void *arg, const char **ignored, struct err *) MUSTUSE;

/* What a reply gets back, to free; NULL: nothing. name: the shop's. */
char *twilio_response(const struct platform_delivery *, const char *name);

/* A secret is the account's auth token. */
enum proof twilio_prove(const struct platform_delivery *, const char *const *secrets,
    crt_time now, crt_time *signed_at) MUSTUSE;

#endif
