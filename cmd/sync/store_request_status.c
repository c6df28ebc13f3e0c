/* store_request_status.c: explain a store's refusal, and what to do about it. */
#include <string.h>

#include "platform/credential.h"
#include "platform/backoff.h"
#include "store_request.h"

#define NAMES_MAX 512

static bool
hint_credentials(const struct store_request *v, struct err *e)
{
	return err_hint(e, "crt-sync store set %.64s --credentials FILE", v->store->slug);
}

/* reply: the platform's own error text, or of kind ERR_NONE. */
static bool
store_request_denied(const struct store_request *v, int status, const struct err *reply,
    struct err *e)
{
	struct str names = STR_MAX(NAMES_MAX);

	credentials_names(v->store_secrets.credentials, ", ", &names);
	err_set(e, ERR_DENIED, "status %d: the platform rejected %s%s%.300s%s", status,
	    names.len ? str_text(&names) : "a request without credentials",
	    reply->kind ? " (" : "", reply->text, reply->kind ? ")" : "");
	str_free(&names);
	return *reply->hint ? err_hint(e, "%s", reply->hint) : hint_credentials(v, e);
}

/* The first credential's meaning in credential.def names the rights that it needs. */
static bool
hint_missing_right(const struct store_request *v, struct err *e)
{
	const struct credential *c;
	size_t i;

	for (i = 0; (c = credential_at(v->store->platform, i)); i++)
		if (value_text(value_get(v->store_secrets.credentials, c->name)))
			return err_hint(e, "%s: %s", c->name, c->meaning);
	return false;
}

bool
store_request_status(const struct store_request *v, const struct http_response *a, struct err *e)
{
	bool closed = a->status == 401 || (v->logging && (a->status == 400 || a->status == 403));
	struct err reply = { 0 };
	bool explained = !shop_explain(v->api, a, &reply);

	if (closed)
		return store_request_denied(v, a->status, &reply, e);
	if (explained) {
		*e = reply;
		return false;
	}
	shop_status(a, e);
	if (a->status == 403)
		return hint_missing_right(v, e);
	if (a->status < 400)
		return err_hint(e, "crt-sync store set %.64s store_url=URL", v->store->slug);
	if (backoff_fate_of(a) != BACKOFF_GONE)
		return false;
	err_set(e, ERR_CONFIG, "status %d: the shop has no such API at store_url",
	    a->status);
	return err_hint(e, "crt-sync store set %.64s store_url=URL (now %.120s)", v->store->slug,
	    v->store->url);
}

bool
store_request_none(const struct store_request *v, const struct err *why, struct err *e)
{
	*e = *why;
	if (why->kind == ERR_UNAVAILABLE)
		return err_hint(e, "the certificate does not match the address, or its issuer is "
		    "unknown; for a private issuer use --ca-file FILE");
	if (why->kind == ERR_AGAIN)
		return err_hint(e, "if %.120s is wrong, run: crt-sync store set %.64s store_url=URL",
		    v->store->url, v->store->slug);
	return false;
}
