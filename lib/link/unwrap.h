/*
 * unwrap.h: undo what mail gateways and mail programs did to a text with a link.
 *
 * Handles percent-encoding (Outlook Safe Links and most others), Proofpoint URL Defense v2 and
 * v3, encoded words of header fields (RFC 2047), and combinations of them.
 */
#ifndef CRT_LINK_UNWRAP_H
#define CRT_LINK_UNWRAP_H

#include "base/str.h"

#define UNWRAP_MAX  (64 * 1024)	/* bytes of a text */
#define UNWRAP_WRAPS 8		/* nested wrappings */

/* Replaces the content of out. */
void unwrap(struct str *out, const char *text);

#endif
