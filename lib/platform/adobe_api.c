/* adobe_api.c: how Adobe Commerce is reached: its Cloud Service, or a shop of one's own. */
#include <string.h>

#include "conf/command.h"
#include "platform/adobe.h"

/*
 * Source: developer.adobe.com, Commerce REST, server-to-server integration.
 *
 * Commerce as a Cloud Service takes a bearer token of IMS, which lives a day.  A
 * shop on Commerce Cloud or on machines of one's own takes what Magento takes.
 * Which of the two it is, the credentials say: an integration has a consumer_key.
 */

#define LOGIN_URL "https://ims-na1.adobelogin.com"
#define SCOPE	  "openid,AdobeID,email,profile,additional_info.roles," \
		  "additional_info.projectedProductContext,commerce.accs"
#define TOKEN_MAX    8192
#define TOKEN_SPARE  (5 * CLOCK_MINUTE)	/* before its end a token is not used any more */
#define TOKEN_LONGEST (CLOCK_DAY / CLOCK_SECOND)

static bool
of_a_shop(const struct shop *s)
{
	return magento_said(s, "consumer_key") != NULL;
}

static bool
begin(struct http_request *r, const struct shop *s, const char *path, struct err *e)
{
	const char *url;

	if (of_a_shop(s))
		return magento_begin(r, s, path, e);
	http_request_init(r, "GET");
	if (!magento_needed(s, "api_url", &url, e))
		return err_hint(e, "a shop that is not on the Cloud Service has a consumer_key");
	magento_url(&r->url, url);
	str_printf(&r->url, "/V1/%s", path);
	return true;
}

static bool
plain_fields(struct http_request *r, struct err *e)
{
	return http_field(r, "Accept", "application/json", e)
	    && http_field(r, "User-Agent", "crt/" CRT_VERSION, e);
}

static bool
finish(struct http_request *r, const struct shop *s, struct err *e)
{
	const char *client, *org = magento_said(s, "org_id"), *view = magento_said(s, "store_code");
	struct str bearer = STR_MAX(TOKEN_MAX + 16);
	bool ok;

	if (of_a_shop(s))
		return magento_finish(r, s, e);
	str_printf(&bearer, "Bearer %s", str_text(&s->token));
	ok = magento_needed(s, "client_id", &client, e) && plain_fields(r, e)
	    && http_field(r, "Authorization", str_text(&bearer), e)
	    && http_field(r, "x-api-key", client, e)
	    && (org == NULL || http_field(r, "x-gw-ims-org-id", org, e))
	    && (view == NULL || http_field(r, "Store", view, e));
	str_wipe(&bearer);
	return ok;
}

const struct magento_reach adobe_reach = { &platform_adobe, begin, finish };

bool
adobe_ask_login(const struct shop *s, struct http_request *r, struct err *e)
{
	const char *url = magento_said(s, "login_url"), *scope = magento_said(s, "scope");
	const char *client, *secret;

	http_request_init(r, "POST");
	if (of_a_shop(s))
		return true;		/* an empty url: there is no need to */
	if (!magento_needed(s, "client_id", &client, e)
	    || !magento_needed(s, "client_secret", &secret, e) || !plain_fields(r, e)
	    || !http_field(r, "Content-Type", "application/x-www-form-urlencoded", e))
		return false;
	magento_url(&r->url, url ? url : LOGIN_URL);
	str_puts(&r->url, "/ims/token/v3");
	http_form(&r->body, "grant_type", "client_credentials");
	http_form(&r->body, "client_id", client);
	http_form(&r->body, "client_secret", secret);
	http_form(&r->body, "scope", scope ? scope : SCOPE);
	return true;
}

/* A token that a field can carry. */
static bool
is_token(const char *s)
{
	size_t n = 0;

	for (; s && s[n] > ' ' && s[n] <= '~'; n++)
		;
	return n && n <= TOKEN_MAX && s[n] == '\0';
}

static void
keep(struct shop *s, const char *token, crt_time until)
{
	str_wipe(&s->token);
	s->token.max = TOKEN_MAX;
	str_puts(&s->token, token);
	s->token_until = until;
}

bool
adobe_hear_login(struct shop *s, const struct http_answer *a, crt_time now, struct err *e)
{
	const char *token;
	int64_t seconds;
	json_t *v;
	bool ok;

	if (!value_read_exact(&v, a->body, a->len, e))
		return err_in(e, "the answer of IMS");
	token = build_said(v, "access_token");
	ok = is_token(token) || err_set(e, ERR_INPUT, "IMS answers without an access token");
	if (ok) {
		if (!build_whole(build_said(v, "expires_in"), &seconds) || seconds > TOKEN_LONGEST)
			seconds = TOKEN_LONGEST;
		keep(s, token, now + seconds * CLOCK_SECOND - TOKEN_SPARE);
	}
	value_free(v);
	return ok;
}
