/* api.c: reach Shopify's GraphQL Admin API: login and test. */
#include <string.h>

#include "platform/shopify/api.h"

/*
 * Source: shopify.dev, GraphQL Admin API and client credentials grant, 2026-10.
 *
 * The API is at NAME.myshopify.com. If the store's url is the shop's own domain, the credential
 * "domain" names the other. A token is never sent unencrypted; plain http is only for tests on
 * the loopback address.
 */

const char *const shopify_versions[] = {
	"2025-10", "2026-01", "2026-04", "2026-07", "2026-10", NULL
};

bool
shopify_version(const struct shop *s, const char **version, struct err *e)
{
	const char *given = request_credential(s, "api_version");
	size_t i;

	for (i = 0; shopify_versions[i]; i++) {
		*version = shopify_versions[i];
		if (given && !strcmp(given, *version))
			return true;
	}
	if (given == NULL)
		return true;
	err_set(e, ERR_CONFIG, "unknown api_version \"%.16s\" of the store \"%s\"", given, s->slug);
	return err_hint(e, "omit it for %s, or use a version from %s", *version,
	    shopify_versions[0]);
}

static bool
shopify_api_base(const struct shop *s, struct str *url, struct err *e)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-.";
	const char *domain = request_credential(s, "domain");

	if (domain && domain[strspn(domain, letters)] == '\0') {
		str_printf(url, "https://%s", domain);
		return true;
	}
	if (domain)
		return err_set(e, ERR_CONFIG, "the domain of the store \"%s\" is not a domain", s->slug);
	return request_secure(url, s->url, "store_url", s, e);
}

static bool
shopify_api_authorize(struct http_request *r, const struct shop *s, struct err *e)
{
	const char *token = request_credential(s, "access_token");

	if (token == NULL && s->token.len)
		token = str_text(&s->token);
	if (token == NULL)
		return err_set(e, ERR_DENIED, "the store \"%s\" has no access_token and is not"
		    " logged in", s->slug);
	return http_field(r, "X-Shopify-Access-Token", token, e);
}

static void
shopify_api_put(struct http_request *r, enum shopify_document d, const char *version,
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
shopify_request(const struct shop *s, enum shopify_document d, json_t *variables,
    struct http_request *r, struct err *e)
{
	const char *version;
	bool ok;

	http_request_init(r, "POST");
	ok = shopify_version(s, &version, e) && shopify_api_base(s, &r->url, e);
	if (ok) {
		str_printf(&r->url, "/admin/api/%s/graphql.json", version);
		shopify_api_put(r, d, version, variables);
	}
	value_free(variables);
	return ok && request_fields(r, e) && shopify_api_authorize(r, s, e);
}

bool
shopify_request_login(const struct shop *s, struct http_request *r, struct err *e)
{
	const char *id = request_credential(s, "client_id");
	const char *secret = request_credential(s, "client_secret");
	json_t *v;

	http_request_init(r, "POST");
	if (request_credential(s, "access_token"))
		return true;		/* an empty url: no request is needed */
	if (id == NULL || secret == NULL) {
		err_set(e, ERR_CONFIG, "the store \"%s\" has no access_token", s->slug);
		return err_hint(e, "crt-sync store set %.64s --credentials FILE; FILE has access_token, or "
		    "client_id and client_secret of an app of the same owner", s->slug);
	}
	if (!shopify_api_base(s, &r->url, e))
		return false;
	str_puts(&r->url, "/admin/oauth/access_token");
	v = value_map();
	value_set_text(v, "client_id", id);
	value_set_text(v, "client_secret", secret);
	value_set_text(v, "grant_type", "client_credentials");
	value_print(&r->body, v, false);
	value_free(v);
	return request_fields(r, e);
}

bool
shopify_request_test(const struct shop *s, struct http_request *r, struct err *e)
{
	return shopify_request(s, SHOPIFY_TEST, NULL, r, e);
}

bool
shopify_response_test(const struct http_response *a, struct err *e)
{
	bool costly;
	json_t *v;
	bool ok = shopify_handle(a, &v, &costly, e);

	if (ok && build_text(v, "data.shop.name") == NULL)
		ok = err_set(e, ERR_INPUT, "unexpected response from the shop");
	value_free(v);
	return ok;
}
