/* smtp_session.h: one connection to a mail server and its mail; internal to lib/net. */
#ifndef CRT_SMTP_SESSION_H
#define CRT_SMTP_SESSION_H

#include <curl/curl.h>

#include "base/str.h"
#include "net/smtp.h"
#include "net/smtp_reply.h"

#define SMTP_UNSENT_MAX (64 * 1024)	/* bytes that the system may buffer */
#define SMTP_READ_ROOM 4096

enum smtp_state {
	SMTP_CLOSED,
	SMTP_CONNECTING,
	SMTP_READY,
	SMTP_BUSY,
	SMTP_BANNED		/* the server refused too many sessions in a row */
};

/* The command sent last and the reply expected next, in the order of the dialogue. */
enum smtp_step { SMTP_DO_RSET, SMTP_DO_MAIL, SMTP_DO_RCPT, SMTP_DO_DATA, SMTP_DO_END };

struct smtp_job {
	bool there;
	void *tag;
	crt_time begin_by, until;	/* by clock_awake; 0: no limit */
	struct str mail, rcpt;	/* the two commands, with CRLF */
	struct str body;	/* dots doubled, final dot at the end */
};

struct smtp_session {
	CURL *easy;
	curl_socket_t fd;
	enum smtp_state state;
	struct smtp_job job;
	struct smtp_job next;	/* sent up to its DATA, together with the body of job */
	bool due;		/* there may be work for it */
	bool used;		/* a mail on this connection has had its result */
	bool reset;		/* the last one was refused midway: send RSET first */
	bool pipelining;
	bool replied;		/* a reply to this job was received */
	enum smtp_step requested, awaited;
	struct smtp_response refused;	/* the first refusal; reply 0 if there is none */
	struct str out;
	size_t sent;		/* bytes of out */
	bool held;		/* 354 was received; the body waits for its release */
	size_t body_end;	/* in out; 0: the body is not in it */
	char in[SMTP_READ_ROOM];
	size_t in_at, in_n;	/* bytes received and not processed */
	struct smtp_reply reply;
	crt_time deadline;	/* steady clock */
	char why[CURL_ERROR_SIZE];
};

enum smtp_turn {
	SMTP_GOES_ON,
	SMTP_DECIDED,		/* the response is filled in; the session is free */
	SMTP_DECIDED_LAST,	/* the same, but the connection is unusable */
	SMTP_STALE		/* an old connection has closed; the mail is untouched */
};

void smtp_session_init(struct smtp_session *);	/* zeroed */
void smtp_session_free(struct smtp_session *);	/* after it is closed */

/* False if the addresses or the mail cannot be sent by SMTP. */
bool smtp_job_fill(struct smtp_job *, const char *from, const char *to, const char *bytes,
    size_t len) MUSTUSE;

/* Begins to connect; the multi handle does the work. ERR_CONFIG: an invalid setting. */
bool smtp_session_connect(struct smtp_session *, CURLM *, const struct smtp_settings *,
    struct err *) MUSTUSE;

/* The multi handle has finished connecting: SMTP_READY, or false with the reason. */
bool smtp_session_connected(struct smtp_session *, CURLcode, struct err *) MUSTUSE;

/* Starts the job; the session must be SMTP_READY. */
void smtp_session_start(struct smtp_session *, crt_time timeout);

/* Sends the held body, and the next job, if any, up to its DATA. */
void smtp_session_release(struct smtp_session *);

/* The job has its result: continue with the next one, already started. */
void smtp_session_follow(struct smtp_session *, crt_time timeout);

/* Sends and receives what is possible now; breaks off after the deadline. */
enum smtp_turn smtp_session_turn(struct smtp_session *, crt_time timeout, struct smtp_response *);

/* Waits at most ms until a session or a new connection has work. */
void smtp_session_poll(struct smtp_session *, int count, CURLM *, int ms);

/* The result of the job if the connection is given up now. */
void smtp_session_lost(const struct smtp_session *, const char *why, struct smtp_response *);

/* Sends QUIT if the server can still receive it. */
void smtp_session_close(struct smtp_session *, CURLM *, bool politely);

/* Checks the settings once: the URL, and that no password goes unencrypted to another host. */
bool smtp_settings_ok(const struct smtp_settings *, struct err *) MUSTUSE;

#endif
