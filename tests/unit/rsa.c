/* rsa.c: signatures with keys that openssl(1) made, and invalid signatures. */
#include <stdlib.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "crypto/rsa.h"
#include "tap.h"

static const char good_key[] =
	"-----BEGIN PUBLIC KEY-----\n"
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArMTTwe2Ad9oyvKP+rzdf\n"
	"uC+tfStUUhoDRvXWvuP49R/v2LiQNFr/5GPpqKfVDMY/Qy/Ka/VLlRQN4ti5MtUr\n"
	"A+a0fgl+jBvh3vYZQtWyIgfP/02ApIshKVoZhNb0RKTKVvgKS3Ri9lVNis8O3PC5\n"
	"tizyoIx7RBz1J/+z7vXw7EWEkcJhg6XPPAwUCgUaYrK0G7pMaYLoYKYGZgqrfCrm\n"
	"IK4DoCakaodkans8cuM62lbbq1+/SzAE35EUkmF52Y4j5Bueqw/KY1tGaY2D36Sj\n"
	"gCczxLPm41OVTsI8X6G3VCYLjFf24nIucBxwXSUizKf0n8kKReKgHtfFL2GPWZJS\n"
	"6QIDAQAB\n"
	"-----END PUBLIC KEY-----\n";

static const char small_key[] =
	"-----BEGIN PUBLIC KEY-----\n"
	"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDfNGPhzI2sNBPM3R7/iuPaViAU\n"
	"r7cFC4sOuuDPatXN8ihmEg9QGZnYG4WCo6+enTaXbqwaAbTZQ72SG8Fnx0McPBoI\n"
	"C7b6epkVYMUPeh4MOM3bnCgyeujZCxfiFG3iRR0bNeNxogD32ABWS4t6YD5Xo0XO\n"
	"H3D3esbgubA7j2hg9QIDAQAB\n"
	"-----END PUBLIC KEY-----\n";

static const char curve_key[] =
	"-----BEGIN PUBLIC KEY-----\n"
	"MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAERHBELXJf0+ulZSMZzHlW2fy2iy78\n"
	"wAXCkw/USgkrSTBbVAP4aRWfK8Nmfv6r+efQmJp/8O37fUiUk3/0r+aKeQ==\n"
	"-----END PUBLIC KEY-----\n";

/* openssl dgst -sha256 -sign */
static const char good_signature[] =
	"Env1J6yEu9N0DrrIpNhRG/zXW5qzrWdEAo805oUrWUnp5k6DCY8JeWeLjx+eQklApPkrNf7k/BK8"
	"Kc0QSaVmPWHMAkMnRs07sKP/TbYuNT13y4tBxteupScCX+14yEjDIGnInpymoiDplSjxmwE+tQoK"
	"3Xq8+mtMGwKa/HwxxG1B377dJOzB9r5C4JrCbmstZDvdGIDPlMa8TkN+/JzHrKKT1FZIfKm1YZpm"
	"YeLggP66ok9hWOisrCZKKFqaN5Wb2O13jk3k4mLvZHsuDe6n1czUoOcnZaYAIvl+cgGTA1NMjPIc"
	"syscxAFEFrbMYBopihmtWtqObZCjrNiwHcHaVQ==";

/* The same with a key of 1024 bits. */
static const char small_signature[] =
	"Oh1Cr4kbh0oIt0KcUeSV80yvjfqM/mt/cqhyIqBTzRIRl2SR7KpHv8jBuYURfSVPa5svgS/6eYN2"
	"b2mxj2Hs+kCov315NFmRvhFxODiGyuqboiPOjgdSdpPJ2DD3EBLnmaONISc/9GDTw0a7/Scc61sr"
	"TpqAear/PkKPPyN9VpA=";

