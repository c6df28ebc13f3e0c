/* probe.c: test the shops and the channels by running crt-sync and crt-send. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/word.h"
#include "conf/config.h"
#include "doctor.h"
#include "json/value.h"
#include "query.h"
#include "../sibling.h"
#include "words.h"

#define PROBE_TIMEOUT "10s"			/* per response */
#define PROBE_SHOPS (2 * CLOCK_MINUTE)		/* for crt-sync, all shops in total */
#define PROBE_MAIL CLOCK_MINUTE			/* for crt-send */
#define PROBE_DOMAINS (20 * CLOCK_SECOND)	/* for the DNS of all domains */

/* ---- shops ---- */

static bool
doctor_probe_add_shop(void *arg, const struct db_row *r, struct err *e UNUSED)
{
	struct doctor *d = arg;

	d->all_shops++;
	if (d->shops < DOCTOR_SHOPS_MAX)
		d->shop[d->shops++] = db_copy(r, SQL_STORE_POLLED_SLUG);
	return true;
}

bool
doctor_probed(const struct doctor *d, const char *slug)
{
	size_t i;

	for (i = 0; i < d->shops; i++)
		if (!strcmp(d->shop[i], slug))
			return d->reported;
	return false;
}

/* A temporary failure is a warning; one that a person must repair is a fault. */
static enum health
probe_verdict(const char *outcome)
{
	static const enum health verdicts[] = {
		[TESTED_OK] = HEALTH_OK, [TESTED_NONE] = HEALTH_OK, [TESTED_WARNING] = HEALTH_WARNING,
		[TESTED_UNREACHABLE] = HEALTH_WARNING, [TESTED_REFUSED] = HEALTH_FAULT,
	};
	int found = word_find(words_store_test, outcome);

	return found < 0 ? HEALTH_OK : verdicts[found];
}

static bool
probe_store_line(void *arg, const json_t *line, struct err *e)
{
	struct doctor *d = arg;
	const char *reason = sibling_text(line, "reason");
	enum health v = probe_verdict(sibling_text(line, "outcome"));
	char check[96];

	d->reported = true;
	snprintf(check, sizeof check, "shop %.80s", sibling_text(line, "store"));
	return doctor_report(d, check, v, *reason ? reason : "it accepts the credentials",
	    sibling_text(line, "remedy"), e);
}

static bool
probe_stores(struct doctor *d, struct err *e)
{
	const char *argv[9 + DOCTOR_SHOPS_MAX] = { NULL, "store", "test", "--json", "--log", "json",
	    "--timeout", PROBE_TIMEOUT };
	struct err why = { 0 };
	struct sibling s = { 0 };
	bool ok;

	memcpy(argv + 8, d->shop, d->shops * sizeof *argv);
	if (!sibling_run(&s, d->s, "sync", argv, PROBE_SHOPS, &why))
		return doctor_report(d, "shops", HEALTH_WARNING, why.text, "", e);
	ok = sibling_each_line(&s.out, probe_store_line, d, e);
	if (ok && !d->reported) {
		sibling_complaint(&s, "sync", &why);
		ok = doctor_report(d, "shops", why.kind == ERR_AGAIN ? HEALTH_WARNING : HEALTH_FAULT,
		    why.text, why.hint, e);
	}
	sibling_free(&s);
	return ok;
}

bool
doctor_shops(struct doctor *d, struct err *e)
{
	const char *all[] = { NULL };
	char text[96];

	if (!db_each(d->db, sql_store_polled, COUNT(all), all, doctor_probe_add_shop, d, e))
		return false;
	if (d->shops == 0)
		return doctor_report(d, "shops", HEALTH_WARNING, "no store has API credentials",
		    "crt-sync store add, or crt-sync store set STORE --credentials FILE", e);
	if (!probe_stores(d, e) || d->all_shops == d->shops)
		return e->kind == ERR_NONE;
	snprintf(text, sizeof text, "%zu of %zu were tested", d->shops, d->all_shops);
	return doctor_report(d, "shops", HEALTH_OK, text, "to test all, run: crt-sync store test", e);
}

void
doctor_forget(struct doctor *d)
{
	while (d->shops)
		free(d->shop[--d->shops]);
}

/* ---- the channels ---- */

