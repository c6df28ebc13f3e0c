/* secret_input.h: read the secrets that a spec names, and store them. */
#ifndef CRT_SYNC_SECRET_INPUT_H
#define CRT_SYNC_SECRET_INPUT_H

#include "run/run.h"
#include "store/spec.h"

struct secret_input {
	json_t *credentials;	/* NULL: none were given */
	char *secret;		/* signs webhooks; NULL: none was given */
};

/* Reads the files that the spec names; "-" is the terminal, or else standard input.
   ERR_USAGE: neither the spec nor the database has the store's platform. */
bool secret_input_read(struct secret_input *, struct run *, const struct spec *,
    struct err *) MUSTUSE;
void secret_input_close(struct secret_input *);	/* wipes the memory */

/* In the caller's transaction, after the spec.  *outcome becomes SPEC_CHANGED if a secret
   changes. */
bool secret_input_put(const struct secret_input *, struct run *, const char *slug,
    enum spec_outcome *outcome, struct err *) MUSTUSE;

#endif
