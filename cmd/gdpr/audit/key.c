/* key.c: print the public keys that verify signed checkpoints. */
#include <stdio.h>

#include "crypto/sign.h"
#include "../gdpr.h"

bool
gdpr_audit_key(void *settings, char **operands UNUSED, struct err *e)
{
	const struct gdpr *set = settings;
	struct str key = STR_MAX(SIGN_KEY_MAX);
	struct keyring *ring;
	size_t i;

	if (!keyring_open(&ring, set->common.key_file, e))
		return false;
	for (i = 0; i < ring->n; i++) {
		str_cut(&key, 0);
		sign_public(&key, ring->key[i].sign);
		printf("-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n", str_text(&key));
	}
	str_free(&key);
	keyring_close(ring);
	return true;
}
