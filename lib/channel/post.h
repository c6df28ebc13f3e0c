/*
 * post.h: send messages as HTTP requests to a provider's API, several at once; internal to
 * lib/channel.
 *
 * A request is sent once at most. One that certainly was not sent, or that the provider certainly
 * did not process, leaves its message UNTRIED. A response that is lost, and a failure of the
 * provider (5xx), leave it UNKNOWN: these APIs cannot recognize a repeated request.
 */
#ifndef CRT_CHANNEL_POST_H
#define CRT_CHANNEL_POST_H

#include "channel/kind.h"
#include "net/http.h"

#define POST_BROKEN_MAX 5		/* failures in a row: the provider is down */
/* After a 429 without a time: this part of the time-out, more each time. */
#define POST_PAUSES 12
#define POST_PAUSE_MAX CLOCK_MINUTE	/* after a 429, whatever the provider requests */

struct post_provider {
	const char *name;		/* "SendGrid" */
	const char *url_option;		/* "sendgrid-url" */
	const char *key_option;		/* "sendgrid-key-file" */
	/* Fills in URL, fields, and body. ERR_INPUT: the message cannot be sent. */
	bool (*request)(void *self, const struct channel_message *, struct http_request *,
	    struct err *);
	/* Reads the provider's id and the reason, and may change the fate that the status of the
	   response means. text: room for the text of the response. */
	void (*read)(void *self, const struct http_response *, struct channel_result *,
	    struct str *text);
	/* Before each request: false is an error of the channel, not of the message. NULL: none. May
	   call post_exchange. */
	bool (*ready)(void *self, struct err *);
	/* ERR_UNAVAILABLE for a response by which the provider refuses crt itself; else true.
	   NULL: post_admits decides, for which others call it. */
	bool (*admits)(void *self, const struct http_response *, struct err *);
};

struct post;

/* The settings' texts and self must live until post_close. */
bool post_open(struct post **, const struct post_provider *, void *self,
    const struct channel_settings *, struct err *) MUSTUSE;

/* As for channel_send and channel_wait. */
bool post_send(struct post *, struct channel_message *, struct err *) MUSTUSE;
bool post_wait(struct post *, size_t outstanding_max, struct err *) MUSTUSE;

/* One request without a message: a 2xx, or the err has the reason. */
bool post_probe(struct post *, const struct http_request *, http_done_fn *, void *arg,
    struct err *) MUSTUSE;

/* One request without a message, until its response. False: the channel failed. */
bool post_exchange(struct post *, const struct http_request *, http_done_fn *, void *arg,
    struct err *) MUSTUSE;

/* ERR_UNAVAILABLE for a status by which the provider refuses crt itself; else true. */
bool post_admits(const struct post_provider *, int status, struct err *) MUSTUSE;

/* A request to erase. gone: the status of something that is erased already; 0: none. */
bool post_erase(struct post *, const struct post_provider *, const struct http_request *, int gone,
    struct channel_erased *, struct err *) MUSTUSE;

/* How long the provider limits the rate by its own word; 0: it names no time to come. */
crt_time post_limit(const struct http_response *);

void post_close(struct post *);		/* NULL is fine */

#endif
