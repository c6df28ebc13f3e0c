/* smtp_pool.h: the sessions of one mail server, driven together; for lib/net only. */
#ifndef CRT_SMTP_POOL_H
#define CRT_SMTP_POOL_H

#include "net/smtp_session.h"

#define SMTP_POLL_MAX 1000	/* ms; deadlines are looked at this often */

struct smtp {
	struct smtp_settings set;
	CURLM *multi;
	struct smtp_session *session;	/* set.sessions of them */
	crt_time next;			/* steady: no mail before this, by the rate */
	int broken;			/* connections lost or ended (421) with a mail on them, in a row */
	bool down;
	struct err why;			/* if it is down */
};

/* The job of a session is decided. */
void smtp_pool_done(struct smtp *, struct smtp_session *, const struct smtp_response *);

void smtp_pool_connect(struct smtp *, struct smtp_session *);

/* The mail of a session that is SMTP_READY starts, unless it is too old by now. */
void smtp_pool_start(struct smtp *, struct smtp_session *);

/* The one place where a body goes out, if it may; the session is held. */
void smtp_pool_release(struct smtp *, struct smtp_session *);

/* As far as a busy session comes without waiting. */
void smtp_pool_turn(struct smtp *, struct smtp_session *);

/* All of them, waiting at most ms; alone: when no mail comes for now, none waits for a next one. */
void smtp_pool_drive(struct smtp *, int ms);
void smtp_pool_drive_alone(struct smtp *, int ms);

/* A session without a mail; or one whose mail waits for the next, so that one packet says what
   is left of it and begins the other (RFC 2920 3.1). */
struct smtp_session *smtp_pool_free(struct smtp *);
struct smtp_session *smtp_pool_held(struct smtp *);

size_t smtp_pool_mails(const struct smtp *);	/* that are under way */

#endif
