/*
 * keyring.h: the master keys and what is derived from them.
 *
 * The key file holds a line a key, "KEYID BASE64" of 32 bytes; "#" begins a
 * comment line.  The first key is the active one: it seals and signs.  The
 * others still open and verify.  The LAST one, the oldest, keys the identity
 * hashes for good: suppressions and links of years ago must go on matching, so
 * a rotation puts a new line on top and never removes the last.
 */
#ifndef CRT_KEYRING_H
#define CRT_KEYRING_H

#include "base/err.h"
#include "crypto/hash.h"

#define KEYRING_KEYS_MAX 64
#define KEYRING_FILE_MAX 16384
#define KEYRING_ID_MAX   32	/* letters, digits, "-", "_" */
#define KEYRING_KEY      32	/* bytes of a master key */

struct keyring_key {
	char id[KEYRING_ID_MAX + 1];
	unsigned char seal[HASH_BYTES];		/* purpose "seal": AES-256-GCM */
	struct hmac *links;			/* purpose "links" */
};

/* Never changes after keyring_open, so threads may share it. */
struct keyring {
	struct keyring_key key[KEYRING_KEYS_MAX];
	size_t n;
	struct hmac *identity;			/* purpose "identity hash", of the last key */
};

/* Creates a file with one new key, mode 0600, on disk when this returns. Fails without any
   change if path exists. */
bool keyring_make(const char *path, struct err *) MUSTUSE;

/* ERR_CONFIG, with a hint, for a missing or broken file, one that group or
   others may read (a systemd credential's group bits are an ACL's mask and do not
   count). ERR_DENIED for one that belongs to neither this user nor root. The process is
   guarded from then on (base/guard.h). */
bool keyring_open(struct keyring **, const char *path, struct err *) MUSTUSE;
void keyring_close(struct keyring *);		/* wipes; NULL is fine */

/*
 * Put a new key on top, or take one away, in the file: the old or the new one is there
 * whenever the power goes.  One process at a time (ERR_AGAIN).  The active key and the last
 * one are not taken away (ERR_USAGE); whether a key is still needed is the caller's to know:
 * what it sealed does not open any more, links that it signed are not taken any more.
 * A systemd credential is a copy and cannot be changed: ERR_CONFIG.
 */
bool keyring_rotate(const char *path, struct err *) MUSTUSE;
bool keyring_drop(const char *path, const char *id, struct err *) MUSTUSE;

/* The keyed hash that stands for an identity: an organisation's own, so that
   equal addresses of two organisations do not show.  kind: "email", "phone". */
void keyring_hash(const struct keyring *, unsigned char out[HASH_BYTES],
    const unsigned char organization[16], const char *kind, const char *norm, size_t n);

#endif
