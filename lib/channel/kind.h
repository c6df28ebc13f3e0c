/* kind.h: the functions of one kind of channel; internal to lib/channel. */
#ifndef CRT_CHANNEL_KIND_H
#define CRT_CHANNEL_KIND_H

#include "channel/channel.h"

struct channel_kind {
	const char *name;
	bool (*open)(void **self, const struct channel_settings *, struct err *);
	bool (*send)(void *self, struct channel_message *, struct err *);
	bool (*probe)(void *self, struct err *);
	bool (*wait)(void *self, size_t outstanding_max, struct err *);
	bool (*has)(void *self, const struct channel_sought *);	/* NULL: not supported */
	bool (*kept)(void *self, const char *message_id, pid_t);	/* NULL: not supported */
	bool (*erase)(void *self, const char *what, struct channel_erased *, struct err *);
	void (*close)(void *self);
};

extern const struct channel_kind channel_smtp, channel_maildir, channel_exec, channel_sendgrid,
    channel_twilio, channel_fcm;

/* Fills in a result. reason is truncated and made printable ASCII. */
void channel_result_set(struct channel_result *, enum channel_fate, const char *code,
    const char *reason);

/* Sets alike to a digest of the code and the text that does not depend on the recipient. */
void channel_result_alike(struct channel_result *, const char *text, const char *recipient);

#endif
