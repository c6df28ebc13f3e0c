/*
 * unwrap.h: a text with a link, as it was before gateways and mail programs wrapped it.
 *
 * Percent-encoding (Outlook Safe Links and most others), Proofpoint URL Defense v2 and v3,
 * encoded words of header fields (RFC 2047), and one in another.
 */
#ifndef CRT_STORE_UNWRAP_H
#define CRT_STORE_UNWRAP_H

#include "base/str.h"

#define UNWRAP_MAX  (64 * 1024)	/* bytes of a text */
#define UNWRAP_WRAPS 8		/* one in another */

/* Replaces what out holds. */
void unwrap(struct str *out, const char *text);

#endif
