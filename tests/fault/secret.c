/* secret.c: sets a webhook secret of a store: secret STORE-ID SECRET [NOW]. */
#include <stdio.h>
#include <stdlib.h>

#include "secret/secrets.h"

int
main(int argc, char **argv)
{
	struct keyring *ring = NULL;
	struct err e = { 0 };
	struct db *db = NULL;
	crt_time now = clock_now();
	bool ok = argc > 2 && (argc < 4 || clock_read(argv[3], &now))
	    && keyring_open(&ring, getenv("CRT_KEY_FILE"), &e) && db_open(&db, "", false, "secret", &e)
	    && secrets_put_webhook(db, ring, argv[1], argv[2], now, &e);

	if (!ok)
		fprintf(stderr, "secret: %s\n", e.text);
	db_close(db);
	keyring_close(ring);
	return ok ? 0 : 1;
}
