/* shopify_api.c: how Shopify's GraphQL Admin interface is reached, logged in to and tested. */
#include <string.h>

#include "conf/command.h"
#include "platform/shopify_api.h"

/*
 * Source: shopify.dev, GraphQL Admin API and client credentials grant, 2026-10.
 *
 * The interface lives at NAME.myshopify.com: where the store's url is its own
 * domain, the credential "domain" says the other.  A token never leaves this
 * machine in the clear: plain http is for tests on the loopback address.
 */

#define LIFE_MAX (24 * 60 * 60)		/* seconds of a token, however long Shopify says */

const char *const shopify_versions[] = {
	"2025-10", "2026-01", "2026-04", "2026-07", "2026-10", NULL
};

bool
shopify_version(const struct shop *s, const char **version, struct err *e)
{
	const char *said = build_said(s->credentials, "api_version");
	size_t i;

	for (i = 0; shopify_versions[i]; i++) {
		*version = shopify_versions[i];
		if (said && !strcmp(said, *version))
			return true;
	}
	if (said == NULL)
		return true;
	err_set(e, ERR_CONFIG, "unknown api_version \"%.16s\" of the store \"%s\"", said, s->slug);
	return err_hint(e, "leave it out for %s, or say one from %s on", *version,
	    shopify_versions[0]);
}

static bool
is_loopback(const char *url)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost", "[::1]" };
	size_t i, n;

	for (i = 0; i < COUNT(hosts); i++) {
		n = strlen(hosts[i]);
		if (!strncmp(url, "http://", 7) && !strncmp(url + 7, hosts[i], n)
		    && strchr(":/", url[7 + n]))
			return true;
	}
	return false;
}

static bool
base(const struct shop *s, struct str *url, struct err *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
	const char *domain = build_said(s->credentials, "domain");
	size_t n = strlen(s->url);

	if (domain && domain[strspn(domain, letters)] == '\0') {
		str_printf(url, "https://%s", domain);
		return true;
	}
	if (domain)
		return err_set(e, ERR_CONFIG, "the domain of the store \"%s\" is no domain", s->slug);
	if (strncmp(s->url, "https://", 8) && !is_loopback(s->url))
		return err_set(e, ERR_CONFIG, "the store \"%s\" has no https address", s->slug);
	while (n && s->url[n - 1] == '/')
		n--;
	str_add(url, s->url, n);
	return true;
}

static bool
who(struct http_request *r, struct err *e)
{
	return http_field(r, "Accept", "application/json", e)
	    && http_field(r, "User-Agent", "crt/" CRT_VERSION, e)
	    && http_field(r, "Content-Type", "application/json", e);
}

static bool
authorize(struct http_request *r, const struct shop *s, struct err *e)
{
	const char *token = build_said(s->credentials, "access_token");

	if (token == NULL && s->token.len)
		token = str_text(&s->token);
	if (token == NULL)
		return err_set(e, ERR_DENIED, "the store \"%s\" has no access_token and is not"
		    " logged in", s->slug);
	return http_field(r, "X-Shopify-Access-Token", token, e);
}

static void
put(struct http_request *r, enum shopify_document d, const char *version,
    const json_t *variables)
{
	struct str document = STR_MAX(HTTP_SEND_MAX);

	shopify_document(&document, d, version);
	str_puts(&r->body, "{\"query\":");
	value_quote(&r->body, str_text(&document), document.len);
	if (value_count(variables)) {
		str_puts(&r->body, ",\"variables\":");
		value_print(&r->body, variables, false);
	}
	str_putc(&r->body, '}');
	str_free(&document);
}

bool
shopify_ask(const struct shop *s, enum shopify_document d, json_t *variables,
    struct http_request *r, struct err *e)
{
	const char *version;
	bool ok;

	http_request_init(r, "POST");
	ok = shopify_version(s, &version, e) && base(s, &r->url, e) && who(r, e)
	    && authorize(r, s, e);
	if (ok) {
		str_printf(&r->url, "/admin/api/%s/graphql.json", version);
		put(r, d, version, variables);
	}
	value_free(variables);
	return ok;
}

bool
shopify_ask_login(const struct shop *s, struct http_request *r, struct err *e)
{
	const char *id = build_said(s->credentials, "client_id");
	const char *secret = build_said(s->credentials, "client_secret");
	json_t *v;

	http_request_init(r, "POST");
	if (build_said(s->credentials, "access_token"))
		return true;		/* an empty url: there is no need to */
	if (id == NULL || secret == NULL) {
		err_set(e, ERR_CONFIG, "the store \"%s\" has no access_token", s->slug);
		return err_hint(e, "or the client_id and client_secret of an app of the same owner");
	}
	if (!base(s, &r->url, e) || !who(r, e))
		return false;
	str_puts(&r->url, "/admin/oauth/access_token");
	v = value_map();
	value_set_text(v, "client_id", id);
	value_set_text(v, "client_secret", secret);
	value_set_text(v, "grant_type", "client_credentials");
	value_print(&r->body, v, false);
	value_free(v);
	return true;
}

bool
shopify_hear_login(struct shop *s, const struct http_answer *a, crt_time now, struct err *e)
{
	const char *token;
	int64_t life;
	json_t *v;
	bool ok;

	if (!value_read_exact(&v, a->body, a->len, e))
		return err_in(e, "the answer to a log-in");
	token = build_said(v, "access_token");
	ok = token || err_set(e, ERR_INPUT, "the answer to a log-in has no access_token");
	if (ok) {
		str_cut(&s->token, 0);
		str_puts(&s->token, token);
		if (!build_whole(build_said(v, "expires_in"), &life) || life > LIFE_MAX)
			life = LIFE_MAX;
		s->token_until = now + life * CLOCK_SECOND;
	}
	value_free(v);
	return ok && (!str_full(&s->token) || err_set(e, ERR_INPUT, "the token is too long"));
}

bool
shopify_ask_test(const struct shop *s, struct http_request *r, struct err *e)
{
	return shopify_ask(s, SHOPIFY_TEST, NULL, r, e);
}

bool
shopify_hear_test(const struct http_answer *a, struct err *e)
{
	bool too_dear;
	json_t *v;
	bool ok = shopify_hear(a, &v, &too_dear, e);

	if (ok && build_said(v, "data.shop.name") == NULL)
		ok = err_set(e, ERR_INPUT, "the shop's answer is not what was asked for");
	value_free(v);
	return ok;
}
