/* refusal.h: decide whether a refusal is the address's fault or the mail server's. */
#ifndef CRT_CMD_SEND_OUTCOME_REFUSAL_H
#define CRT_CMD_SEND_OUTCOME_REFUSAL_H

#include "channel/channel.h"
#include "message/claim.h"
#include "run/output.h"

struct refused {
	char alike[IDENT_TEXT];
	char *line;			/* message.failed, printed if it is confirmed; NULL: none */
	int fate;			/* the caller's enum outcome_fate */
	bool pardoned;			/* the mail server is at fault: the message is queued again */
};

enum { REFUSAL_MESSAGE, REFUSAL_ALIKE, REFUSAL_CODE, REFUSAL_KEY, REFUSAL_COLUMNS };

/* The refusals of one store, written in one statement. */
struct refusals {
	struct refused *list;
	size_t n;
	struct array column[REFUSAL_COLUMNS];
	const char *param[REFUSAL_COLUMNS];	/* NULL until the arrays are closed */
	struct output queued;		/* message.queued, of messages whose failure was printed */
};

void refusals_open(struct refusals *);
void refusals_close(struct refusals *);
void refusals_reset(struct refusals *);

/* line: the record without its newline, or "" if none is printed. */
void refusals_add(struct refusals *, const struct claimed *, const struct channel_result *,
    int fate, const struct str *line);

/* Stores them in the caller's transaction; may be repeated after a rollback. */
bool refusals_put(struct refusals *, struct run *, const struct store *, struct err *) MUSTUSE;

/* After the commit: checks whether the mail server refuses all recipients alike.  If so, *relay
   is that error, and the refused messages are queued again: see queued. */
bool refusals_check(struct refusals *, struct run *, struct err *relay, struct err *) MUSTUSE;

/* At the end of a run: suppresses addresses whose refusal is confirmed by accepted mails around
   it, and deletes old refusals. */
bool refusals_decide(struct run *, struct err *) MUSTUSE;

#endif
