/*
 * envelope.h: files that only the owner of a private key can read: CMS (RFC 5652, RFC 5083).
 *
 * The file is ENVELOPE_HEAD and then parts: four bytes with a length, and a CMS message in DER,
 * encrypted with AES-256-GCM for the recipients. A part has its number, and whether it is the last;
 * a part that is changed, missing, or in another place is refused. Parts keep memory small: CMS
 * reads a message whole.
 */
#ifndef CRT_ENVELOPE_H
#define CRT_ENVELOPE_H

#include "base/err.h"
#include "base/str.h"

#define ENVELOPE_HEAD      "crt-cms 1\n"
#define ENVELOPE_PART      ((size_t)4 * 1024 * 1024)	/* bytes of content in a part */
#define ENVELOPE_PART_MAX  (ENVELOPE_PART + 65536)	/* bytes of a part */
#define ENVELOPE_FILE_MAX  ((size_t)1024 * 1024)	/* of a file with certificates or a key */

struct envelope;

/* For each certificate (X.509, RSA or EC) in a PEM text. ERR_CONFIG: it has none. */
bool envelope_seal_open(struct envelope **, const char *pem, size_t n, struct err *) MUSTUSE;

/* With a private key in a PEM text, without a passphrase. ERR_CONFIG: it is no such key. */
bool envelope_open_open(struct envelope **, const char *pem, size_t n, struct err *) MUSTUSE;
void envelope_close(struct envelope *);		/* NULL is fine */

/* Appends the next part, with its length; n is at most ENVELOPE_PART. */
bool envelope_seal(struct envelope *, const void *, size_t n, bool last, struct str *out,
    struct err *) MUSTUSE;

/* Replaces out by the content of the next part, which is without its length. ERR_INPUT: it was
   changed or is in the wrong place. ERR_CONFIG: it is for another key. */
bool envelope_open(struct envelope *, const void *part, size_t n, bool *last, struct str *out,
    struct err *) MUSTUSE;

#endif
