/* envelope.c: encrypt parts of a file for recipients, and decrypt them. */
#include <stdlib.h>
#include <string.h>

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/mem.h"
#include "crypto/envelope.h"

#define RECIPIENTS_MAX 16
#define NUMBER_BYTES   8		/* before the content; then a byte: whether the part is the last */
#define PART_HEAD      (NUMBER_BYTES + 1)

struct envelope {
	STACK_OF(X509) *recipients;
	EVP_PKEY *key;
	uint64_t number;		/* of the next part */
};

static BIO *
envelope_memory(const void *bytes, size_t n)
{
	return mem_must(BIO_new_mem_buf(bytes, (int)n));
}

bool
envelope_seal_open(struct envelope **out, const char *pem, size_t n, struct err *e)
{
	struct envelope *v = *out = mem_get(sizeof *v);
	BIO *in = envelope_memory(pem, n);
	X509 *x;

	v->recipients = mem_must(sk_X509_new_null());
	while (sk_X509_num(v->recipients) < RECIPIENTS_MAX
	    && (x = PEM_read_bio_X509(in, NULL, NULL, NULL)))
		sk_X509_push(v->recipients, x);
	BIO_free(in);
	ERR_clear_error();
	if (sk_X509_num(v->recipients))
		return true;
	err_set(e, ERR_CONFIG, "the file of the recipient has no certificate");
	return err_hint(e, "make one: openssl req -x509 -newkey rsa:3072 -nodes -days 3650 "
	    "-subj /CN=backup -keyout backup.key -out backup.pem; keep backup.key elsewhere");
}

/* Nobody types a passphrase into a restore. */
static int
envelope_no_passphrase(char *buf UNUSED, int n UNUSED, int writes UNUSED, void *arg UNUSED)
{
	return 0;
}

bool
envelope_open_open(struct envelope **out, const char *pem, size_t n, struct err *e)
{
	struct envelope *v = *out = mem_get(sizeof *v);
	BIO *in = envelope_memory(pem, n);

	v->key = PEM_read_bio_PrivateKey(in, NULL, envelope_no_passphrase, NULL);
	BIO_free(in);
	ERR_clear_error();
	if (v->key)
		return true;
	err_set(e, ERR_CONFIG, "the file of the private key has no key in PEM without a passphrase");
	return err_hint(e, "remove the passphrase for the restore: openssl pkey -in FILE -out FILE2");
}

void
envelope_close(struct envelope *v)
{
	if (v == NULL)
		return;
	sk_X509_pop_free(v->recipients, X509_free);
	EVP_PKEY_free(v->key);
	free(v);
}

/* RSA with OAEP; the default of CMS is the older padding. */
static bool
envelope_add_recipient(CMS_ContentInfo *cms, X509 *x)
{
	CMS_RecipientInfo *r = CMS_add1_recipient_cert(cms, x, CMS_KEY_PARAM);
	EVP_PKEY_CTX *how = r ? CMS_RecipientInfo_get0_pkey_ctx(r) : NULL;

	return r && (CMS_RecipientInfo_type(r) != CMS_RECIPINFO_TRANS
	    || EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_OAEP_PADDING) > 0);
}

static CMS_ContentInfo *
envelope_encrypt(const struct envelope *v, BIO *content)
{
	CMS_ContentInfo *cms = CMS_encrypt(NULL, NULL, EVP_aes_256_gcm(), CMS_BINARY | CMS_PARTIAL);
	bool ok = cms != NULL;
	int i;

	for (i = 0; ok && i < sk_X509_num(v->recipients); i++)
		ok = envelope_add_recipient(cms, sk_X509_value(v->recipients, i));
	if (ok && CMS_final(cms, content, NULL, CMS_BINARY))
		return cms;
	CMS_ContentInfo_free(cms);
	return NULL;
}

static bool
envelope_error(enum err_kind kind, const char *what, struct err *e)
{
	char text[128];

	ERR_error_string_n(ERR_peek_last_error(), text, sizeof text);
	ERR_clear_error();
	return err_set(e, kind, "%s: %s", what, text);
}

static void
envelope_number(unsigned char head[PART_HEAD], uint64_t number, bool last)
{
	int i;

	for (i = 0; i < NUMBER_BYTES; i++)
		head[i] = (unsigned char)(number >> 8 * (NUMBER_BYTES - 1 - i));
	head[NUMBER_BYTES] = last;
}

bool
envelope_seal(struct envelope *v, const void *bytes, size_t n, bool last, struct str *out,
    struct err *e)
{
	unsigned char head[PART_HEAD], *der = NULL, length[4];
	BIO *content = mem_must(BIO_new(BIO_s_mem()));
	CMS_ContentInfo *cms;
	int i, size;

	envelope_number(head, v->number++, last);
	BIO_write(content, head, sizeof head);
	BIO_write(content, bytes, (int)n);
	cms = envelope_encrypt(v, content);
	size = cms ? i2d_CMS_ContentInfo(cms, &der) : -1;
	if (size > 0) {
		for (i = 0; i < 4; i++)
			length[i] = (unsigned char)(size >> 8 * (3 - i));
		str_add(out, (char *)length, sizeof length);
		str_add(out, (char *)der, (size_t)size);
	}
	OPENSSL_free(der);
	CMS_ContentInfo_free(cms);
	BIO_free(content);
	return size > 0 ? !str_full(out) || err_set(e, ERR_BUG, "a part is too large")
	    : envelope_error(ERR_CONFIG, "cannot encrypt for the recipient", e);
}

static bool
envelope_check(struct envelope *v, struct str *out, bool *last, struct err *e)
{
	unsigned char head[PART_HEAD];
	bool good;

	envelope_number(head, v->number++, false);
	good = out->len >= PART_HEAD && !memcmp(out->data, head, NUMBER_BYTES)
	    && (unsigned char)out->data[NUMBER_BYTES] <= 1;
	if (!good)
		return err_set(e, ERR_INPUT, "the parts of the file are not in their order");
	*last = out->data[NUMBER_BYTES];
	memmove(out->data, out->data + PART_HEAD, out->len - PART_HEAD);
	str_cut(out, out->len - PART_HEAD);
	return true;
}

bool
envelope_open(struct envelope *v, const void *part, size_t n, bool *last, struct str *out,
    struct err *e)
{
	const unsigned char *der = part;
	CMS_ContentInfo *cms = d2i_CMS_ContentInfo(NULL, &der, (long)n);
	BIO *content = mem_must(BIO_new(BIO_s_mem()));
	bool ours, ok;
	char *bytes;
	long size;

	if (cms == NULL) {
		BIO_free(content);
		return envelope_error(ERR_INPUT, "a part of the file is damaged", e);
	}
	/* Without this, CMS hides whether a key fits, against someone who tries many files. */
	ours = CMS_decrypt(cms, NULL, NULL, NULL, NULL, CMS_DEBUG_DECRYPT)
	    && CMS_decrypt_set1_pkey(cms, v->key, NULL);
	ok = ours && CMS_decrypt(cms, NULL, NULL, NULL, content, CMS_BINARY);
	size = BIO_get_mem_data(content, &bytes);
	str_cut(out, 0);
	if (ok)
		str_add(out, bytes, (size_t)size);
	BIO_free(content);
	CMS_ContentInfo_free(cms);
	if (!ours)
		return envelope_error(ERR_CONFIG, "the file is encrypted for another key", e);
	return ok ? envelope_check(v, out, last, e)
	    : envelope_error(ERR_INPUT, "a part of the file was changed", e);
}
