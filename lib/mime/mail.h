/*
 * mail.h: one mail to one person, written as the bytes that travel.
 *
 * The shape is RFC 5322 with CRLF line ends and nothing but ASCII: text and
 * HTML are UTF-8 in quoted-printable or base64, header words RFC 2047.  Equal
 * mails give equal bytes, so a message that is written again after a crash is
 * the same message to everyone who keeps Message-IDs.
 *
 * Every field is looked at before it is used: bytes below space, DEL and
 * broken UTF-8 are refused, so nothing can begin a header or an SMTP command of
 * its own.  What is refused is ERR_INPUT, and the text never holds an address.
 */
#ifndef CRT_MAIL_H
#define CRT_MAIL_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

#define MAIL_ADDRESS_MAX 254	/* bytes: RFC 5321 4.5.3.1.3 less the angle brackets */
#define MAIL_LOCAL_MAX 64	/* bytes before the @: RFC 5321 4.5.3.1.1 */
#define MAIL_FIELD_MAX 900	/* bytes of any header field: a line is at most 998 */
#define MAIL_UNSUBSCRIBE_MAX 120	/* bytes of such a subject: escaped, it stays in a line */
#define MAIL_BODY_MAX ((size_t)1024 * 1024)	/* bytes of text, and of html */
#define MAIL_BYTES_MAX ((size_t)8 * 1024 * 1024)	/* a str that holds every mail */

/* UTF-8 without NUL.  NULL and "" are the same: absent. */
struct mail {
	const char *message_id;		/* without <>; the same at every attempt; required */
	const char *from;		/* "Name <a@b>" or "a@b"; required */
	const char *reply_to;		/* the same form */
	const char *to_address;		/* required */
	const char *to_name;
	const char *subject;
	const char *text, *html;	/* at least one; line ends of any kind */
	const char *locale;		/* "de-DE" or "de_DE"; left out if it is no language tag */
	const char *unsubscribe_url;	/* http(s); only https gets one-click (RFC 8058) */
	const char *unsubscribe_mail;	/* "Name <a@b>" or "a@b" */
	const char *unsubscribe_subject;	/* of a mail to it: it says whose it is */
	const char *feedback_id;	/* Feedback-ID, for the mailbox providers' statistics */
	crt_time date;			/* Date; required, so that no clock is read */
};

/*
 * Before the first mail; again is fine.  After the last one of the process, if at
 * all: GMime cannot be started a second time.
 */
void mail_open(void);
void mail_close(void);

/* Append the mail to out.  On false out is as it was. */
bool mail_write(const struct mail *, struct str *out, struct err *) MUSTUSE;

/*
 * Whether this can be written into an SMTP command and a header as it stands:
 * a dot-string local part and a host name in letters, digits, hyphens.  Quoted
 * local parts, address literals and names beyond ASCII (write xn--) are
 * refused: all are legal and none is what a shopper types.
 */
bool mail_address_ok(const char *, struct err *) MUSTUSE;

/* The address within "Name <a@b>"; out has room for MAIL_ADDRESS_MAX + 1. */
bool mail_address_in(const char *mailbox, char *out, struct err *) MUSTUSE;

/* Appends "mailto:ADDRESS?subject=SUBJECT", percent-encoded (RFC 6068 2).  subject may be NULL. */
void mail_mailto(struct str *, const char *mailbox, const char *subject);

/* A header field's value: UTF-8, no control bytes, at most MAIL_FIELD_MAX bytes.
   what names it in the error. */
bool mail_field_ok(const char *what, const char *value, struct err *) MUSTUSE;

#endif
