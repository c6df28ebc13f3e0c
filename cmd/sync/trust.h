/* trust.h: the secrets that a wish brings along, from their files into the vault. */
#ifndef CRT_SYNC_TRUST_H
#define CRT_SYNC_TRUST_H

#include "run/run.h"
#include "store/spec.h"

struct trust {
	json_t *credentials;	/* NULL: none were given */
	char *secret;		/* of webhooks; NULL: none was given */
};

/* Reads the files that the wish names; "-" is the terminal, or else standard input.  A store
   that is neither in the wish nor in the database is nobody's platform: ERR_USAGE. */
bool trust_read(struct trust *, struct run *, const struct wish *, struct err *) MUSTUSE;
void trust_close(struct trust *);	/* wipes */

/* In the caller's transaction, behind the wish; *outcome becomes "changed" if it does. */
bool trust_put(const struct trust *, struct run *, const char *slug, const char **outcome,
    struct err *) MUSTUSE;

/* ---- prompt.c ---- */

/* One line from the terminal, unseen, or of standard input where that is none; NULL: there is
   none, or it was broken off.  ERR_USAGE. */
char *prompt_secret(const char *name, const char *meaning, struct err *);
bool prompt_possible(void);

#endif
