/* dns.c: query a DNS server and read its response. */
#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "net/dns.h"

#define DNS_RESPONSE_MAX 65535
#define DNS_PORT 53

struct dns {
	struct __res_state state;
	unsigned char response[DNS_RESPONSE_MAX];
};

static bool
dns_server(struct dns *d, const char *server, struct err *e)
{
	struct sockaddr_in to = { .sin_family = AF_INET };
	char host[INET_ADDRSTRLEN];
	size_t n = strcspn(server, ":");
	long port = server[n] ? strtol(server + n + 1, NULL, 10) : DNS_PORT;

	snprintf(host, sizeof host, "%.*s", (int)n, server);
	if (n >= sizeof host || inet_pton(AF_INET, host, &to.sin_addr) != 1 || port < 1
	    || port > 65535)
		return err_set(e, ERR_USAGE, "\"%.64s\" is not an IPv4 address, such as 9.9.9.9", server);
	to.sin_port = htons((uint16_t)port);
	d->state.nsaddr_list[0] = to;
	d->state.nscount = 1;
	return true;
}

bool
dns_open(struct dns **out, const char *server, struct err *e)
{
	struct dns *d = mem_get(sizeof *d);

	*out = NULL;
	if (res_ninit(&d->state)) {
		free(d);
		return err_set(e, ERR_CONFIG, "/etc/resolv.conf cannot be read");
	}
	d->state.retrans = DNS_SECONDS;
	d->state.retry = DNS_TRIES;
	d->state.options &= ~(unsigned long)(RES_DNSRCH | RES_DEFNAMES);
	if (server && !dns_server(d, server, e)) {
		dns_close(d);
		return false;
	}
	*out = d;
	return true;
}

void
dns_close(struct dns *d)
{
	if (d == NULL)
		return;
	res_nclose(&d->state);
	free(d);
}

/* The strings of a TXT record, joined: RFC 7208 3.3, RFC 6376 3.6.2.2. */
static void
dns_text(const ns_rr *rr, char out[DNS_TEXT_MAX])
{
	const unsigned char *at = ns_rr_rdata(*rr), *end = at + ns_rr_rdlen(*rr);
	size_t n = 0;

	while (at < end) {
		size_t length = *at++, i;

		for (i = 0; i < length && at < end; i++, at++)
			if (n + 1 < DNS_TEXT_MAX)
				out[n++] = *at >= ' ' && *at < 0x7f ? (char)*at : '?';
	}
	out[n] = '\0';
}

static bool
dns_read(struct dns *d, int n, ns_type type, dns_record_fn *fn, void *arg, struct err *e)
{
	char text[DNS_TEXT_MAX];
	ns_msg message;
	ns_rr rr;
	int i;

	if (ns_initparse(d->response, n, &message))
		return err_set(e, ERR_AGAIN, "the response of the DNS server cannot be read");
	for (i = 0; i < ns_msg_count(message, ns_s_an) && i < DNS_RECORDS_MAX; i++) {
		if (ns_parserr(&message, ns_s_an, i, &rr) || ns_rr_type(rr) != type)
			continue;
		text[0] = '\0';
		if (type == ns_t_txt)
			dns_text(&rr, text);
		fn(arg, text);
	}
	return true;
}

bool
dns_find(struct dns *d, const char *name, enum dns_kind kind, dns_record_fn *fn, void *arg,
    struct err *e)
{
	static const ns_type types[] = { ns_t_txt, ns_t_mx, ns_t_a };
	int n = res_nquery(&d->state, name, ns_c_in, types[kind], d->response, sizeof d->response);

	if (n >= 0)
		return dns_read(d, n < DNS_RESPONSE_MAX ? n : DNS_RESPONSE_MAX, types[kind], fn, arg, e);
	if (d->state.res_h_errno == HOST_NOT_FOUND || d->state.res_h_errno == NO_DATA)
		return true;
	return err_set(e, ERR_AGAIN, "the DNS server has no result for %.255s", name);
}
