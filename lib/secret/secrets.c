/* secrets.c: open and change the credentials and webhook secrets of stores. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "option/secret.h"
#include "secret/secrets.h"
#include "query.h"

#define RENEW_TRIES_MAX 5	/* other processes may renew at the same time */

struct sealed {
	char *credentials, *secrets;
	bool there;
};

/* Wipes the texts before jansson frees them. */
static void
secrets_forget(json_t *v)
{
	size_t i;
	void *m;

	for (i = 0; value_kind(v) == VALUE_LIST && i < value_count(v); i++)
		value_wipe(value_get(value_at(v, i), "secret"));
	for (m = value_kind(v) == VALUE_MAP ? value_first(v) : NULL; m; m = value_next(v, m))
		value_wipe(value_of(m));
	value_free(v);
}

/* The JSON of a sealed text. text NULL: *out stays NULL. */
static bool
secrets_unseal(json_t **out, const struct keyring *ring, const char *store, const char *text,
    enum value_kind kind, struct err *e)
{
	struct str plain = STR_MAX(SEAL_BYTES_MAX);
	bool ok;

	*out = NULL;
	if (text == NULL)
		return true;
	ok = seal_read(ring, store, text, strlen(text), &plain, e)
	    && value_read(out, str_text(&plain), plain.len, e)
	    && (value_kind(*out) == kind || err_set(e, ERR_CONFIG, "they have the wrong type"));
	str_wipe(&plain);
	if (ok)
		return true;
	e->kind = ERR_CONFIG;
	err_in(e, "the credentials or webhook secrets cannot be opened");
	return err_hint(e, "use the key file that they were sealed with, or set them again: "
	    "crt-sync store set STORE --credentials FILE");
}

static bool
secrets_valid(const json_t *entry, crt_time now)
{
	const char *until = value_text(value_get(entry, "until"));
	crt_time end;

	return until == NULL || (clock_read(until, &end) && end > now);
}

static void
take_secrets(struct store_secrets *v, const json_t *list, crt_time now)
{
	size_t i;

	for (i = 0; i < value_count(list) && v->secrets < WEBHOOK_SECRETS_MAX; i++) {
		const char *secret = value_text(value_get(value_at(list, i), "secret"));

		if (secret && secrets_valid(value_at(list, i), now))
			v->secret[v->secrets++] = mem_dup(secret);
	}
}

bool
secrets_open(struct store_secrets *v, const struct keyring *ring, const char *store,
    const char *credentials, const char *secrets, crt_time now, struct err *e)
{
	json_t *list = NULL;
	bool ok;

	*v = (struct store_secrets){ 0 };
	ok = secrets_unseal(&v->credentials, ring, store, credentials, VALUE_MAP, e)
	    && secrets_unseal(&list, ring, store, secrets, VALUE_LIST, e);
	if (ok && v->credentials == NULL)
		v->credentials = value_map();
	if (ok)
		take_secrets(v, list, now);
	secrets_forget(list);
	if (!ok)
		secrets_close(v);
	return ok;
}

void
secrets_close(struct store_secrets *v)
{
	size_t i;

	secrets_forget(v->credentials);
	for (i = 0; i < v->secrets; i++)
		secret_free(v->secret[i]);
	*v = (struct store_secrets){ 0 };
}

static bool
take_sealed(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct sealed *s = arg;

	s->there = true;
	s->credentials = db_copy(row, SQL_SECRETS_READ_API_CREDENTIALS);
	s->secrets = db_copy(row, SQL_SECRETS_READ_WEBHOOK_SECRET);
	return true;
}

static bool
secrets_absent(const char *store, struct err *e)
{
	return err_set(e, ERR_USAGE, "there is no store with the id %.64s", store);
}

static bool
read_sealed(struct sealed *s, struct db *db, const char *store, struct err *e)
{
	const char *params[] = { store };

	*s = (struct sealed){ 0 };
	return db_each(db, sql_secrets_read, COUNT(params), params, take_sealed, s, e)
	    && (s->there || secrets_absent(store, e));
}

static void
close_sealed(struct sealed *s)
{
	free(s->credentials);
	free(s->secrets);
}

bool
secrets_read(struct store_secrets *v, struct db *db, const struct keyring *ring, const char *store,
    crt_time now, struct err *e)
{
	struct sealed s;
	bool ok;

	*v = (struct store_secrets){ 0 };
	ok = read_sealed(&s, db, store, e)
	    && secrets_open(v, ring, store, s.credentials, s.secrets, now, e);
	close_sealed(&s);
	return ok;
}

static bool
secrets_seal(struct str *out, const struct keyring *ring, const char *store, const json_t *v,
    struct err *e)
{
	struct str plain = STR_MAX(SEAL_BYTES_MAX);
	bool ok;

