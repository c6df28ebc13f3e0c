/* access.c: request an access token with the private key of a service account. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "base/mem.h"
#include "crypto/encode.h"
#include "crypto/private_key.h"
#include "json/value.h"
#include "option/secret.h"

#define ACCESS_SCOPE "https://www.googleapis.com/auth/firebase.messaging"
#define ACCESS_GRANT "urn:ietf:params:oauth:grant-type:jwt-bearer"
#define ACCESS_STATEMENT_LIFE 3600	/* seconds; Google accepts no more */
#define ACCESS_EARLY CLOCK_MINUTE	/* before the token expires */
#define ACCESS_TOKEN_MAX 4096
#define ACCESS_NAME_MAX 512

struct access {
	struct private_key *key;
	json_t *account;
	const char *project, *mail, *address;	/* borrowed from account */
	char *token;
	crt_time until;			/* by clock_steady */
};

static bool
access_bad(struct err *e, const char *what)
{
	err_set(e, ERR_CONFIG, "the key file of FCM %s", what);
	err_hint(e, "create a key of a service account in the Firebase console, and store the JSON "
	    "file with mode 0600");
	return err_option(e, "fcm-key-file");
}

static bool
access_read(struct access *a, struct err *e)
{
	const struct { const char *member, **to; } texts[] = { { "project_id", &a->project },
	    { "client_email", &a->mail }, { "token_uri", &a->address } };
	const char *pem = value_text(value_get(a->account, "private_key"));
	struct err why = { 0 };
	size_t i;

	for (i = 0; i < COUNT(texts); i++) {
		*texts[i].to = value_text(value_get(a->account, texts[i].member));
		if (*texts[i].to == NULL || strlen(*texts[i].to) > ACCESS_NAME_MAX
		    || (*texts[i].to)[strcspn(*texts[i].to, " \r\n\t\"\\")])
			return access_bad(e, "does not name project_id, client_email, and token_uri");
	}
	if (!http_private(a->address))
		return access_bad(e, "has a token_uri that is not an https URL");
	if (pem == NULL || !private_key_open(&a->key, pem, strlen(pem), &why)
	    || private_key_kind(a->key) != PRIVATE_KEY_RSA)
		return access_bad(e, "has no private_key of RSA");
	return true;
}

bool
access_open(struct access **out, const char *json, struct err *e)
{
	struct access *a = mem_get(sizeof *a);
	struct err ignored = { 0 };

	*out = NULL;
	if (!value_read(&a->account, json, strlen(json), &ignored)) {
		a->account = NULL;
		access_bad(e, "is not JSON");
	} else if (access_read(a, e)) {
		*out = a;
		return true;
	}
	access_close(a);
	return false;
}

void
access_close(struct access *a)
{
	if (a == NULL)
		return;
	access_drop(a);
	private_key_close(a->key);
	value_free(a->account);
	free(a);
}

const char *
access_project(const struct access *a)
{
	return a->project;
}

const char *
access_token(const struct access *a)
{
	return a->token ? a->token : "";
}

void
access_drop(struct access *a)
{
	secret_free(a->token);
	a->token = NULL;
}

static void
access_part(struct str *out, json_t *map)
{
	struct str text = STR_MAX(4 * ACCESS_NAME_MAX);

	value_print(&text, map, false);
	value_free(map);
	base64url_write(out, str_text(&text), text.len);
	str_free(&text);
}

/* The statement: a JSON Web Token, signed with RS256 (RFC 7515). */
static void
access_statement(const struct access *a, struct str *out)
{
	const char *id = value_text(value_get(a->account, "private_key_id"));
	const int64_t now = clock_now() / CLOCK_SECOND;
	unsigned char signature[PRIVATE_KEY_SIGNATURE_MAX];
	json_t *head = value_map(), *claims = value_map();
	size_t n;

	value_set_text(head, "alg", "RS256");
	value_set_text(head, "typ", "JWT");
	if (id && strlen(id) <= ACCESS_NAME_MAX)
		value_set_text(head, "kid", id);
	value_set_text(claims, "iss", a->mail);
	value_set_text(claims, "scope", ACCESS_SCOPE);
	value_set_text(claims, "aud", a->address);
	value_set(claims, "iat", value_new_int(now));
	value_set(claims, "exp", value_new_int(now + ACCESS_STATEMENT_LIFE));
	access_part(out, head);
	str_putc(out, '.');
	access_part(out, claims);
	n = private_key_sign(a->key, str_text(out), out->len, signature);
	str_putc(out, '.');
	base64url_write(out, signature, n);
}

struct accessing {
	struct access *access;
	bool ok;
	struct err *e;
};

static void
access_take(struct access *a, const json_t *v)
{
	const char *token = value_text(value_get(v, "access_token"));
	const json_t *life = value_get(v, "expires_in");

	if (token == NULL || strlen(token) > ACCESS_TOKEN_MAX || value_kind(life) != VALUE_INT
	    || value_int(life) <= 0 || value_int(life) > CLOCK_DAY / CLOCK_SECOND)
		return;
	a->token = mem_dup(token);
	a->until = clock_steady() + value_int(life) * CLOCK_SECOND;
}

/* {"access_token","expires_in"}, or {"error","error_description"}. */
static void
access_responded(void *arg, const struct http_response *r, const struct err *why)
{
	struct accessing *x = arg;
	struct err ignored = { 0 };
	json_t *v = NULL;

	if (r == NULL) {
		*x->e = *why;
		err_in(x->e, "Google's tokens");
		return;
	}
	if (value_read(&v, r->body, r->len, &ignored) && r->status == 200)
		access_take(x->access, v);
	x->ok = x->access->token != NULL;
	if (!x->ok && (r->status == 429 || r->status >= 500))
		err_set(x->e, ERR_AGAIN, "Google gives no access token (HTTP %d)", r->status);
	else if (!x->ok) {
		err_set(x->e, ERR_UNAVAILABLE, "Google rejected the key of the service account (HTTP %d)",
		    r->status);
		err_hint(x->e, "check the clock of this machine, or create a new key of the account");
		err_option(x->e, "fcm-key-file");
	}
	value_free(v);
}

bool
access_renew(struct access *a, struct post *p, struct err *e)
{
	struct accessing x = { a, false, e };
	struct str statement = STR_MAX(16 * ACCESS_NAME_MAX);
	struct http_request r;
	bool ok;

	if (a->token && clock_steady() < a->until - ACCESS_EARLY)
		return true;
	access_drop(a);
	access_statement(a, &statement);
	http_request_init(&r, "POST");
	http_base(&r.url, a->address);
	http_form(&r.body, "grant_type", ACCESS_GRANT);
	http_form(&r.body, "assertion", str_text(&statement));
	ok = http_field(&r, "Content-Type", "application/x-www-form-urlencoded", e)
	    && post_exchange(p, &r, access_responded, &x, e) && x.ok;
	http_request_free(&r);
	str_wipe(&statement);
	return ok;
}
