/* mail_templates.h: the templates of a run, compiled once each. */
#ifndef CRT_MAIL_TEMPLATES_H
#define CRT_MAIL_TEMPLATES_H

#include "message/claim.h"
#include "liquid/liquid.h"

#define MAIL_TEMPLATES_MAX 10000	/* compiled templates in a run */

/* It does not change during a run, apart from clipped. */
struct template {
	const struct store *store;
	enum message_channel channel;
	char *name, *locale;
	struct liquid *subject, *text, *html, *image, *link;
	char *design;			/* its design_config, or NULL */
	const struct zone *zone;
	struct err why;			/* why it cannot be used */
	bool clipped, closed;		/* the warning was given: too large, an address not opened */
};

struct mail_templates;

struct mail_templates *mail_templates_open(struct run *, enum message_channel);
void mail_templates_close(struct mail_templates *);

/* The template of a message, from the database the first time.  False: the database failed. */
bool mail_templates_get(struct mail_templates *, const struct claimed *, struct template **,
    struct err *) MUSTUSE;

#endif
