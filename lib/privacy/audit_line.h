/* audit_line.h: read and write the lines of an exported audit log; see audit_chain.h. */
#ifndef CRT_PRIVACY_AUDIT_LINE_H
#define CRT_PRIVACY_AUDIT_LINE_H

#include "base/clock.h"
#include "base/str.h"
#include "crypto/keyring.h"

#define AUDIT_LINE_MAX 8192

struct audit_line {
	bool checkpoint;
	const char *slug;		/* in the line */
	size_t nslug;
	int64_t number;
	unsigned char previous[HASH_BYTES];	/* of a row */
	unsigned char hash[HASH_BYTES];		/* of the row, or of the row that a checkpoint names */
	const char *key;		/* the public key of a checkpoint, in the line */
	size_t nkey;
	bool proven;			/* its hash or its signature is right */
};

/* False: neither a row nor a checkpoint. */
bool audit_line_read(struct audit_line *, const char *line, size_t n) MUSTUSE;

/* Appends a checkpoint, signed with the active key. head: the hash of the row, in hexadecimal. */
void audit_line_checkpoint(struct str *, const struct keyring *, const char *organization,
    int64_t number, const char *head, crt_time);

#endif
