/* send.h: the settings and verbs of crt-send. */
#ifndef CRT_SEND_H
#define CRT_SEND_H

#include "channel/channel.h"
#include "conf/command.h"
#include "run/run.h"

struct send {
	struct common common;
	bool sms, push;			/* text messages, push messages instead of mails */
	int smtp_auth, channel, sms_channel, push_channel, tls;		/* indices into their words */
	const char *maildir, *program, *sms_program, *push_program;
	const char *providers, *sms_providers;
	const char *smtp_url, *smtp_user, *smtp_password, *smtp_ca, *smtp_pin, *fcm_url, *fcm_key;
	const char *dkim_keys;		/* a folder */
	const char *selector, *resolver;
	const char *sendgrid_url, *sendgrid_key;
	const char *twilio_url, *twilio_account, *twilio_from, *twilio_key;
	bool sendgrid_sandbox;
	int64_t parallel, rate, window, tries;
	crt_time timeout, lease;
	const char *ledger;
	/* settings of single verbs */
	const char *to, *from, *reason, *template, *cart;
	crt_time since;
	bool yes, echo;
	struct option_list sent, failed, requeue, refused, not_refused;
};

verb_fn send_deliver, send_bounces, send_domains, send_preview, send_test, send_code,
    send_reconcile, send_status, send_suppressions_list, send_suppressions_lift,
    send_replies_list, send_replies_resolve, send_erasures, send_notices;

/* test.c: one message outside of campaigns by a kind of channel, and its result; ERR_USAGE: an
   invalid address. In a dry run nothing is sent. */
bool send_one(const struct send *, const char *kind, const char *to, const char *subject,
    const char *text, struct channel_result *, struct err *) MUSTUSE;
/* hand_off.c: the message itself, which has an id, a sender, and a recipient. */
bool send_hand_off(const struct send *, const char *kind, struct channel_message *,
    struct channel_result *,
    struct err *) MUSTUSE;
/* For a channel to which no message is handed. */
void send_ignored(void *arg, struct channel_message *, const struct channel_result *);
/* test_template.c: a template filled with a cart, to set->to. */
bool send_template(const struct send *, const char *kind, struct channel_result *,
    struct err *) MUSTUSE;
bool send_recipient_ok(const struct send *, const char *what, const char *to,
    struct err *) MUSTUSE;

extern const char *const send_channels[], *const send_sms_channels[];	/* "smtp", ... */
extern const char *const send_push_channels[], *const send_mechanisms[];

enum message_channel send_medium(const struct send *);
const char *send_providers(const struct send *);	/* "sendgrid=3,smtp=1"; NULL: send_kind alone */
const char *send_kind(const struct send *);	/* of the channel that is used: "smtp", ... */

/* Opens the channel that the settings describe. */
bool send_open_channel(const struct send *, channel_begin_fn *, channel_done_fn *, void *arg,
    struct channel **, struct err *) MUSTUSE;

/* The same for one kind of channel, whatever the settings choose. */
bool send_open_kind(const struct send *, const char *kind, channel_begin_fn *, channel_done_fn *,
    void *arg, struct channel **, struct err *) MUSTUSE;

#endif