	value_print(&plain, v, true);
	ok = !str_full(&plain) || err_set(e, ERR_CONFIG, "more than %d bytes to seal",
	    SEAL_BYTES_MAX);
	ok = ok && seal_write(ring, store, str_text(&plain), plain.len, out, e);
	str_wipe(&plain);
	return ok;
}

bool
secrets_put_credentials(struct db *db, const struct keyring *ring, const char *store,
    const json_t *credentials, crt_time now, struct err *e)
{
	struct str sealed = STR_MAX(SEAL_TEXT_MAX);
	char stamp[CLOCK_TEXT];
	const char *params[] = { store, NULL, clock_print(now, stamp) };
	int64_t changed = 0;
	bool ok = secrets_seal(&sealed, ring, store, credentials, e);

	params[1] = str_text(&sealed);
	ok = ok && db_do(db, sql_secrets_put_credentials, COUNT(params), params, &changed, e)
	    && (changed || secrets_absent(store, e));
	str_free(&sealed);
	return ok;
}

static bool
check_secret(const char *secret, struct err *e)
{
	size_t n = strlen(secret);

	if (n < WEBHOOK_SECRET_MIN || n > WEBHOOK_SECRET_MAX)
		return err_set(e, ERR_CONFIG, "a webhook's secret must have %d to %d bytes",
		    WEBHOOK_SECRET_MIN, WEBHOOK_SECRET_MAX);
	return str_clean(secret, n)
	    || err_set(e, ERR_CONFIG, "a webhook's secret contains a control byte");
}

/* The new secret, then those that are still valid, each with its end. */
static json_t *
secrets_renewed(const json_t *old, const char *secret, crt_time now)
{
	json_t *list = value_list(), *entry = value_map();
	char until[CLOCK_TEXT];
	size_t i;

	value_set_text(entry, "secret", secret);
	value_add(list, entry);
	clock_print(now + WEBHOOK_SECRET_OVERLAP, until);
	for (i = 0; i < value_count(old) && value_count(list) < WEBHOOK_SECRETS_MAX; i++) {
		const char *text = value_text(value_get(value_at(old, i), "secret"));
		const char *end = value_text(value_get(value_at(old, i), "until"));

		if (text == NULL || !secrets_valid(value_at(old, i), now) || strcmp(text, secret) == 0)
			continue;
		entry = value_map();
		value_set_text(entry, "secret", text);
		value_set_text(entry, "until", end ? end : until);
		value_add(list, entry);
	}
	return list;
}

/* The first entry is in force; it has no end. */
static bool
secret_in_force(const json_t *list, const char *secret)
{
	const char *text = value_text(value_get(value_at(list, 0), "secret"));

	return text && strcmp(text, secret) == 0
	    && value_kind(value_get(value_at(list, 0), "until")) == VALUE_NONE;
}

/* *done stays false when another process changed the secrets first. */
static bool
secret_try_renew(struct db *db, const struct keyring *ring, const char *store, const char *secret,
    crt_time now, bool *done, struct err *e)
{
	struct str sealed = STR_MAX(SEAL_TEXT_MAX);
	json_t *old = NULL, *list = NULL;
	char stamp[CLOCK_TEXT];
	const char *params[] = { store, NULL, NULL, clock_print(now, stamp) };
	int64_t changed = 0;
	struct sealed s;
	bool ok = read_sealed(&s, db, store, e)
	    && secrets_unseal(&old, ring, store, s.secrets, VALUE_LIST, e);

	*done = ok && secret_in_force(old, secret);
	if (ok && !*done) {
		list = secrets_renewed(old, secret, now);
		ok = secrets_seal(&sealed, ring, store, list, e);
		params[1] = s.secrets;
		params[2] = str_text(&sealed);
		ok = ok && db_do(db, sql_secrets_put_webhook, COUNT(params), params, &changed, e);
		*done = changed > 0;
	}
	secrets_forget(old);
	secrets_forget(list);
	str_free(&sealed);
	close_sealed(&s);
	return ok;
}

bool
secrets_put_webhook(struct db *db, const struct keyring *ring, const char *store,
    const char *secret, crt_time now, struct err *e)
{
	bool done = false;
	int i;

	if (!check_secret(secret, e))
		return false;
	for (i = 0; i < RENEW_TRIES_MAX && !done; i++)
		if (!secret_try_renew(db, ring, store, secret, now, &done, e))
			return false;
	return done || err_set(e, ERR_AGAIN, "other processes keep changing the webhook"
	    " secret of store %s", store);
}

bool
secrets_drop(struct db *db, const char *store, bool credentials, bool secrets, struct err *e)
{
	struct sealed s;
	bool ok = read_sealed(&s, db, store, e);
	const char *params[] = { store, credentials ? NULL : s.credentials,
	    secrets ? NULL : s.secrets };

	ok = ok && db_do(db, sql_secrets_drop, COUNT(params), params, NULL, e);
	close_sealed(&s);
	return ok;
}
