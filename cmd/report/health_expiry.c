/* health_expiry.c: check when the certificates of the web server and the credentials expire. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "net/certificate.h"
#include "query.h"
#include "report.h"
#include "hours/hours.h"

#define EXPIRY_HOSTS_MAX 10	/* web servers that are checked */
#define EXPIRY_HOST_TEXT 300
#define EXPIRY_REGISTRY (5 * CLOCK_DAY)	/* of the data, for a warning */

struct expiring {
	const struct report *set;
	report_check_fn *each;
	void *arg;
	char host[EXPIRY_HOSTS_MAX][EXPIRY_HOST_TEXT];
	int n;
};

/* The URL up to the path; false: it has no certificate, or the host is known. */
static bool
expiry_host(struct expiring *x, const char *url)
{
	char *host = x->host[x->n];
	int i, n = (int)strcspn(url + (strncmp(url, "https://", 8) ? 0 : 8), "/?#") + 8;

	if (strncmp(url, "https://", 8) || n >= EXPIRY_HOST_TEXT)
		return false;
	snprintf(host, EXPIRY_HOST_TEXT, "%.*s", n, url);
	for (i = 0; i < x->n; i++)
		if (!strcasecmp(x->host[i], host))
			return false;
	return true;
}

static bool
expiry_certificate(struct expiring *x, const char *url, struct err *e)
{
	const struct report *set = x->set;
	struct err why = { 0 };
	struct health_check c;
	crt_time until;

	if (x->n == EXPIRY_HOSTS_MAX || !expiry_host(x, url))
		return true;
	if (certificate_expiry(x->host[x->n], set->ca_file, set->web_timeout, &until, &why))
		health_expiry(&c, "the certificate", until, set->expiry_warning, set->expiry_fault,
		    clock_now(), "renew it, and reload the web server");
	else
		health_certificate(&c, &why);
	return x->each(x->arg, "certificate", x->host[x->n++] + strlen("https://"), &c, e);
}

static bool
expiry_store(struct expiring *x, const struct store *s, struct err *e)
{
	const struct report *set = x->set;
	struct health_check c;

	if (s->credentials_expire) {
		health_expiry(&c, "the API key", s->credentials_expire, set->expiry_warning,
		    set->expiry_fault, clock_now(),
		    "create new ones: crt-sync store set STORE credentials_expire=DATE --credentials FILE");
		if (!x->each(x->arg, "credentials", s->slug, &c, e))
			return false;
	}
	return set->web_timeout == 0
	    || (expiry_certificate(x, s->links_url, e) && expiry_certificate(x, s->hooks_url, e));
}

/* The data of the Do-Not-Call registry. It is a fault only if messages wait for newer data. */
static bool
expiry_registry(void *arg, const struct db_row *row, struct err *e)
{
	const struct expiring *x = arg;
	crt_time until = db_time(row, SQL_DNC_OLDEST_VERSION) + hours_registry_age();
	struct health_check c;

	health_expiry(&c, "the data of the Do-Not-Call registry", until, EXPIRY_REGISTRY, 0,
	    clock_now(), "download the files, and run: crt-gdpr dnc import --downloaded TIME FILE...");
	if (c.state == HEALTH_FAULT && !db_true(row, SQL_DNC_OLDEST_HELD))
		c.state = HEALTH_WARNING;
	return x->each(x->arg, "registry", db_text(row, SQL_DNC_OLDEST_ORGANIZATION), &c, e);
}

bool
report_health_expiry(const struct run *r, const struct report *set, report_check_fn *each,
    void *arg, struct err *e)
{
	struct expiring x = { .set = set, .each = each, .arg = arg };
	const char *stores[] = { str_text(&r->stores.array) };
	struct health_check c;
	bool ok = true;
	size_t i;

	if (set->provider_expires) {
		health_expiry(&c, "the key of the provider", set->provider_expires, set->expiry_warning,
		    set->expiry_fault, clock_now(),
		    "create a new one, and set it and provider_expires in crt.yaml");
		ok = each(arg, "credentials", "crt-send", &c, e);
	}
	ok = ok && db_each(r->db, sql_dnc_oldest, COUNT(stores), stores, expiry_registry, &x, e);
	for (i = 0; ok && i < r->stores.n; i++)
		ok = expiry_store(&x, &r->stores.list[i], e);
	return ok;
}
