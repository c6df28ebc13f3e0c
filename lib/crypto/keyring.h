/*
 * keyring.h: the master keys and the keys derived from them.
 *
 * The key file has one key a line, "KEYID BASE64" of 32 bytes; "#" begins a comment line. The
 * first key is the active one: it seals and signs. The others only open and verify. The LAST
 * one, the oldest, keys the identity hashes for good, because suppressions and links from years
 * ago must still match. So a rotation adds a line at the top and never removes the last.
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
	unsigned char sign[HASH_BYTES];		/* purpose "sign": the seed of an Ed25519 key */
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

/* path NULL or "": none is set. ERR_CONFIG, with a hint: the file is missing or broken, or the
   group or others may read it (a systemd credential's group bits are the mask of an ACL and do
   not count). ERR_DENIED: it belongs to neither this user nor root. The process is guarded from
   then on (os/guard.h). */
bool keyring_open(struct keyring **, const char *path, struct err *) MUSTUSE;
void keyring_close(struct keyring *);		/* wipes; NULL is fine */

/*
 * Adds a new key at the top of the file, or removes one. After a power failure either the old
 * file or the new one is there. Only one process at a time (ERR_AGAIN). The active key and the
 * last one cannot be removed (ERR_USAGE). The caller must know that a key is no longer needed:
 * texts that it sealed no longer open, and links that it signed are no longer valid. A systemd
 * credential is a copy and cannot be changed: ERR_CONFIG.
 */
bool keyring_rotate(const char *path, struct err *) MUSTUSE;
bool keyring_drop(const char *path, const char *id, struct err *) MUSTUSE;

/* The keyed hash of an identity. It depends on the organization, so that equal addresses of two
   organizations do not show. kind: "email", "phone". */
void keyring_hash(const struct keyring *, unsigned char out[HASH_BYTES],
    const unsigned char organization[16], const char *kind, const char *norm, size_t n);

#endif
