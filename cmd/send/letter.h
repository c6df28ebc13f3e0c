/* letter.h: a message as a letter: its template filled with what its record holds. */
#ifndef CRT_LETTER_H
#define CRT_LETTER_H

#include "channel/channel.h"
#include "campaign/claim.h"
#include "record/value.h"

#define LETTER_TEMPLATES_MAX 10000	/* kept compiled in a run */

struct letters;				/* the templates of a run, compiled once each */
struct template;			/* never changes once it is found */

struct letters *letters_open(struct run *);
void letters_close(struct letters *);

/* Owns its texts; letter_free makes it ready for the next. */
struct letter {
	struct channel_letter out;	/* for the channel; its tag is the letter */
	const struct claimed *of;
	size_t slot;			/* in the ledger */
	const struct template *template;
	struct str subject, text, html, message_id, optout;
};

void letter_free(struct letter *);

/* Begin the letter of a message, which must live as long: look its template up, in the
   database if it is new.  False is about the database. */
bool letter_begin(struct letters *, struct letter *, const struct claimed *, struct err *) MUSTUSE;

/* Fill it in; asks no database.  context: the record's.  ERR_CONFIG when the
   template is not there or cannot be filled. */
bool letter_fill(struct letter *, const json_t *context, struct err *) MUSTUSE;

#endif
