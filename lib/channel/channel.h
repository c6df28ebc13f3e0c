/*
 * channel.h: the contract of every channel to a person.
 *
 * A channel takes messages, several at once if it can, and reports the result of each exactly
 * once. It stores nothing: the database knows what is due and what was sent, and the caller has
 * claimed a message before it sends it.
 */
#ifndef CRT_CHANNEL_H
#define CRT_CHANNEL_H

#include <sys/types.h>

#include "channel/settings.h"
#include "crypto/ident.h"
#include "mime/mail.h"
#include "words.h"

#define CHANNEL_ID_MAX 64		/* bytes of a message's id */

enum channel_fate {
	CHANNEL_SENT,
	CHANNEL_RETRY,			/* was not taken; may be sent again */
	CHANNEL_FAILED,			/* was refused; the same message will be refused again */
	CHANNEL_SUPPRESS,		/* failed, and the address is dead */
	CHANNEL_OPTED_OUT,		/* failed, because the person has opted out at the provider */
	CHANNEL_UNKNOWN,		/* was handed off, and the response was lost */
	CHANNEL_UNTRIED			/* not tried: no session, or no space on the disk */
};

struct channel_result {
	enum channel_fate fate;
	char provider_id[128];		/* the provider's id of the message; may be "" */
	char code[32];			/* "550 5.1.1", or one of crt's own: "address", "connection" */
	char reason[256];		/* for people; printable ASCII */
	char alike[IDENT_TEXT];		/* equal for all refusals that are the same */
};

struct channel_message {
	const char *id;			/* letters, digits, hyphens: the message's uuid */
	const char *store;		/* its slug; NULL: a test message */
	enum message_channel medium;	/* of a text message, mail has to_address and text only */
	const char *image, *link, *thread;	/* of a push message; it replaces others of its thread */
	const char *hooks_url;		/* base of the provider's callbacks; NULL: none */
	crt_time valid_until;		/* the provider must not deliver it later; 0: no limit */
	const char *return_path;	/* address for bounces; NULL: the address of mail.from */
	struct mail mail;
	crt_time begin_by, until;	/* by clock_awake, 0: none: latest start; then it is given up */
	void *tag;			/* for the caller */
};

struct channel;
/* The settings' texts must live until channel_close. */
bool channel_open(struct channel **, const struct channel_settings *, struct err *) MUSTUSE;

/*
 * Sends a message. It and its texts must live until done was called, which may be within this
 * call. done is called once for every message, also if this returns false.
 *
 * False concerns the channel, not the message. ERR_AGAIN: the provider cannot be reached, the
 * disk is full, or the run must stop. ERR_UNAVAILABLE: it refuses crt (login, certificate).
 * Messages in flight then end UNTRIED or UNKNOWN, whichever is true, and so does every message
 * sent later.
 */
bool channel_send(struct channel *, struct channel_message *, struct err *) MUSTUSE;

/* Tests the channel without a message: logs in, or writes a file. False as for channel_send. */
bool channel_probe(struct channel *, struct err *) MUSTUSE;
/* Works until at most that many messages are in flight. False as for channel_send. */
bool channel_wait(struct channel *, size_t outstanding_max, struct err *) MUSTUSE;

/* A message whose delivery is uncertain: its recipient or NULL, and when it was handed off. */
struct channel_sought {
	const char *id, *to;
	crt_time at;
};

/* Whether the provider shows that it accepted the message. False proves nothing. */
bool channel_has(struct channel *, const struct channel_sought *);

/* Whether a process that died, while the machine kept running, still had a message that it had
   begun. This proves that the message was not handed off. It can be proved only once. */
bool channel_kept(struct channel *, const char *message_id, pid_t);

/* What became of a request to erase. The response has no personal data. */
struct channel_erased {
	enum { CHANNEL_ERASED, CHANNEL_ERASE_REFUSED, CHANNEL_ERASE_LATER } fate;
	char response[128];
};

/* Requests that the provider erases what it has of an address, or of a message by its own id. May
   be repeated. False: the channel failed, as for channel_send, or cannot erase (ERR_CONFIG). */
bool channel_erase(struct channel *, const char *what, struct channel_erased *,
    struct err *) MUSTUSE;

/* Whether devices open such a link or image of a push message: an https address. */
bool channel_push_opens(const char *address);

/* Ends the messages in flight first: UNTRIED, RETRY, or UNKNOWN. NULL is fine. */
void channel_close(struct channel *);

#endif
