/* address.c: detect addresses to which WooCommerce delivers no webhooks. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "platform/request.h"
#include "platform/woocommerce/woocommerce.h"

/*
 * Source: WordPress 6.8, wp_http_validate_url. WordPress delivers only to the ports 80, 443,
 * and 8080, and to no address of this machine or of a private network. The shop's own host and
 * port are exempt. A refused delivery shows only in WordPress's log; the webhook stays active.
 */

#define HOST_MAX 256
#define PORT_MAX 65535

struct place {
	char host[HOST_MAX];
	long long port;			/* 0: the scheme's default */
};

/* False: WordPress cannot parse it either. */
static bool
read_place(const char *url, struct place *p)
{
	const char *at = strstr(url, "://"), *end;
	size_t n;

	p->port = 0;
	if (at == NULL)
		return false;
	at += 3;
	end = at + strcspn(at, "/?#");
	n = strcspn(at, ":/?#");
	if (n == 0 || n >= sizeof p->host || memchr(at, '@', (size_t)(end - at)) || *at == '[')
		return false;
	snprintf(p->host, sizeof p->host, "%.*s", (int)n, at);
	at += n;
	return *at++ != ':' || request_digits(&at, PORT_MAX, &p->port);
}

static bool
host_is_private(const char *host)
{
	int a, b, c, d, n = 0;

	return sscanf(host, "%3d.%3d.%3d.%3d%n", &a, &b, &c, &d, &n) == 4 && host[n] == '\0'
	    && (a == 127 || a == 10 || a == 0 || (a == 172 && b >= 16 && b <= 31)
	    || (a == 192 && b == 168));
}

/* Names that always resolve to this machine (RFC 6761). */
static bool
host_is_this_machine(const char *host)
{
	size_t n = strlen(host);

	return !strcasecmp(host, "localhost") || (n > 10 && !strcasecmp(host + n - 10, ".localhost"));
}

static bool
woocommerce_address_refuse(struct err *e, const char *what)
{
	err_set(e, ERR_CONFIG, "WooCommerce does not deliver to %s", what);
	return err_hint(e, "set hooks_url to a public host name and port 443");
}

bool
woocommerce_takes(const struct shop *s, const char *address, struct err *e)
{
	struct place to, shop;
	bool own;

	if (!read_place(address, &to))
		return woocommerce_address_refuse(e, "this address");
	own = read_place(s->url, &shop) && !strcasecmp(to.host, shop.host);
	if (!own && (host_is_this_machine(to.host) || host_is_private(to.host)))
		return woocommerce_address_refuse(e, "a local or private address");
	if (to.port == 0 || to.port == 80 || to.port == 443 || to.port == 8080
	    || (own && to.port == shop.port))
		return true;
	return woocommerce_address_refuse(e, "this port, only to 80, 443, and 8080");
}