/* openssl dgst -sha512 -sign */
static const char sha512_signature[] =
	"fW382+FuTmEP2zMHLKRPmUdHqmpQz+fYan6M2l2JuJLfQxb9Nuzre268pj7OWNlTDg5ibwViaGaW"
	"YK6WZkmBgPAoseYYtT6Hij2ZXM9ztxR9wjV467vPuLFEgeRGA9KxomBq+Mr1EUyRQoNK9C6hnNh4"
	"Xl1gEQGRWbI0Jn70V0GoIVCPvZFHq/KsUT2TZAvJA/xClhzlrNaXmFdZKaA8pwsh0Z0ysqB+gqE5"
	"/E1NE1EfkCNeH0dzkAnEGJZf9sfwavt4FvxjaDPkKjbbtFQN8GNHxU5gZ1xt3xce6DvX/4IRif4W"
	"qtrDFSkddH6McrWpaHSirgW6P/kroT/+euBYoA==";

/* openssl dgst -sha256 -sign -sigopt rsa_padding_mode:pss */
static const char pss_signature[] =
	"MV4Yddja95fpTIUrK2CXfuYvc1tG/sEwuw5fSjCmRc8UQA0+b2qfQCg9vEfrgbgP5vnKbym+ADbz"
	"B5mYCY/Q2N4sl2Tr/Ca19EihfOzlj/6z19myaHB3ZEaf2vG6+9fi73iOBBLfsgxA2Lv29VuzDrZE"
	"iAJ3ps8GIYipVUd7aBT/YZFN5g04gNUxLYMn/zFVFk+jFrv18XeklI/G3iFy0Lnu7MriQcxyJwx2"
	"nCnF4GeYzbKxwg1GZcppkLGn87qqrdoqBJRWiJ7qBfmEiVIk8Piw66CBOeBS2sH2nvwoUcLaWSzn"
	"nZWcpWezAKxk5/UkXHFGIMWttrF3sD2SyFRHig==";

static bool
verify(const char *key, const char *signature, const char *text)
{
	unsigned char sig[1024];
	size_t n;

	if (!base64_read(signature, strlen(signature), sig, sizeof sig, &n))
		abort();
	return rsa_verify(key, sig, n, text, strlen(text));
}

static void
genuine(void)
{
	struct str two = STR_MAX(RSA_PEM_MAX);

	tap_ok(verify(good_key, good_signature, "a delivery"), "a signature is verified");
	tap_ok(verify(good_key, good_signature, "a delivery"), "and again");
	str_puts(&two, "Our key, since 2026:\n");
	str_puts(&two, good_key);
	str_puts(&two, small_key);
	tap_ok(verify(str_text(&two), good_signature, "a delivery"), "with words around the key");
	str_free(&two);
}

static void
forged(void)
{
	tap_ok(!verify(good_key, good_signature, "a delivery."), "other bytes");
	tap_ok(!verify(good_key, good_signature, ""), "no bytes");
	tap_ok(!verify(good_key, small_signature, "a delivery"), "somebody else's signature");
	tap_ok(!verify(good_key, sha512_signature, "a delivery"), "another hash");
	tap_ok(!verify(good_key, pss_signature, "a delivery"), "another padding");
	tap_ok(!verify(good_key, "", "a delivery"), "no signature");
	tap_ok(!verify(good_key, "AAAA", "a delivery"), "a short signature");
	tap_ok(!verify(small_key, small_signature, "a delivery"), "a key of 1024 bits");
	tap_ok(!verify(curve_key, good_signature, "a delivery"), "a key of another kind");
}

/* Each byte of the key changed, and each prefix of it: false, and no crash. */
static void
garbage(void)
{
	size_t n = strlen(good_key), i;
	char *key = mem_dup(good_key);
	bool any = false;
	struct str large = STR_MAX(4 * RSA_PEM_MAX);

	for (i = 0; i < n; i++) {
		key[i] ^= 1;
		any = verify(key, good_signature, "another delivery") || any;
		key[i] ^= 1;
	}
	for (i = n - 1; i > 0; i--) {
		key[i - 1] = '\0';
		any = verify(key, good_signature, "a delivery") || any;
	}
	tap_ok(!any, "a broken key verifies nothing");
	tap_ok(!verify("", good_signature, "a delivery"), "no key");
	while (large.len <= RSA_PEM_MAX)
		str_puts(&large, "A line of words.\n");
	str_puts(&large, good_key);
	tap_ok(!verify(str_text(&large), good_signature, "a delivery"), "a key that is too long");
	str_free(&large);
	free(key);
}

int
main(void)
{
	genuine();
	forged();
	garbage();
	return tap_done();
}
