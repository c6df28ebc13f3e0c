/*
 * secrets_drive.c: reads and writes a store's secrets, with $CRT_KEY_FILE and the server of PG*.
 *
 *   secrets_drive STORE-ID TIME keep JSON | renew SECRET | show
 *
 * show prints the credentials, and each secret that is valid at that time on a line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "secret/secrets.h"

static bool
show(struct db *db, const struct keyring *ring, const char *store, crt_time now, struct err *e)
{
	struct str s = STR_MAX(SEAL_BYTES_MAX);
	struct store_secrets v;
	size_t i;
	bool ok;

	if (!secrets_read(&v, db, ring, store, now, e))
		return false;
	value_print(&s, v.credentials, true);
	puts(str_text(&s));
	for (i = 0; v.secret[i]; i++)
		puts(v.secret[i]);
	ok = i == v.secrets || err_set(e, ERR_BUG, "the secrets do not end where they end");
	str_free(&s);
	secrets_close(&v);
	return ok;
}

static bool
keep(struct db *db, const struct keyring *ring, const char *store, const char *text, crt_time now,
    struct err *e)
{
	json_t *v = NULL;
	bool ok = value_read(&v, text, strlen(text), e)
	    && secrets_put_credentials(db, ring, store, v, now, e);

	value_free(v);
	return ok;
}

static bool
run(char **argv, struct err *e)
{
	struct keyring *ring = NULL;
	struct db *db = NULL;
	crt_time now;
	bool ok = keyring_open(&ring, getenv("CRT_KEY_FILE"), e) && db_open(&db, "", false, "vault", e);

	if (!clock_read(argv[2], &now))
		return err_set(e, ERR_USAGE, "\"%s\" is no time", argv[2]);
	if (!strcmp(argv[3], "keep"))
		ok = ok && keep(db, ring, argv[1], argv[4], now, e);
	else if (!strcmp(argv[3], "renew"))
		ok = ok && secrets_put_webhook(db, ring, argv[1], argv[4], now, e);
	else
		ok = ok && show(db, ring, argv[1], now, e);
	db_close(db);
	keyring_close(ring);
	return ok;
}

int
main(int argc, char **argv)
{
	struct err e = { 0 };

	if (argc < 4 || run(argv, &e))
		return argc < 4 ? 64 : 0;
	fprintf(stderr, "%s\n", e.text);
	return err_status(&e);
}
