/*
 * smtp_status.h: what a mail server's answer means for a message.
 *
 * Pure.  The rows are etc/data/smtp_enhanced_status.tsv, compiled in.
 * RFC 5321 4.2 (reply codes), RFC 3463 and 5248 (enhanced status codes).
 */
#ifndef CRT_SMTP_STATUS_H
#define CRT_SMTP_STATUS_H

#include "base/base.h"

enum smtp_action {
	SMTP_SENT,
	SMTP_RETRY,		/* later, the same message */
	SMTP_FAIL,		/* never this message; the address may be good */
	SMTP_SUPPRESS		/* never this address */
};

struct smtp_status_row {
	const char *status;	/* "5.1.1", "5.5.x", "4.x.x" */
	enum smtp_action action;
	const char *meaning;
};

extern const struct smtp_status_row smtp_status_rows[];	/* the last has no status */

/* What a server said, and when. */
struct smtp_said {
	int reply;		/* 200 to 599, of the command that decided */
	const char *enhanced;	/* "5.1.1"; NULL or "": none */
	bool leads;		/* enhanced stands before the server's words, not behind them */
	bool about_recipient;	/* the answer to RCPT or to something after it */
	const char *text;	/* the server's words */
};

/*
 * The most exact row wins, then x.y.x, then x.x.x; an enhanced code of another class
 * than the reply is ignored.  Without any: 4yz retry, 5yz fail.
 *
 * Only a row that says so suppresses, and only if its code leads, the reply may be about
 * the recipient, and the words name no other cause, such as a rate or a quota: 5yz alone
 * is said by relays to everybody.  *meaning, if asked for, is a static text, "" if there is none.
 */
enum smtp_action smtp_status_action(const struct smtp_said *, const char **meaning);

/* "5.1.1" or "550 5.1.1" and the words with it say that there is no such mailbox. */
bool smtp_status_dead(const char *code, const char *text);

#endif
