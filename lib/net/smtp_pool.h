/* smtp_pool.h: all sessions of one mail server, run together; internal to lib/net. */
#ifndef CRT_SMTP_POOL_H
#define CRT_SMTP_POOL_H

#include "net/smtp_session.h"

#define SMTP_POLL_MAX 1000	/* ms; how often deadlines are checked */

struct smtp {
	struct smtp_settings set;
	CURLM *multi;
	struct smtp_session *session;	/* set.sessions of them */
	crt_time next;			/* steady clock: no mail before this, by the rate */
	int broken;			/* connections lost or closed (421) with a mail on them, in a row */
	bool down;
	struct err why;			/* the reason, if the server is down */
};

/* A session's job has its result. */
void smtp_pool_done(struct smtp *, struct smtp_session *, const struct smtp_response *);

void smtp_pool_connect(struct smtp *, struct smtp_session *);

/* Starts the mail of an SMTP_READY session, unless the mail is too old. */
void smtp_pool_start(struct smtp *, struct smtp_session *);

/* Sends the body of a held session, if it may be sent; the only place that does. */
void smtp_pool_release(struct smtp *, struct smtp_session *);

/* Advances a busy session as far as possible without waiting. */
void smtp_pool_turn(struct smtp *, struct smtp_session *);

/* Advances all sessions and waits at most ms. alone: no further mail is expected now, so no
   session waits for one. */
void smtp_pool_drive(struct smtp *, int ms);
void smtp_pool_drive_alone(struct smtp *, int ms);

/* A session without a mail, or one whose mail waits for the next: one packet then holds the
   rest of the first and the start of the second (RFC 2920 3.1). */
struct smtp_session *smtp_pool_free(struct smtp *);
struct smtp_session *smtp_pool_held(struct smtp *);

size_t smtp_pool_mails(const struct smtp *);	/* mails in flight */

#endif
