/*
 * form.h: the form of a platform's payload: "PLATFORM/STORE", with "/TOPIC" for a bare body.
 *
 * It is stored with rejects and in the spool.
 */
#ifndef CRT_INBOX_FORM_H
#define CRT_INBOX_FORM_H

#include "base/str.h"

#define FORM_MAX 512		/* bytes of the text */
#define FORM_NAME_MAX 128	/* bytes of a platform or a store, the NUL included */

struct form {
	char platform[FORM_NAME_MAX], store[FORM_NAME_MAX];
	const char *topic;	/* in the text; NULL: none */
};

/* False: it has no store, or a name is too long. */
bool form_read(struct form *, const char *text);

/* topic may be NULL. */
void form_print(struct str *, const char *platform, const char *store, const char *topic);

#endif
