/* domains.c: check the DNS records of the senders' domains. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "channel/mail_writer.h"
#include "net/dns.h"
#include "report/health.h"
#include "report/table.h"
#include "send.h"

#define DOMAIN_NAME_MAX 512

enum domain_finding {
#define DOMAIN(name, health, meaning, todo) DOMAIN_##name,
#include "domain.def"
#undef DOMAIN
	DOMAIN_FINDINGS
};

static const struct {
	const char *name;
	enum health health;
	const char *meaning, *todo;
} findings[] = {
#define DOMAIN(name, health, meaning, todo) { #name, HEALTH_##health, meaning, todo },
#include "domain.def"
#undef DOMAIN
};

static const struct table_column columns[] = {
	{ "domain", TABLE_TEXT, 0 }, { "check", TABLE_TEXT, 0 }, { "verdict", TABLE_TEXT, 0 },
	{ "name", TABLE_TEXT, 0 }, { "record", TABLE_TEXT, 0 }, { "meaning", TABLE_TEXT, 0 },
	{ "todo", TABLE_TEXT, 0 },
};

/* The records of a name that begin with a text. */
struct domain_records {
	const char *begins;
	size_t n;
	char last[DNS_TEXT_MAX];
};

struct domains {
	const struct send *set;
	struct run run;
	struct dns *dns;
	struct mail_writer writer;	/* its keys */
	struct table *table;
	const char *domain;		/* that is checked */
	char name[DOMAIN_NAME_MAX];	/* the latest name that was looked up */
	int faults;
};

static void
domain_record(void *arg, const char *text)
{
	struct domain_records *r = arg;

	if (strncasecmp(text, r->begins, strlen(r->begins)) != 0)
		return;
	r->n++;
	snprintf(r->last, sizeof r->last, "%s", text);
}

/* The check is the finding's name up to its "_". */
static bool
domain_row(struct domains *d, enum domain_finding f, const char *record, struct err *e)
{
	char check[16];

	snprintf(check, sizeof check, "%.*s", (int)strcspn(findings[f].name, "_"), findings[f].name);
	d->faults += findings[f].health == HEALTH_FAULT;
	table_cell_text(d->table, d->domain);
	table_cell_text(d->table, check);
	table_cell_text(d->table, health_word(findings[f].health));
	table_cell_text(d->table, d->name);
	table_cell_text(d->table, *record ? record : NULL);
	table_cell_text(d->table, findings[f].meaning);
	table_cell_text(d->table, *findings[f].todo ? findings[f].todo : NULL);
	return table_row_end(d->table, e);
}

/* *found false: the server does not respond, which the row reports. */
static bool
domain_look(struct domains *d, enum dns_kind kind, struct domain_records *r, bool *found,
    struct err *e)
{
	struct err why = { 0 };

	*found = dns_find(d->dns, d->name, kind, domain_record, r, &why);
	return *found || domain_row(d, DOMAIN_lookup_failed, why.text, e);
}

static bool
domain_spf(struct domains *d, const char *domain, struct err *e)
{
	struct domain_records r = { .begins = "v=spf1" };
	enum domain_finding f;
	bool found;

	snprintf(d->name, sizeof d->name, "%s", domain);
	if (!domain_look(d, DNS_TEXT, &r, &found, e))
		return false;
	f = r.n == 0 ? DOMAIN_spf_none : r.n > 1 ? DOMAIN_spf_many
	    : strcasestr(r.last, "+all") ? DOMAIN_spf_all : DOMAIN_spf_one;
	return !found || domain_row(d, f, r.last, e);
}

/* Records may be written with spaces, so only the keys are compared. */
static const char *
domain_key(const char *record)
{
	const char *p = strstr(record, "p=");

	return p ? p + 2 : "";
}

static bool
domain_dkim_key(struct domains *d, const struct dkim_key *key, struct err *e)
{
	struct domain_records r = { .begins = "" };
	struct str wanted = STR_MAX(DNS_TEXT_MAX);
	enum domain_finding f;
	bool found, ok;

	dkim_record(key, &wanted);
	snprintf(d->name, sizeof d->name, "%s._domainkey.%s", key->selector, d->domain);
	ok = domain_look(d, DNS_TEXT, &r, &found, e);
	f = r.n == 0 ? DOMAIN_dkim_none
	    : strcmp(domain_key(r.last), domain_key(str_text(&wanted))) ? DOMAIN_dkim_other
	    : DOMAIN_dkim_same;
	ok = ok && (!found || domain_row(d, f, f == DOMAIN_dkim_same ? r.last : str_text(&wanted), e));
	str_free(&wanted);
	return ok;
}

