/*
 * mail.h: write one mail to one person in its transport form.
 *
 * The form is RFC 5322 with CRLF line ends and only ASCII. Text and HTML are UTF-8 in
 * quoted-printable or base64, header words follow RFC 2047. Equal mails give equal bytes, so a
 * message that is written again after a crash is the same message for everyone who stores
 * Message-IDs.
 *
 * Every field is checked before use: control characters and invalid UTF-8 are rejected, so
 * nothing can inject a header or an SMTP command. A rejected field is ERR_INPUT, and the error
 * never contains an address.
 */
#ifndef CRT_MAIL_H
#define CRT_MAIL_H

#include "base/clock.h"
#include "base/err.h"
#include "base/str.h"

#define MAIL_ADDRESS_MAX 254	/* bytes: RFC 5321 4.5.3.1.3 less the angle brackets */
#define MAIL_LOCAL_MAX 64	/* bytes before the @: RFC 5321 4.5.3.1.1 */
#define MAIL_FIELD_MAX 900	/* bytes of a header field; a line has at most 998 */
#define MAIL_UNSUBSCRIBE_MAX 120	/* bytes of such a subject, so that it fits in a line */
#define MAIL_BODY_MAX ((size_t)1024 * 1024)	/* bytes of text, and of html */
#define MAIL_CLIP_KIB 102	/* Gmail shows no more of a mail's HTML */
#define MAIL_CLIP_WARN_KIB 90
#define MAIL_BYTES_MAX ((size_t)8 * 1024 * 1024)	/* limit of a str for any mail */

/* Texts are UTF-8 without NUL. NULL and "" both mean absent. */
struct mail {
	const char *message_id;		/* without <>; the same for every attempt; required */
	const char *from;		/* "Name <a@b>" or "a@b"; required */
	const char *reply_to;		/* the same form */
	const char *to_address;		/* required */
	const char *to_name;
	const char *subject;
	const char *text, *html;	/* at least one; line ends of any kind */
	const char *locale;		/* "de-DE" or "de_DE"; ignored if not a language tag */
	const char *unsubscribe_url;	/* http(s); only https gets one-click (RFC 8058) */
	const char *unsubscribe_mail;	/* "Name <a@b>" or "a@b" */
	const char *unsubscribe_subject;	/* of a mail to it; identifies the person */
	const char *feedback_id;	/* Feedback-ID, for the mailbox providers' statistics */
	crt_time date;			/* required, so that no clock is read */
};

/*
 * Call mail_open before the first mail; repeated calls are fine. Call mail_close at most once,
 * after the last mail of the process: GMime cannot start a second time.
 */
void mail_open(void);
void mail_close(void);

/* Whether mail_write would write it: for a provider that writes the mail itself. */
bool mail_ok(const struct mail *, struct err *) MUSTUSE;

/* Appends the mail to out. On failure out is unchanged. */
bool mail_write(const struct mail *, struct str *out, struct err *) MUSTUSE;

/* Logs the size of the HTML, and warns if Gmail may cut it. of: the store, or NULL; name: of the
   template. */
void mail_log_size(size_t html, const char *of, const char *name);

/*
 * Whether the address can be written unchanged into an SMTP command and a header: a dot-string
 * local part and a host name of letters, digits, and hyphens. Quoted local parts, address
 * literals, and non-ASCII names (write xn--) are rejected. They are legal, but shoppers do not
 * type them.
 */
bool mail_address_ok(const char *, struct err *) MUSTUSE;

/* Extracts the address of "Name <a@b>"; out has room for MAIL_ADDRESS_MAX + 1. */
bool mail_address_in(const char *mailbox, char *out, struct err *) MUSTUSE;

/* Extracts the name of "Name <a@b>", without its quotes; "" if there is only an address. */
void mail_name_in(const char *mailbox, char *out, size_t size);

/* Appends the value of List-Unsubscribe, "<URL>, <mailto:...>", or nothing.  between: what follows
   the comma. */
void mail_unsubscribe(struct str *, const struct mail *, const char *between);

/* List-Unsubscribe-Post: its value, or NULL if the mail has no https link. */
const char *mail_one_click(const struct mail *);

/* Appends "mailto:ADDRESS?subject=SUBJECT", percent-encoded (RFC 6068 2).  subject may be NULL. */
void mail_mailto(struct str *, const char *mailbox, const char *subject);

/* Checks a header field's value: UTF-8, no control bytes, at most MAIL_FIELD_MAX bytes. what:
   its name for the error. */
bool mail_field_ok(const char *what, const char *value, struct err *) MUSTUSE;

#endif
