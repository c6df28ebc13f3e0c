/* settings.h: which channel is opened, and how. */
#ifndef CRT_CHANNEL_SETTINGS_H
#define CRT_CHANNEL_SETTINGS_H

#include "base/clock.h"
#include "base/err.h"

#define CHANNEL_PARALLEL_MAX 64

struct channel_message;
struct channel_result;

typedef void channel_done_fn(void *arg, struct channel_message *, const struct channel_result *);

/* From here on the provider may accept the message. False: it is not sent, and ends UNTRIED. */
typedef bool channel_begin_fn(void *arg, struct channel_message *);

enum channel_tls {
	CHANNEL_TLS_REQUIRED,		/* STARTTLS is required */
	CHANNEL_TLS_OPPORTUNISTIC,	/* STARTTLS where it is offered */
	CHANNEL_TLS_OFF,
	CHANNEL_TLS_IMPLICIT		/* TLS from the first byte, like smtps:// */
};

struct channel_settings {
	const char *kind;		/* "smtp", "sendgrid", "twilio", "fcm", "maildir", or "exec" */
	const char *maildir, *program;	/* the folder, created if its parent exists; the file */
	const char *smtp_url;		/* smtp://host:587, smtps://host; a path is the EHLO name */
	const char *smtp_user, *smtp_password;
	const char *smtp_ca;		/* file of CA certificates; NULL: the system's */
	const char *smtp_pin;		/* sha256//BASE64 of the server's public key; NULL: any */
	const char *smtp_mechanism;	/* "PLAIN", ...; NULL: the best that the server offers */
	enum channel_tls tls;
	const char *sendgrid_url, *sendgrid_key;
	const char *twilio_url, *twilio_account, *twilio_key, *twilio_from;
	const char *fcm_url, *fcm_key;	/* a service account in JSON */
	bool sendgrid_sandbox;		/* SendGrid checks each mail and sends none */
	const char *dkim_keys;		/* folder of the keys that sign mails; NULL: none do */
	int parallel;			/* at once, 1 to CHANNEL_PARALLEL_MAX; 0 means 1 */
	double rate;			/* mails a second; 0: no limit */
	crt_time timeout;		/* for each response; 0: a minute */
	channel_begin_fn *begin;	/* neither may call the channel; NULL: all may be sent */
	channel_done_fn *done;
	void *arg;
};

#endif