/* With keys of crt's own these are checked, else the selector of the mail server. */
static bool
domain_dkim(struct domains *d, struct err *e)
{
	struct domain_records r = { .begins = "" };
	bool found, ok = true;
	size_t i;

	for (i = 0; ok && i < d->writer.dkim.n; i++)
		ok = domain_dkim_key(d, &d->writer.dkim.key[i], e);
	if (!ok || d->writer.dkim.n)
		return ok;
	snprintf(d->name, sizeof d->name, "%s._domainkey.%s",
	    d->set->selector ? d->set->selector : "SELECTOR", d->domain);
	if (d->set->selector == NULL)
		return domain_row(d, DOMAIN_dkim_unknown, "", e);
	return domain_look(d, DNS_TEXT, &r, &found, e) && (!found || domain_row(d,
	    *domain_key(r.last) ? DOMAIN_dkim_found : DOMAIN_dkim_none, r.last, e));
}

/* A subdomain has the policy of the domain above it: RFC 7489 6.6.3. */
static bool
domain_dmarc(struct domains *d, struct err *e)
{
	struct domain_records r = { .begins = "v=DMARC1" };
	const char *of = d->domain;
	bool found = true, ok = true;

	for (; ok && found && r.n == 0 && of && strchr(of, '.'); of = strchr(of, '.') + 1) {
		snprintf(d->name, sizeof d->name, "_dmarc.%s", of);
		ok = domain_look(d, DNS_TEXT, &r, &found, e);
	}
	return ok && (!found || domain_row(d, r.n ? DOMAIN_dmarc_one : DOMAIN_dmarc_none, r.last, e));
}

static bool
domain_below(const char *domain, const char *above)
{
	size_t n = strlen(domain), of = strlen(above);

	return n >= of && !strcasecmp(domain + n - of, above) && (n == of || domain[n - of - 1] == '.');
}

static bool
domain_return(struct domains *d, const char *bounce, struct err *e)
{
	struct domain_records r = { .begins = "" };
	bool found;

	snprintf(d->name, sizeof d->name, "%s", bounce);
	if (!domain_look(d, DNS_MAIL_SERVER, &r, &found, e)
	    || (found && r.n == 0 && !domain_look(d, DNS_ADDRESS, &r, &found, e)))
		return false;
	if (!found)
		return true;
	return domain_row(d, r.n ? DOMAIN_return_mx : DOMAIN_return_none, "", e)
	    && (domain_below(bounce, d->domain) || domain_row(d, DOMAIN_return_other, "", e));
}

static bool
domain_checks(struct domains *d, const struct store *s, struct err *e)
{
	const char *bounce = strchr(s->bounce_mail, '@');

	return domain_spf(d, bounce ? bounce + 1 : d->domain, e) && domain_dkim(d, e)
	    && domain_dmarc(d, e) && (bounce == NULL || domain_return(d, bounce + 1, e));
}

/* The domain of a sender; false: it has none. */
static bool
domain_of(const struct store *s, char out[MAIL_ADDRESS_MAX + 1])
{
	struct err none = { 0 };
	char address[MAIL_ADDRESS_MAX + 1];

	if (!mail_address_in(s->from, address, &none))
		return false;
	snprintf(out, MAIL_ADDRESS_MAX + 1, "%s", strchr(address, '@') + 1);
	return true;
}

/* Stores with the same sender's domain and the same bounce_mail need one check. */
static bool
domain_is_checked(const struct stores *all, size_t i)
{
	char domain[MAIL_ADDRESS_MAX + 1], other[MAIL_ADDRESS_MAX + 1];
	size_t k;

	for (k = 0; domain_of(&all->list[i], domain) && k < i; k++)
		if (domain_of(&all->list[k], other) && !strcasecmp(domain, other)
		    && !strcasecmp(all->list[k].bounce_mail, all->list[i].bounce_mail))
			return true;
	return false;
}

static bool
domains_check(struct domains *d, struct err *e)
{
	const struct stores *all = &d->run.stores;
	char domain[MAIL_ADDRESS_MAX + 1];
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < all->n; i++) {
		if (!domain_of(&all->list[i], domain) || domain_is_checked(all, i))
			continue;
		d->domain = domain;
		ok = domain_checks(d, &all->list[i], e);
	}
	return ok;
}

bool
send_domains(void *settings, char **operands UNUSED, struct err *e)
{
	struct domains d = { .set = settings };
	bool ok = run_open(&d.run, &d.set->common, "crt-send", RUN_STORES, e)
	    && mail_writer_open(&d.writer, d.set->dkim_keys, e)
	    && dns_open(&d.dns, d.set->resolver, e);

	if (ok) {
		d.table = table_open(columns, COUNT(columns), option_output(&d.set->common));
		ok = domains_check(&d, e);
		ok = table_close(d.table, e) && ok;
	}
	if (ok && d.faults)
		ok = err_set(e, ERR_CONFIG, "%d checks of the senders' domains failed", d.faults);
	dns_close(d.dns);
	mail_writer_close(&d.writer);
	return run_close(&d.run, ok, e);
}
