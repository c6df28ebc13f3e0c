/*
 * audit_chain.h: verify an exported audit log, without the database.
 *
 * A line is a row or a signed checkpoint, as audit export writes it. A row ends with
 * ,"hash":"HEX"}: the SHA-256 of the line before these bytes, which include the hash of the row
 * before. A checkpoint ends with ,"signature":"BASE64"}: the Ed25519 signature of the line before
 * these bytes. It has the number and the hash of a row, so it proves every row up to that one.
 * Checkpoints that were kept elsewhere come before the rows.
 */
#ifndef CRT_PRIVACY_AUDIT_CHAIN_H
#define CRT_PRIVACY_AUDIT_CHAIN_H

#include "base/err.h"

#define AUDIT_CHAINS_MAX 10000		/* organizations in an export */
#define AUDIT_GAPS_MAX   10000		/* of one organization */
#define AUDIT_KEPT_MAX   100000		/* checkpoints that come before their rows */
#define AUDIT_SLUG_MAX   63

enum audit_state { AUDIT_WHOLE, AUDIT_CHANGED, AUDIT_MISSING, AUDIT_OUT_OF_ORDER, AUDIT_TWICE,
    AUDIT_REWRITTEN, AUDIT_UNSIGNED, AUDIT_FORGED, AUDIT_UNREADABLE, AUDIT_STATES };
extern const char *const audit_states[AUDIT_STATES];

/* Rows from..until of an organization; line: where that was found, 0 at the end.
   AUDIT_UNREADABLE: organization NULL, only the line is known. */
struct audit_finding {
	const char *organization;
	int64_t from, until;
	enum audit_state state;
	size_t line;
};

typedef bool audit_finding_fn(void *, const struct audit_finding *, struct err *);

/* Whether a public key, as sign_public writes it, is trusted. */
typedef bool audit_trust_fn(void *, const char *key, size_t n);

struct audit_chain;
struct audit_chain *audit_chain_open(audit_finding_fn *, audit_trust_fn *, void *arg);
bool audit_chain_line(struct audit_chain *, const char *line, size_t n, struct err *) MUSTUSE;

/* Reports what only the end shows: gaps, lost ends, whole chains. *bad: findings other than
   AUDIT_WHOLE. */
bool audit_chain_end(struct audit_chain *, size_t *bad, struct err *) MUSTUSE;
void audit_chain_close(struct audit_chain *);

#endif
