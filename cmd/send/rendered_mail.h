/* rendered_mail.h: render a message as a mail: its template with the data of its record. */
#ifndef CRT_RENDERED_MAIL_H
#define CRT_RENDERED_MAIL_H

#include "channel/channel.h"
#include "message/claim.h"
#include "json/value.h"
#include "mail_templates.h"

/* Owns its texts; rendered_mail_free prepares it for the next message. */
struct rendered_mail {
	struct channel_message out;	/* for the channel; its tag points to the rendered mail */
	const struct claimed *of;
	size_t slot;			/* in the ledger */
	crt_time began;			/* the hand-off, by clock_steady; 0: not begun */
	struct template *template;
	struct str subject, text, html, image, link, message_id, optout, return_path;
	const struct keyring *ring;
};

void rendered_mail_free(struct rendered_mail *);

/* Begins the mail of a message, which must live as long, and finds its template.  False: the
   database failed.  ring: signs its return path; NULL: it has none. */
bool rendered_mail_begin(struct mail_templates *, struct rendered_mail *, const struct claimed *,
    const struct keyring *ring, struct err *) MUSTUSE;

/* Renders it without the database.  context: the record's, which gets the template's design.
   ERR_CONFIG: the template does not exist or cannot be rendered. */
bool rendered_mail_fill(struct rendered_mail *, const json_t *context, struct err *) MUSTUSE;

/* Uses the sender's domain, because a Message-ID must be unique worldwide. */
void rendered_mail_message_id(struct str *, const char *id, const char *from);

#endif
