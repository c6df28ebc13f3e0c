/* secret_input.c: read credentials and webhook secrets from files or a terminal, and store them. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "option/prompt.h"
#include "option/secret.h"
#include "yaml/yaml.h"
#include "secret/secrets.h"
#include "platform/credential.h"
#include "query.h"
#include "secret_input.h"

#define PLATFORM_MAX 32

struct place {
	char id[IDENT_TEXT], platform[PLATFORM_MAX];
	bool there;
};

static bool
secret_input_store_row(void *arg, const struct db_row *row, struct err *e UNUSED)
{
	struct place *p = arg;

	db_fill(row, SQL_STORE_FIND_ID, p->id, sizeof p->id);
	db_fill(row, SQL_STORE_FIND_PLATFORM, p->platform, sizeof p->platform);
	p->there = true;
	return true;
}

static bool
secret_input_find(struct place *p, struct run *r, const char *slug, struct err *e)
{
	const char *params[] = { slug };

	*p = (struct place){ 0 };
	return db_each(r->db, sql_store_find, COUNT(params), params, secret_input_store_row, p, e)
	    && (p->there || store_missing(r->db, slug, e));
}

/* The platform of the spec, else that of the existing store. */
static bool
secret_input_platform_of(struct place *p, struct run *r, const struct spec *w, struct err *e)
{
	const char *given = w->column[SPEC_PLATFORM];
	size_t i;

	if (given == NULL)
		return secret_input_find(p, r, w->slug, e);
	*p = (struct place){ 0 };
	for (i = 0; given[i] && i < sizeof p->platform - 1; i++)
		p->platform[i] = (char)tolower((unsigned char)given[i]);
	return true;
}

/* An error names the line of the file. */
static bool
credentials_take_pair(json_t *out, const char *platform, const struct yaml *map, size_t i,
    struct err *e)
{
	const char *name = yaml_key_at(map, i), *text = yaml_text(yaml_at(map, i));
	struct err why = { 0 };
	json_t *v;

	if (text == NULL)
		return yaml_fail_key(map, i, e, "%.64s takes text", name);
	if (!credential_check(platform, name, text, &why)) {
		yaml_fail_key(map, i, e, "%s", why.text);
		return *why.hint ? err_hint(e, "%s", why.hint) : false;
	}
	v = value_new_text(text);
	if (v == NULL)
		return yaml_fail_key(map, i, e, "%.64s is not UTF-8", name);
	value_set(out, name, v);
	return true;
}

static bool
credentials_take_map(json_t *out, const char *platform, const struct yaml *root, struct err *e)
{
	size_t i;

	if (yaml_kind(root) != YAML_MAP || yaml_count(root) == 0)
		return yaml_fail(root, e, "this takes NAME: VALUE for each credential");
	for (i = 0; i < yaml_count(root); i++)
		if (!credentials_take_pair(out, platform, root, i, e))
			return false;
	return true;
}

static bool
credentials_from_file(json_t *out, const char *platform, const char *file, struct err *e)
{
	struct yaml *root = NULL;
	char *text = NULL;
	size_t n = 0;
	bool ok;

	if (strcmp(file, "-") == 0)
		ok = yaml_read_file(file, &root, e);
	else
		ok = secret_read_whole(file, &text, &n, e) && yaml_read(file, text, n, &root, e);
	ok = ok && credentials_take_map(out, platform, root, e);
	yaml_close(root);
	secret_free(text);
	return ok;
}

/* A prompt that is left empty gives no credential. */
static bool
credentials_from_prompt(json_t *out, const char *platform, struct err *e)
{
	const struct credential *c;
	size_t i;

	for (i = 0; (c = credential_at(platform, i)); i++) {
		char *text = prompt_secret(c->name, c->meaning, e);
		bool ok = text && (*text == '\0' || credential_check(platform, c->name, text, e));

		if (ok && *text)
			value_set_text(out, c->name, text);
		secret_free(text);
		if (!ok)
			return false;
	}
	return value_count(out) || err_set(e, ERR_USAGE, "no credential was given");
}

static bool
read_credentials(struct secret_input *t, struct run *r, const struct spec *w, struct err *e)
{
	const char *file = w->credentials_file;
	struct place p;

	if (!secret_input_platform_of(&p, r, w, e))
		return false;
	t->credentials = value_map();
	if (strcmp(file, "-") == 0 && prompt_possible() && credential_at(p.platform, 0))
		return credentials_from_prompt(t->credentials, p.platform, e);
	return credentials_from_file(t->credentials, p.platform, file, e)
	    && credentials_whole(p.platform, w->slug, t->credentials, e);
}

static bool
read_secret(struct secret_input *t, const struct spec *w, struct err *e)
{
	if (strcmp(w->webhook_secret_file, "-") != 0)
		return secret_read(w->webhook_secret_file, &t->secret, e);
	t->secret = prompt_secret("webhook secret", "signs the webhooks", e);
	return t->secret != NULL;
}

bool
secret_input_read(struct secret_input *t, struct run *r, const struct spec *w, struct err *e)
{
	*t = (struct secret_input){ 0 };
	return (!w->credentials_file && !w->webhook_secret_file)
	    || (run_keys(r, e) && (!w->credentials_file || read_credentials(t, r, w, e))
	    && (!w->webhook_secret_file || read_secret(t, w, e)));
}

void
secret_input_close(struct secret_input *t)
{
	struct store_secrets v = { .credentials = t->credentials };

	secrets_close(&v);
	secret_free(t->secret);
	*t = (struct secret_input){ 0 };
}

static bool
secret_input_equal(const json_t *a, const json_t *b)
{
	struct str x = STR_MAX(SEAL_BYTES_MAX), y = STR_MAX(SEAL_BYTES_MAX);
	bool same;

	value_print(&x, a, true);
	value_print(&y, b, true);
	same = strcmp(str_text(&x), str_text(&y)) == 0;
	str_wipe(&x);
	str_wipe(&y);
	return same;
}

/* New secrets replace those that cannot be decrypted, so that a store survives a lost key. */
bool
secret_input_put(const struct secret_input *t, struct run *r, const char *slug,
    enum spec_outcome *outcome, struct err *e)
{
	struct err lost = { 0 };
	struct place p;
	struct store_secrets v;
	bool keep, renew, ok = true;

	if (t->credentials == NULL && t->secret == NULL)
		return true;
	if (!secret_input_find(&p, r, slug, e))
		return false;
	if (!secrets_read(&v, r->db, r->ring, p.id, clock_now(), &lost)) {
		if (lost.kind != ERR_CONFIG) {
			*e = lost;
			return false;
		}
		log_line(LOG_WARN, slug, "%s; it is replaced", lost.text);
		if (!secrets_drop(r->db, p.id, t->credentials, t->secret, e))
			return false;
	}
	keep = t->credentials && (v.credentials == NULL || !secret_input_equal(t->credentials,
	    v.credentials));
	renew = t->secret && (v.secrets == 0 || strcmp(t->secret, v.secret[0]) != 0);
	secrets_close(&v);
	if (keep)
		ok = secrets_put_credentials(r->db, r->ring, p.id, t->credentials, clock_now(), e);
	if (ok && renew)
		ok = secrets_put_webhook(r->db, r->ring, p.id, t->secret, clock_now(), e);
	if ((keep || renew) && *outcome == SPEC_SAME)
		*outcome = SPEC_CHANGED;
	return ok;
}
