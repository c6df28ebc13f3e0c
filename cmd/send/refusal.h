/* refusal.h: refusals of a mail server as evidence: of dead addresses, or of a relay at fault. */
#ifndef CRT_REFUSAL_H
#define CRT_REFUSAL_H

#include "channel/channel.h"
#include "campaign/claim.h"

struct refused {
	char alike[IDENT_TEXT];
	char *line;			/* message.failed, to be told when it stands; NULL: none */
	int fate;			/* enum outcome_fate, the caller's */
	bool pardoned;			/* the relay is at fault: the message goes again */
};

enum { REFUSAL_MESSAGE, REFUSAL_ALIKE, REFUSAL_CODE, REFUSAL_KEY, REFUSAL_COLUMNS };

/* Of a store, written together. */
struct refusals {
	struct refused *list;
	size_t n;
	struct array column[REFUSAL_COLUMNS];
	const char *param[REFUSAL_COLUMNS];	/* NULL until the arrays are closed */
};

void refusals_open(struct refusals *);
void refusals_close(struct refusals *);
void refusals_reset(struct refusals *);

/* The line is the record's, without its end; "" if none is told. */
void refusals_add(struct refusals *, const struct claimed *, const struct channel_result *,
    int fate, const struct str *line);

/* Keep them, inside the caller's transaction; again after a rollback is fine. */
bool refusals_put(struct refusals *, struct run *, const struct store *, struct err *) MUSTUSE;

/* After the commit: does the mail server refuse everybody alike?  Then *relay says so, and
   the messages that have met it go again as if it had not been said. */
bool refusals_check(struct refusals *, struct run *, struct err *relay, struct err *) MUSTUSE;

/* At the end of a run: suppress the addresses whose refusals the mails around them confirm,
   forget what is old. */
bool refusals_decide(struct run *, struct err *) MUSTUSE;

#endif
