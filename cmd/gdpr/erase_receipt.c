/* erase_receipt.c: the signed receipt of an erasure, which anybody can verify without crt. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "crypto/sign.h"
#include "gdpr.h"
#include "os/file.h"
#include "query.h"

#define RECEIPT_MAX ((size_t)1024 * 1024)
#define SUFFIX ".sig"

struct receipt {
	const struct run *run;
	const struct tenant *tenant;
	struct str text;
};

static char *
receipt_signature(const char *path)
{
	struct str s = STR_MAX(FILE_PATH_MAX);
	char *out;

	str_printf(&s, "%s" SUFFIX, path);
	out = mem_dup(str_text(&s));
	str_free(&s);
	return out;
}

/* Before anything is erased, as the user who will write it. A signature alone is left by a run that
   was killed. */
bool
gdpr_receipt_free(const char *path, struct err *e)
{
	char *folder = file_above(path);
	bool ok = faccessat(AT_FDCWD, folder, W_OK, AT_EACCESS) == 0
	    || err_set(e, ERR_DENIED, "cannot write in \"%s\": %s", folder, strerror(errno));

	free(folder);
	if (!ok || access(path, F_OK) < 0)
		return ok;
	err_set(e, ERR_USAGE, "the file \"%s\" exists", path);
	return err_hint(e, "choose another name; a file is never replaced");
}

static bool
receipt_row(void *arg, const struct db_row *row, struct err *e)
{
	struct receipt *x = arg;
	struct str *s = &x->text;
	char time[CLOCK_TEXT];

	str_printf(s, "{\"receipt\":\"erasure\",\"organization\":\"%s\",\"id\":\"%s\",\"time\":\"%s\","
	    "\"subjects\":%s,\"customers\":%lld,", x->tenant->slug,
	    db_text(row, SQL_ERASURE_LAST_ID),
	    clock_print(db_time(row, SQL_ERASURE_LAST_CREATED_AT), time),
	    db_text(row, SQL_ERASURE_LAST_SUBJECTS),
	    (long long)db_int(row, SQL_ERASURE_LAST_CUSTOMERS));
	str_printf(s, "\"erased\":%s,\"providers\":%s,\"key\":\"",
	    db_text(row, SQL_ERASURE_LAST_COUNTS), db_text(row, SQL_ERASURE_LAST_CALLS));
	sign_public(s, x->run->ring->key[0].sign);
	str_puts(s, "\"}\n");
	return !str_full(s)
	    || err_set(e, ERR_BUG, "a receipt is longer than %zu bytes", RECEIPT_MAX);
}

/* The receipt last: if it is there, so is its signature. */
static bool
receipt_write(const struct receipt *x, const char *path, struct err *e)
{
	unsigned char signature[SIGN_BYTES];
	char *other = receipt_signature(path);
	bool ok;

	sign_make(signature, x->run->ring->key[0].sign, x->text.data, x->text.len);
	unlink(other);
	ok = file_make(other, signature, sizeof signature, 0600, e);
	fault();
	ok = ok && file_make(path, x->text.data, x->text.len, 0600, e);
	fault();
	free(other);
	return ok;
}

bool
gdpr_receipt(struct run *r, const struct tenant *t, char **handles, const char *path,
    struct err *e)
{
	struct receipt x = { .run = r, .tenant = t, .text = STR_MAX(RECEIPT_MAX) };
	struct array people;
	bool ok;

	array_open(&people);
	ok = gdpr_audit_people(r, t->store, handles, &people, e);
	if (ok) {
		const char *params[] = { t->id, array_param(&people) };

		ok = db_each(r->db, sql_erasure_last, COUNT(params), params, receipt_row, &x, e)
		    && receipt_write(&x, path, e);
	}
	array_free(&people);
	str_free(&x.text);
	return ok;
}
