/* decoy.c: create a secret with which nobody signs. */
#include <stdio.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "platform/platform.h"

#define RANDOM_BYTES 32

/* Generated for crt; the private key was never stored. */
#define NOBODYS_KEY \
	"-----BEGIN PUBLIC KEY-----\n" \
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA1O846wogzERfATUzu6C+\n" \
	"QqLwTfZX5lO4W5qWS4ObnOYVdqhmeGw6e+9lSXPAfDzL3XMrpHVhhVJJkJEfK/TP\n" \
	"wvmcuDHIhYYkItSixQdgk9FDnbO6ho+WzDf2nPhUPSaO3avnJZ/HS7SEhxf5l+RC\n" \
	"z+Ru9+4/2VbC3cmqdUvDc7U0Ms57O+rZjBQSxfpXO2cjUqJ6PbsLR2870krz2/EY\n" \
	"a8RQ+/WZ8KhzGyWf1kIhObiKmddvPOMvSK9R/+ZkAocdGdXHLm/7u53OYcFSwvpC\n" \
	"fwjNbvInE33lNRjy+iLavVFxUxAqsfp7rRI7vuuXWJPANRRsoE6pUAcLnpz5gSsQ\n" \
	"rQIDAQAB\n" \
	"-----END PUBLIC KEY-----\n"

/* For platforms with a shared secret, the whole text is the secret; Adobe's proof looks for the
   key in it. */
void
platform_decoy(char out[PLATFORM_DECOY_MAX])
{
	unsigned char bytes[RANDOM_BYTES];
	struct str hex = STR_MAX(2 * RANDOM_BYTES);

	hash_random(bytes, sizeof bytes);
	hex_write(&hex, bytes, sizeof bytes);
	snprintf(out, PLATFORM_DECOY_MAX, "%s %s", str_text(&hex), NOBODYS_KEY);
	str_wipe(&hex);
}
