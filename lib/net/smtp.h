/*
 * smtp.h: send mails to one mail server over several sessions that stay open.
 *
 * libcurl connects, greets, encrypts, and logs in. The mails themselves are sent here over its
 * connection. libcurl's own upload blocks all sessions while it waits for the reply to the
 * final dot. It also does not report how far a broken session had come. A mail sender needs
 * both.
 *
 * One recipient a mail. RFC 5321, 2920 (pipelining), 2034 (enhanced codes).
 */
#ifndef CRT_SMTP_H
#define CRT_SMTP_H

#include "base/clock.h"
#include "base/err.h"

#define SMTP_SESSIONS_MAX 64
#define SMTP_PATH_MAX 254		/* bytes of an envelope address */
#define SMTP_BYTES_MAX ((size_t)16 * 1024 * 1024)	/* bytes of a mail on the wire */
#define SMTP_TIMEOUT (60 * CLOCK_SECOND)	/* default */
#define SMTP_END_FACTOR 10		/* see smtp_reply_wait */
#define SMTP_END_MAX (10 * CLOCK_MINUTE)
#define SMTP_BROKEN_MAX 10		/* broken sessions in a row: the server is down */

enum smtp_tls { SMTP_TLS_REQUIRED, SMTP_TLS_OPPORTUNISTIC, SMTP_TLS_OFF, SMTP_TLS_IMPLICIT };

/* The stage a mail had reached when its result was known. */
enum smtp_stage {
	SMTP_AT_CONNECT,		/* no session was available */
	SMTP_AT_MAIL,
	SMTP_AT_RCPT,
	SMTP_AT_DATA,			/* up to the last byte before the end of the final dot */
	SMTP_AT_END			/* the final dot was sent */
};

/* At SMTP_AT_END, 2yz means accepted and 0 means unknown. At other stages 0 means not
   accepted. */
struct smtp_response {
	enum smtp_stage stage;
	int reply;			/* 0: no reply came */
	char enhanced[16];		/* "5.1.1", or "" */
	bool leads;			/* it is at the start of the server's text */
	char text[256];			/* the server's text, or ours if reply is 0 */
};

/* tag comes from smtp_send. Must not call smtp_*. */
typedef void smtp_done_fn(void *arg, void *tag, const struct smtp_response *);

/* Called before a mail's body is sent: from then on the server may accept it. False: the
   mail is not sent and ends at SMTP_AT_CONNECT. Must not call smtp_*. */
typedef bool smtp_begin_fn(void *arg, void *tag);

struct smtp_settings {
	const char *url;		/* smtp[s]://host[:port][/EHLO-name], without a user */
	const char *user, *password;	/* NULL: no login */
	const char *ca_file;		/* NULL: the system's certificates */
	const char *pin;		/* "sha256//BASE64" of the server's public key; NULL: any */
	const char *mechanism;		/* "PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2"; NULL: the best */
	enum smtp_tls tls;
	int sessions;			/* 1 to SMTP_SESSIONS_MAX */
	double rate;			/* mails a second; 0: no limit */
	crt_time timeout;		/* for each reply and for connecting, see smtp_reply_wait;
					   0: SMTP_TIMEOUT */
	smtp_begin_fn *begin;		/* NULL: every mail may be sent */
	smtp_done_fn *done;
	void *arg;
};

/* How long to wait for a reply. at_end: for the one to the final dot, when a mail that gets none is
   UNKNOWN and a person has to resolve it. So that wait is SMTP_END_FACTOR times longer, up to the
   ten minutes of RFC 5321 4.5.3.2.6, or the timeout if that is more. */
crt_time smtp_reply_wait(crt_time timeout, bool at_end);

struct smtp;

/* Does not connect yet. The settings' texts must live until smtp_close. */
bool smtp_open(struct smtp **, const struct smtp_settings *, struct err *) MUSTUSE;

/*
 * Passes a mail to a session and waits for a free one; copies everything. bytes have CRLF line
 * ends; dots are doubled here. done is called once for every tag, within this or a later call,
 * also if this returns false. Deadlines are by clock_awake; 0 is none. After begin_by the mail
 * does not start on a session, and ends at SMTP_AT_CONNECT. At until it is given up at any
 * stage.
 *
 * False, from then on always: ERR_AGAIN, the server is unreachable, or the run must stop
 * (base/stop.h). ERR_UNAVAILABLE, it refuses crt (login, certificate, no TLS). ERR_CONFIG.
 * ERR_BUG: an envelope address that could inject commands.
 */
bool smtp_send(struct smtp *, const char *from, const char *to, const char *bytes, size_t len,
    crt_time begin_by, crt_time until, void *tag, struct err *) MUSTUSE;

/* Works until at most that many mails are in flight. False as above. */
bool smtp_wait(struct smtp *, size_t outstanding_max, struct err *) MUSTUSE;

/* Opens one session with these settings (EHLO, STARTTLS, login, QUIT), without a mail. False
   as for smtp_send. */
bool smtp_probe(const struct smtp_settings *, struct err *) MUSTUSE;

/* Sends QUIT. Mails in flight end as broken off. NULL is fine. */
void smtp_close(struct smtp *);

#endif
