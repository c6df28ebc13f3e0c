/*
 * smtp_status.h: the meaning of a mail server's reply for a message.
 *
 * Pure. The rows are compiled in from etc/data/smtp_enhanced_status.tsv. Sources: RFC 5321 4.2
 * (reply codes), RFC 3463 and 5248 (enhanced status codes).
 */
#ifndef CRT_SMTP_STATUS_H
#define CRT_SMTP_STATUS_H

#include "base/base.h"

enum smtp_action {
	SMTP_SENT,
	SMTP_RETRY,		/* retry the same message later */
	SMTP_FAIL,		/* do not retry; the address may be valid */
	SMTP_RELAY,		/* in a row only: the sender or the server is the cause */
	SMTP_SUPPRESS		/* the address is dead: send nothing to it */
};

struct smtp_status_row {
	const char *status;	/* "5.1.1", "5.5.x", "4.x.x" */
	enum smtp_action action;
	const char *meaning;
};

extern const struct smtp_status_row smtp_status_rows[];	/* the last row has no status */

/* The text of a server, and its time. */
struct smtp_refusal {
	int reply;		/* 200 to 599, of the command that decided */
	const char *enhanced;	/* "5.1.1"; NULL or "": none */
	bool leads;		/* enhanced is at the start of the text, not at its end */
	bool about_recipient;	/* a reply to RCPT or to a later command */
	bool before_text;	/* a reply to RCPT or to an earlier command */
	const char *text;	/* the text after the code */
};

/*
 * The most specific row wins, then x.y.x, then x.x.x. An enhanced code of another class than
 * the reply is ignored. Without one, 4yz means retry and 5yz means fail.
 *
 * A refusal before the text of the mail is retried if its row has RELAY, or if its text names
 * another cause than the mailbox, such as a rate, a quota, or a policy. A refusal of the text
 * itself fails, because the same text would be refused again.
 *
 * Suppression needs a row for it, a code at the start of the text, a reply that may
 * concern the recipient, and a text that names no other cause. A 5yz alone is not enough: relays
 * send it to everybody. *meaning, if not NULL, gets a static text;
 * "" if there is none.
 */
enum smtp_action smtp_status_action(const struct smtp_refusal *, const char **meaning);

/* Whether the code, "5.1.1" or "550 5.1.1", and the text mean that the mailbox does not
   exist. */
bool smtp_status_dead(const char *code, const char *text);

#endif
