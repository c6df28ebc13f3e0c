/* secret_input.h: the secrets that a spec brings along, from their files into the database. */
#ifndef CRT_SYNC_SECRET_INPUT_H
#define CRT_SYNC_SECRET_INPUT_H

#include "run/run.h"
#include "store/spec.h"

struct secret_input {
	json_t *credentials;	/* NULL: none were given */
	char *secret;		/* of webhooks; NULL: none was given */
};

/* Reads the files that the spec names; "-" is the terminal, or else standard input.  A store
   that is neither in the spec nor in the database is nobody's platform: ERR_USAGE. */
bool secret_input_read(struct secret_input *, struct run *, const struct spec *,
    struct err *) MUSTUSE;
void secret_input_close(struct secret_input *);	/* wipes */

/* In the caller's transaction, behind the spec; *outcome becomes SPEC_CHANGED if it does. */
bool secret_input_put(const struct secret_input *, struct run *, const char *slug,
    enum spec_outcome *outcome, struct err *) MUSTUSE;

/* ---- prompt.c ---- */

/* One line from the terminal, unseen, or of standard input where that is none; NULL: there is
   none, or it was broken off.  ERR_USAGE. */
char *prompt_secret(const char *name, const char *meaning, struct err *);
bool prompt_possible(void);

#endif
