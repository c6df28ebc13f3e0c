/* rendered_mail.h: a message as a mail: its template filled with what its record holds. */
#ifndef CRT_RENDERED_MAIL_H
#define CRT_RENDERED_MAIL_H

#include "channel/channel.h"
#include "campaign/claim.h"
#include "record/value.h"

#define MAIL_TEMPLATES_MAX 10000	/* kept compiled in a run */

struct mail_templates;				/* the templates of a run, compiled once each */
struct template;			/* never changes once it is found */

struct mail_templates *mail_templates_open(struct run *);
void mail_templates_close(struct mail_templates *);

/* Owns its texts; rendered_mail_free makes it ready for the next. */
struct rendered_mail {
	struct channel_message out;	/* for the channel; its tag is the rendered mail */
	const struct claimed *of;
	size_t slot;			/* in the ledger */
	const struct template *template;
	struct str subject, text, html, message_id, optout;
};

void rendered_mail_free(struct rendered_mail *);

/* Begin the mail of a message, which must live as long: look its template up, in the
   database if it is new.  False is about the database. */
bool rendered_mail_begin(struct mail_templates *, struct rendered_mail *, const struct claimed *,
    struct err *) MUSTUSE;

/* Fill it in; asks no database.  context: the record's.  ERR_CONFIG when the
   template is not there or cannot be filled. */
bool rendered_mail_fill(struct rendered_mail *, const json_t *context, struct err *) MUSTUSE;

#endif
