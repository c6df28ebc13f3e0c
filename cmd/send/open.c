/* open.c: open the channel that the settings describe. */
#include "send.h"

const char *const send_channels[] = { "smtp", "maildir", "exec", "sendgrid", NULL };
const char *const send_sms_channels[] = { "twilio", "exec", NULL };
const char *const send_mechanisms[] = { "any", "plain", "login", "cram-md5", "xoauth2", NULL };
const char *const send_push_channels[] = { "fcm", "exec", NULL };

enum message_channel
send_medium(const struct send *set)
{
	return set->sms ? CHANNEL_SMS : set->push ? CHANNEL_PUSH : CHANNEL_EMAIL;
}

const char *
send_providers(const struct send *set)
{
	return set->sms ? set->sms_providers : set->push ? NULL : set->providers;
}

const char *
send_kind(const struct send *set)
{
	return set->sms ? send_sms_channels[set->sms_channel]
	    : set->push ? send_push_channels[set->push_channel] : send_channels[set->channel];
}

bool
send_open_channel(const struct send *set, channel_begin_fn *begin, channel_done_fn *done,
    void *arg, struct channel **out, struct err *e)
{
	return send_open_kind(set, send_kind(set), begin, done, arg, out, e);
}

/* As libcurl names them. */
static const char *const mechanisms[] = { NULL, "PLAIN", "LOGIN", "CRAM-MD5", "XOAUTH2" };

bool
send_open_kind(const struct send *set, const char *kind, channel_begin_fn *begin,
    channel_done_fn *done, void *arg, struct channel **out, struct err *e)
{
	struct channel_settings s = {
		.kind = kind, .maildir = set->maildir,
		.program = set->sms ? set->sms_program : set->push ? set->push_program : set->program,
		.smtp_url = set->smtp_url, .smtp_user = set->smtp_user,
		.smtp_password = set->smtp_password, .smtp_ca = set->smtp_ca,
		.smtp_pin = set->smtp_pin, .smtp_mechanism = mechanisms[set->smtp_auth],
		.sendgrid_url = set->sendgrid_url, .sendgrid_key = set->sendgrid_key,
		.twilio_url = set->twilio_url, .twilio_account = set->twilio_account,
		.twilio_from = set->twilio_from, .twilio_key = set->twilio_key,
		.fcm_url = set->fcm_url, .fcm_key = set->fcm_key, .dkim_keys = set->dkim_keys,
		.sendgrid_sandbox = set->sendgrid_sandbox,
		.tls = (enum channel_tls)set->tls, .parallel = (int)set->parallel,
		.rate = (double)set->rate, .timeout = set->timeout,
		.begin = begin, .done = done, .arg = arg
	};

	return channel_open(out, &s, e) || err_in(e, "channel %s", s.kind);
}