/* Without any of these keys, nobody has configured the channel yet. */
static const struct doctor_channel {
	const char *check, *flag, *key[6], *variable[2];
} channels[] = {
	{ "mail server", NULL, { "send.smtp_url", "smtp_url", "send.channel", "channel",
	  "send.providers", "providers" },
	  { "CRT_SMTP_URL", "CRT_CHANNEL" } },
	{ "text messages", "--sms", { "send.twilio_account", "twilio_account", "send.sms_program",
	  "sms_program", "send.sms_providers", "sms_providers" },
	  { "CRT_TWILIO_ACCOUNT", "CRT_SMS_PROGRAM" } },
	{ "push messages", "--push", { "send.fcm_key_file", "fcm_key_file", "send.push_program",
	  "push_program" }, { "CRT_FCM_KEY_FILE", "CRT_PUSH_PROGRAM" } },
};

static bool
doctor_probe_configured(const struct common *c, const struct doctor_channel *of)
{
	size_t i;

	for (i = 0; i < COUNT(of->key); i++)
		if (of->key[i] && config_text(c, of->key[i]))
			return true;
	return getenv(of->variable[0]) || getenv(of->variable[1]);
}

/* A line for each provider, and one about what was not sent. */
static void
doctor_probe_join(struct str *lines)
{
	struct str all = STR_MAX(lines->max);
	const char *at, *end;

	for (at = str_text(lines); (end = strchr(at, '\n')) && end[1]; at = end + 1) {
		str_puts(&all, all.len ? ", " : "");
		str_add(&all, at, (size_t)(end - at));
	}
	str_cut(lines, 0);
	str_puts(lines, str_text(&all));
	str_free(&all);
}

static bool
doctor_probe_report_channel(struct doctor *d, const struct doctor_channel *of, struct sibling *s,
    struct err *e)
{
	struct err why = { 0 };
	bool unreachable = s->status == EXIT_AGAIN || s->status == SIBLING_LATE;

	if (s->status == 0) {
		doctor_probe_join(&s->out);
		return doctor_report(d, of->check, HEALTH_OK, str_text(&s->out), "", e);
	}
	sibling_complaint(s, "send", &why);
	if (!doctor_probe_configured(&d->s->common, of))
		return doctor_report(d, of->check, HEALTH_WARNING, why.text,
		    "set smtp_url in the section send: of crt.yaml; see crt-send(1)", e);
	return doctor_report(d, of->check, unreachable ? HEALTH_WARNING : HEALTH_FAULT, why.text,
	    why.hint[0] ? why.hint : "run: crt-send test", e);
}

static bool
doctor_channel(struct doctor *d, const struct doctor_channel *of, struct err *e)
{
	const char *argv[] = { NULL, "test", "--log", "json", "--timeout", PROBE_TIMEOUT, of->flag,
	    NULL };
	struct err why = { 0 };
	struct sibling s = { 0 };
	bool ok;

	if (!sibling_run(&s, d->s, "send", argv, PROBE_MAIL, &why))
		return doctor_report(d, of->check, HEALTH_WARNING, why.text, "", e);
	ok = doctor_probe_report_channel(d, of, &s, e);
	sibling_free(&s);
	return ok;
}

/* A fault in the DNS of a sender's domain. The rest is in crt-send domains. */
static bool
doctor_domain_line(void *arg, const json_t *line, struct err *e)
{
	struct doctor *d = arg;
	char check[160];

	if (strcmp(sibling_text(line, "verdict"), health_word(HEALTH_FAULT)))
		return true;
	snprintf(check, sizeof check, "domain %.100s", sibling_text(line, "domain"));
	return doctor_report(d, check, HEALTH_FAULT, sibling_text(line, "meaning"),
	    sibling_text(line, "todo"), e);
}

static bool
doctor_domains(struct doctor *d, struct err *e)
{
	const char *argv[] = { NULL, "domains", "--json", "--log", "json", NULL };
	struct err ignored = { 0 };
	struct sibling s = { 0 };
	bool ok = true;

	if (sibling_run(&s, d->s, "send", argv, PROBE_DOMAINS, &ignored))
		ok = sibling_each_line(&s.out, doctor_domain_line, d, e);
	sibling_free(&s);
	return ok;
}

/* An installation that sends only text or push messages needs no mail server. */
bool
doctor_channels(struct doctor *d, struct err *e)
{
	const struct common *c = &d->s->common;
	const bool mail = doctor_probe_configured(c, &channels[0]);
	bool others = false, ok = true;
	size_t i;

	for (i = 1; i < COUNT(channels); i++)
		others = others || doctor_probe_configured(c, &channels[i]);
	for (i = 0; ok && i < COUNT(channels); i++)
		if (i ? doctor_probe_configured(c, &channels[i]) : mail || !others)
			ok = doctor_channel(d, &channels[i], e);
	return ok && (!mail || d->db == NULL || doctor_domains(d, e));
}
