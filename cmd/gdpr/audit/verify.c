/* verify.c: verify an exported audit log; needs no database. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "crypto/sign.h"
#include "../gdpr.h"
#include "privacy/audit_chain.h"
#include "run/input.h"

#define KEYS_MAX 65536			/* bytes of a file of public keys */
#define LINES_MAX 5000

struct verifying {
	struct table *table;
	struct str keys;		/* the trusted keys, a line each */
	struct audit_chain *chain;
};

static const struct table_column columns[] = {
	{ "organization", TABLE_TEXT, TABLE_BY_KIND }, { "from", TABLE_INT, TABLE_BY_KIND },
	{ "until", TABLE_INT, TABLE_BY_KIND }, { "state", TABLE_TEXT, TABLE_BY_KIND },
	{ "line", TABLE_INT, TABLE_BY_KIND },
};

static void
verify_cell(struct table *t, int64_t n)
{
	if (n)
		table_cell_int(t, n);
	else
		table_cell_none(t);
}

static bool
verify_found(void *arg, const struct audit_finding *f, struct err *e)
{
	struct verifying *v = arg;

	table_cell_text(v->table, f->organization);
	verify_cell(v->table, f->from);
	verify_cell(v->table, f->until);
	table_cell_text(v->table, audit_states[f->state]);
	verify_cell(v->table, (int64_t)f->line);
	return table_row_end(v->table, e);
}

static bool
verify_trusted(void *arg, const char *key, size_t n)
{
	const struct verifying *v = arg;
	const char *line = str_text(&v->keys), *end;

	for (; *line; line = end + (*end == '\n')) {
		end = line + strcspn(line, "\n");
		if ((size_t)(end - line) == n && memcmp(line, key, n) == 0)
			return true;
	}
	return false;
}

/* The public keys of a file, as audit key prints them. */
static bool
verify_keys_file(struct str *keys, const char *path, struct err *e)
{
	char bytes[4096];
	FILE *f = fopen(path, "re");
	size_t n;

	if (f == NULL)
		return err_set(e, ERR_USAGE, "cannot read \"%s\": %s", path, strerror(errno));
	while ((n = fread(bytes, 1, sizeof bytes, f)))
		str_add(keys, bytes, n);
	fclose(f);
	if (str_full(keys) || strstr(str_text(keys), "-----BEGIN PUBLIC KEY-----") == NULL) {
		err_set(e, ERR_USAGE, "\"%s\" has no public keys, or is longer than %d bytes", path,
		    KEYS_MAX);
		return err_hint(e, "make it with: crt-gdpr audit key");
	}
	return true;
}

static bool
verify_keys(struct str *keys, const struct gdpr *set, struct err *e)
{
	struct keyring *ring;
	size_t i;

	if (set->public_key)
		return verify_keys_file(keys, set->public_key, e);
	if (!keyring_open(&ring, set->common.key_file, e)) {
		if (e->kind == ERR_CONFIG && *e->hint)
			err_hint(e, "elsewhere, give the public keys: --public-key FILE");
		return false;
	}
	for (i = 0; i < ring->n; i++) {
		sign_public(keys, ring->key[i].sign);
		str_putc(keys, '\n');
	}
	keyring_close(ring);
	return true;
}

static bool
verify_lines(struct verifying *v, char **files, struct err *e)
{
	static struct line lines[LINES_MAX];
	struct input *in = input_open(files);
	struct arena arena = { 0 };
	bool ok = true, end = false;
	size_t n, i;

	while (ok && !end) {
		arena_reset(&arena);
		ok = input_batch(in, &arena, lines, LINES_MAX, &n, &end, e);
		for (i = 0; ok && i < n; i++)
			ok = audit_chain_line(v->chain, lines[i].text, lines[i].n, e);
	}
	input_close(in);
	arena_free(&arena);
	return ok;
}

bool
gdpr_audit_verify(void *settings, char **operands, struct err *e)
{
	const struct gdpr *set = settings;
	struct verifying v = { .keys = STR_MAX(KEYS_MAX) };
	size_t bad = 0;
	bool ok = verify_keys(&v.keys, set, e);

	if (ok) {
		v.chain = audit_chain_open(verify_found, verify_trusted, &v);
		v.table = table_open(columns, COUNT(columns), option_output(&set->common));
		ok = verify_lines(&v, operands, e) && audit_chain_end(v.chain, &bad, e);
		ok = table_close(v.table, e) && ok;
		audit_chain_close(v.chain);
	}
	str_free(&v.keys);
	return ok
	    && (bad == 0 || err_set(e, ERR_INPUT, "the audit log is not whole: %zu findings", bad));
}
