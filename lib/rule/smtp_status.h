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

/*
 * reply: 200 to 599, of the command that decided.  enhanced: "5.1.1", or NULL or
 * "" if the server gave none; one of another class than the reply is ignored.
 * about_recipient: the reply was to RCPT or to something after it, so it may be
 * about the address; no other reply suppresses.  *meaning, if asked for, is a
 * static text, "" if there is none.
 *
 * The most exact row wins, then x.y.x, then x.x.x.  Without any: 4yz retry, 5yz
 * fail, and 550, 551, 553 that answered RCPT itself (at_rcpt) suppress.
 */
enum smtp_action smtp_status_action(int reply, const char *enhanced, bool about_recipient,
    bool at_rcpt, const char **meaning);

#endif
