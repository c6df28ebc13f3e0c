/* envelope.c: parts of an encrypted file: their content, their order, and what is refused. */
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/mem.h"
#include "crypto/envelope.h"
#include "tap.h"

#define PARTS 3

struct pair {
	struct str certificate, key;
};

static void
keep(BIO *b, struct str *s)
{
	char *bytes;
	long n = BIO_get_mem_data(b, &bytes);

	*s = (struct str)STR_MAX(ENVELOPE_FILE_MAX);
	str_add(s, bytes, (size_t)n);
	BIO_free(b);
}

/* A self-signed certificate of a fresh key. */
static void
make_pair(struct pair *p)
{
	EVP_PKEY *key = mem_must(EVP_EC_gen("P-256"));
	X509 *x = mem_must(X509_new());
	BIO *b = BIO_new(BIO_s_mem()), *c = BIO_new(BIO_s_mem());

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 7);
	X509_gmtime_adj(X509_getm_notBefore(x), 0);
	X509_gmtime_adj(X509_getm_notAfter(x), 3600);
	X509_set_pubkey(x, key);
	X509_NAME_add_entry_by_txt(X509_get_subject_name(x), "CN", MBSTRING_ASC,
	    (const unsigned char *)"backup", -1, -1, 0);
	X509_set_issuer_name(x, X509_get_subject_name(x));
	X509_sign(x, key, EVP_sha256());
	PEM_write_bio_X509(b, x);
	PEM_write_bio_PrivateKey(c, key, NULL, NULL, 0, NULL, NULL);
	keep(b, &p->certificate);
	keep(c, &p->key);
	X509_free(x);
	EVP_PKEY_free(key);
}

static const char *const content[PARTS] = { "first", "", "third" };

static void
seal_parts(const struct pair *p, struct str part[PARTS])
{
	struct envelope *v;
	struct err e = { 0 };
	bool ok = envelope_seal_open(&v, str_text(&p->certificate), p->certificate.len, &e);
	size_t i;

	for (i = 0; i < PARTS; i++) {
		part[i] = (struct str)STR_MAX(ENVELOPE_PART_MAX);
		ok = ok && envelope_seal(v, content[i], strlen(content[i]), i == PARTS - 1, &part[i], &e);
	}
	tap_ok(ok, "three parts are sealed");
	envelope_close(v);
}

/* Opens the parts of the order, such as "012"; *kind: of the failure. Returns the contents. */
static const char *
open_parts(const struct pair *p, const struct str part[PARTS], const char *order, bool flip,
    struct str *all, enum err_kind *kind)
{
	struct str out = STR_MAX(ENVELOPE_PART_MAX);
	struct envelope *v;
	struct err e = { 0 };
	bool last = false, ok = envelope_open_open(&v, str_text(&p->key), p->key.len, &e);

	for (; ok && *order; order++) {
		const struct str *s = &part[*order - '0'];

		s->data[s->len - 20] ^= (char)flip;
		ok = envelope_open(v, s->data + 4, s->len - 4, &last, &out, &e);
		s->data[s->len - 20] ^= (char)flip;
		str_printf(all, "%s%.*s%s", ok ? "<" : "", ok ? (int)out.len : 0, str_text(&out),
		    ok ? last ? "!>" : ">" : "");
	}
	*kind = e.kind;
	envelope_close(v);
	str_free(&out);
	return str_text(all);
}

int
main(void)
{
	static const struct { const char *order, *want, *what; bool other, flip; enum err_kind kind; }
	cases[] = {
		{ "012", "<first><><third!>", "the parts in order", false, false, ERR_NONE },
		{ "021", "<first>", "two exchanged parts", false, false, ERR_INPUT },
		{ "12", "", "without the first part", false, false, ERR_INPUT },
		{ "00", "<first>", "a part twice", false, false, ERR_INPUT },
		{ "0", "", "a changed part", false, true, ERR_INPUT },
		{ "0", "", "another key", true, false, ERR_CONFIG },
	};
	struct pair mine, other;
	struct str part[PARTS], all = STR_MAX(4096);
	struct envelope *none;
	struct err e = { 0 };
	enum err_kind kind;
	size_t i;

	make_pair(&mine);
	make_pair(&other);
	seal_parts(&mine, part);
	for (i = 0; i < COUNT(cases); i++) {
		str_cut(&all, 0);
		tap_is(open_parts(cases[i].other ? &other : &mine, part, cases[i].order, cases[i].flip,
		    &all, &kind), cases[i].want, cases[i].what);
		tap_ok(kind == cases[i].kind, cases[i].what);
	}
	tap_ok(!envelope_seal_open(&none, "x", 1, &e) && e.kind == ERR_CONFIG, "no certificate");
	envelope_close(none);
	tap_ok(!envelope_open_open(&none, "x", 1, &e) && e.kind == ERR_CONFIG, "no private key");
	envelope_close(none);
	for (i = 0; i < PARTS; i++)
		str_free(&part[i]);
	str_free(&mine.certificate);
	str_free(&mine.key);
	str_free(&other.certificate);
	str_free(&other.key);
	str_free(&all);
	return tap_done();
}
