/* smtp_session.h: one connection to a mail server and the mail on it; for lib/net only. */
#ifndef CRT_SMTP_SESSION_H
#define CRT_SMTP_SESSION_H

#include <curl/curl.h>

#include "base/str.h"
#include "net/smtp.h"
#include "net/smtp_reply.h"

#define SMTP_UNSENT_MAX (64 * 1024)	/* bytes that the system may hold back */
#define SMTP_READ_ROOM 4096

enum smtp_state {
	SMTP_CLOSED,
	SMTP_CONNECTING,
	SMTP_READY,
	SMTP_BUSY,
	SMTP_BANNED		/* the server would not have so many sessions */
};

/* What was asked last and what is awaited next, in the order of the dialogue. */
enum smtp_step { SMTP_DO_RSET, SMTP_DO_MAIL, SMTP_DO_RCPT, SMTP_DO_DATA, SMTP_DO_END };

struct smtp_job {
	bool there;
	void *tag;
	crt_time begin_by, until;	/* by clock_awake; 0: for ever */
	struct str mail, rcpt;	/* the two commands, with CRLF */
	struct str body;	/* dots doubled, final dot at the end */
};

struct smtp_session {
	CURL *easy;
	curl_socket_t fd;
	enum smtp_state state;
	struct smtp_job job;
	struct smtp_job next;	/* said up to its DATA, in one go with the body of job */
	bool due;		/* there may be something to do for it */
	bool used;		/* a mail has been decided on this connection */
	bool reset;		/* the last one was refused midway: RSET first */
	bool pipelining;
	bool heard;		/* an answer to this job has come */
	enum smtp_step asked, awaited;
	struct smtp_response refused;	/* the first refusal; reply 0 if there is none */
	struct str out;
	size_t sent;		/* of out */
	bool held;		/* 354 has come; the body waits to be released */
	size_t body_end;	/* in out; 0: the body is not in it */
	char in[SMTP_READ_ROOM];
	size_t in_at, in_n;	/* what has been read and not looked at */
	struct smtp_reply reply;
	crt_time deadline;	/* steady */
	char why[CURL_ERROR_SIZE];
};

enum smtp_turn {
	SMTP_GOES_ON,
	SMTP_DECIDED,		/* *answer is filled in; the session can take another */
	SMTP_DECIDED_LAST,	/* the same, but the connection is no longer of use */
	SMTP_STALE		/* an old connection is of no use: the mail has not been touched */
};

void smtp_session_init(struct smtp_session *);	/* of zeroes */
void smtp_session_free(struct smtp_session *);	/* once it is closed */

/* False if it cannot be said in SMTP. */
bool smtp_job_fill(struct smtp_job *, const char *from, const char *to, const char *bytes,
    size_t len) MUSTUSE;

/* Begin to connect; the multi handle drives it.  ERR_CONFIG on a bad setting. */
bool smtp_session_connect(struct smtp_session *, CURLM *, const struct smtp_settings *,
    struct err *) MUSTUSE;

/* The multi handle says it is through: SMTP_READY, or false with the reason as an err. */
bool smtp_session_connected(struct smtp_session *, CURLcode, struct err *) MUSTUSE;

/* Begin with the job; the session is SMTP_READY. */
void smtp_session_start(struct smtp_session *, crt_time timeout);

/* The body that is held goes out, and all of the next job up to its DATA if there is one. */
void smtp_session_release(struct smtp_session *);

/* The job is decided: go on with the next one, which has been begun. */
void smtp_session_follow(struct smtp_session *, crt_time timeout);

/* Send and receive what is possible now, or break off when the deadline has passed. */
enum smtp_turn smtp_session_turn(struct smtp_session *, crt_time timeout, struct smtp_response *);

/* Wait until one of them has something to do, or new connections have, at most ms. */
void smtp_session_poll(struct smtp_session *, int count, CURLM *, int ms);

/* How the job ends if the connection is given up now. */
void smtp_session_lost(const struct smtp_session *, const char *why, struct smtp_response *);

/* With a QUIT if that can still be heard. */
void smtp_session_close(struct smtp_session *, CURLM *, bool politely);

/* Check the settings once: URL, and no password in the clear to another machine. */
bool smtp_settings_ok(const struct smtp_settings *, struct err *) MUSTUSE;

#endif
