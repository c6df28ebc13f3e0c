/* api.c: access Adobe Commerce, as a Cloud Service or self-hosted. */
#include <string.h>

#include "platform/adobe/adobe.h"

/*
 * Source: developer.adobe.com, Commerce REST, server-to-server integration.
 *
 * Commerce as a Cloud Service takes a bearer token of IMS, which is valid for a day. A shop on
 * Commerce Cloud or on its own servers takes the same credentials as Magento. The credentials
 * show which one it is: an integration has a consumer_key.
 */

#define LOGIN_URL "https://ims-na1.adobelogin.com"
#define SCOPE	  "openid,AdobeID,email,profile,additional_info.roles," \
		  "additional_info.projectedProductContext,commerce.accs"
#define BEARER	  "Bearer "

static bool
shop_has_integration(const struct shop *s)
{
	return request_credential(s, "consumer_key") != NULL;
}

static bool
adobe_api_begin(struct http_request *r, const struct shop *s, const char *path, struct err *e)
{
	const char *url;

	if (shop_has_integration(s))
		return magento_begin(r, s, path, e);
	http_request_init(r, "GET");
	if (!request_need(s, "api_url", &url, e))
		return err_hint(e, "outside the Cloud Service, set the four keys of an integration");
	if (!request_secure(&r->url, url, "api_url", s, e))
		return false;
	str_printf(&r->url, "/V1/%s", path);
	return true;
}

static bool
adobe_api_finish(struct http_request *r, const struct shop *s, struct err *e)
{
	const char *client, *org = request_credential(s, "org_id"),
	    *view = request_credential(s, "store_code");
	struct str bearer = STR_MAX(sizeof BEARER + REQUEST_TOKEN_MAX);
	bool ok;

	if (shop_has_integration(s))
		return magento_finish(r, s, e);
	str_printf(&bearer, BEARER "%s", str_text(&s->token));
	ok = request_need(s, "client_id", &client, e) && request_fields(r, e)
	    && http_field(r, "Authorization", str_text(&bearer), e)
	    && http_field(r, "x-api-key", client, e)
	    && (org == NULL || http_field(r, "x-gw-ims-org-id", org, e))
	    && (view == NULL || http_field(r, "Store", view, e));
	str_wipe(&bearer);
	return ok;
}

const struct magento_access adobe_access = { adobe_api_begin, adobe_api_finish };

bool
adobe_request_login(const struct shop *s, struct http_request *r, struct err *e)
{
	const char *url = request_credential(s, "login_url"), *scope = request_credential(s, "scope");
	const char *client, *secret;

	http_request_init(r, "POST");
	if (shop_has_integration(s))
		return true;		/* an empty url: no request is needed */
	if (!request_need(s, "client_id", &client, e)
	    || !request_need(s, "client_secret", &secret, e) || !request_fields(r, e)
	    || !http_field(r, "Content-Type", "application/x-www-form-urlencoded", e)
	    || !request_secure(&r->url, url ? url : LOGIN_URL, "login_url", s, e))
		return false;
	str_puts(&r->url, "/ims/token/v3");
	http_form(&r->body, "grant_type", "client_credentials");
	http_form(&r->body, "client_id", client);
	http_form(&r->body, "client_secret", secret);
	http_form(&r->body, "scope", scope ? scope : SCOPE);
	return true;
}
