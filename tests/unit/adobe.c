/* adobe.c: the API URL and login of Adobe Commerce, and which of its events are genuine. */
#include "platform/adobe/adobe.h"
#include "shop_test.h"

#define CLOUD "{\"client_id\":\"client-1\",\"client_secret\":\"p&s=1\",\"org_id\":\"1@AdobeOrg\"," \
	"\"api_url\":\"https://na1.example/acme/\",\"login_url\":\"http://127.0.0.1:9/\"%s}"
#define OWN "{\"consumer_key\":\"ck\",\"consumer_secret\":\"cs\",\"access_token\":\"at\"," \
	"\"access_token_secret\":\"ats\"}"
#define WHO "Accept: application/json\nUser-Agent: crt/0.1.0\n"

static const char one_body[] = "{\"specversion\":\"1.0\",\"type\":\"com.adobe.commerce.observer."
    "sales_quote_save_after\",\"recipient_client_id\":\"client-1\",\"data\":{\"value\":"
    "{\"entity_id\":\"412\"}}}";
static const char two_body[] = "[{\"recipient_client_id\":\"client-1\"},"
    "{\"recipient_client_id\":\"client-1\"}]";
static const char mixed_body[] = "[{\"recipient_client_id\":\"client-1\"},"
    "{\"recipient_client_id\":\"client-2\"}]";
static const char none_body[] = "[]";

static const char key_a[] =
	"-----BEGIN PUBLIC KEY-----\n"
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA5O3m6UgPtq0ytrQsKZUB\n"
	"w8bbgMt7LgHCwFNVVmJZoeoT4C8bwVlVKx5fc/AjuGOGZmm+nXW5doTqY5Hw5rrD\n"
	"CHoBay0mjK6D7Z8NMrEyJb4lw9M50T74HO87JSJlN8EzCZg6W3Aa1b8hgatSCu9q\n"
	"sQKiWicEip35KCj5c3LH4P3v7iNCzbWVYN7NJAfSBasbh8grl+Q42cB2m17a3Zer\n"
	"KCXNooF4WOev1j6EfbpOnMvbQwwY0stapC9PODLy2+C8XSSRc8f9Fk+33FDMGYDF\n"
	"5eaQ6eOwkYJNZ/P9NOJcVgrqF3BloHV1vEMe7uDI35Z/3yZJ3V5FV29khkAYczaM\n"
	"YQIDAQAB\n"
	"-----END PUBLIC KEY-----\n";

static const char key_b[] =
	"-----BEGIN PUBLIC KEY-----\n"
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqfaC8hDRpc4CfAV0VtqH\n"
	"pHjhBnB4tr7Z3IW7JjGTLL5ms888oNx8BYA0C0MUsHcwWb2vSUEUDNYyKQhA8vtN\n"
	"bSze726kFXalWI2yUj2b2AwvkreC6Pk+4j6lpIydrrMK6JyDPQZekzvngDrweLz3\n"
	"Y5NZSIffbd1ELL1Ve2/e1eQqDI/fhUwrQalC4bXKlQJFLK4hZNIuHv/f6MyGaAJA\n"
	"4ehfqN4SUG96RBHbyEDCTtqsEf//ZovQevNYsPJDN28/Pyitj39k05aop63c2FFx\n"
	"gUlZg5tV/iH0+uKzG9fFXY4H2n5CJjTcDDMqJ9HFaR2+3VxTuDuPjfeFd0oRUUu/\n"
	"wwIDAQAB\n"
	"-----END PUBLIC KEY-----\n";

/* openssl dgst -sha256 -sign: each body with key a, and the first one with key b. */
static const char one_by_a[] =
	"npxS+ddeSzAMxU1hMkQ50Ha2lOzuYvAAPr105qdAhRSZZLpN3wZUjnoJpxhNjVslCfDxDacbgXVq"
	"6GA4KigT19BGo/jMulZgSMhC2Z6SOVSSPamWqA3E70CE1Bk/rOPcowkUSWtwFGbLVd20fXGe9kvB"
	"2lFmyAtb68aa0i8OLUroY97Gh3mPfVFHa0z8qYdtSBba5Zra1BEHxPjEC+7zMWJiQ2HlW0E+X17L"
	"HbseeeIW9HwKAOsq2FBGem8F0ujfLUNmkoD+od3UTKXCr2dH8DqJkeKe4dsARTT+Ch9CcPZzwKpy"
	"U9YuVT/BzXWqUCLYXL34y/hfcrLGeOnUA7fBJg==";

static const char two_by_a[] =
	"YUnm3IPZYZhCBcQStmHo3GMWttyyO3QFIuq5MRAgeW4iv3nFF0j2+waJ4MCL2qt1xAf/dVq8Y0K/"
	"XqPLaTbE4hOwmmMJiKdZLCpTH43OE3NBERXDTTxt9vGQNlAIyokIvxJW7rYH0RYviWl8vZ2VtJFL"
	"YO1Qsm3HPNnhkTRSWpLkvdm2F+lN/7lokR7Nut21aFOw68w/kx1y0eKZHwjIFbuv31N09kED+bnV"
	"jmSgC5T2n5/5fgy3uzXBfwker9UnJQMZVas7yzYqCE9WTcscW80xhsVTGqUibWRM1MaA5YGM3ove"
	"PLaBmZDMhJb4J21nd+Sqq1fHGNYU8iHrd4TKxg==";

static const char mixed_by_a[] =
	"YmLiPKOmcI3svOb5Ss9Q+bFwVRR0Io0K2v81ixajSosm9blT1cNn/prMauaZydLsvYLgY/Ik82I9"
	"Wc6WomsSHylKo6smnHG6QcmIIvSZHBtfJqN6F/XtJB9kz9avjJXgRZY5QIEUr3V9MkfFtXgPRwYL"
	"+QcYc/jl26Ey+7382TLUUDS4PwT5HueeEfzindCSn1sLdfghSIrkpVDPkuVYpnbfQI5Uzh2DkD4W"
	"7JloR+GzRjpdjEkaQHl09QCdBPJZkAUT9exQ0mSPkjMuYpUnSD896HeHaSLdxEYIFyUCTErnwpor"
	"AX9MuWBG+ohCjM4NXlsECCYqFsV37QaVbHPAhQ==";

static const char none_by_a[] =
	"IKog7HjGBKPfTlKw0ulERmS5knRoV329Fs2GIdo0h6NJPmWGcebv8JIj3ElkDnDg4ucmOUXmy7Hb"
	"vbxiQI3/XfDZ9aooayaySeJvCvcTYMwCOj8quiD2poSPpFuuVi1i8E2/opOGVShJ1pRalGnh57po"
	"PSAwPPDDIiG8m1Ielhn4KNdRVD6md+DyEyQ7XnEB2jhVvUHm9DnIbnLZNA+9QaBy4bL9kv73Yxog"
	"B6Ovv7x/n/oVop7JggIIInK5+2CVy8x0/J/aAHyU4PPPFNNMXof634uXYT776PGDO+ftlmY2vbSL"
	"25juU6XttTK2ywgib52AjJaRWUH0CeqfJTrnlg==";

static const char one_by_b[] =
	"chQVZhxCiVJWKaMfOlbKUgr0y78oetvKl0aznU8jGlfpr2fIokjSGvAlGZ/Ik8F/pE+QOk8SADX0"
	"jQDd9flZvyDdbeANWkBtUss84kLg6CQxFub2TW/3kgS9etJ2Fm9yjX14kfPEcf1r6z57b5QTHkRo"
	"e0qopQ08WLsxtY0Tbl6VHK9SoF7X8qYolAl/LAQK1b+fEDTFJdvVH/2sFRCf26CeupWq0jUcifnp"
	"AFpZJd5FjUzbhZiahoBExDJOL7iedekPyDVV5oqVRzeApKFApQ0mS4NEnshGskH6AkiuZM4gCDvO"
	"geMwILbaDKHRdYJuujS/bsMh0dN8DBSNNIxbEQ==";

static const struct platform *adobe;

/* A secret: the client id, then keys, with line ends or with spaces instead. */
static void
secret(struct str *s, const char *client, const char *key, bool spaces)
{
	str_puts(s, client);
	for (str_putc(s, ' '); *key; key++)
		str_putc(s, spaces && *key == '\n' ? ' ' : *key);
}

static enum proof
prove(const char *body, const char *first, const char *second, const char *const *secrets)
{
	json_t *headers = value_map();
	struct platform_delivery d = { NULL, headers, body, strlen(body), "acme", 0, false, false };
	crt_time signed_at = 1;
	enum proof said;

	value_set_text(headers, "X-Adobe-Digital-Signature-1", first);
	value_set_text(headers, "x-adobe-digital-signature-2", second);
	said = adobe->prove(&d, secrets, test_time(test_now), &signed_at);
	value_free(headers);
	if (signed_at != 0)
		abort();
	return said;
}

static void
proves(enum proof want, const char *body, const char *first, const char *second,
    const char *keys, const char *what)
{
	const char *secrets[] = { keys, NULL };

	tap_ok(prove(body, first, second, secrets) == want, what);
}

static void
genuine(void)
{
	struct str a = STR_MAX(4096), b = STR_MAX(4096), both = STR_MAX(4096);

	secret(&a, "client-1", key_a, false);
	secret(&b, "client-1", key_b, true);
	secret(&both, "client-1", key_b, true);
	str_puts(&both, key_a);
	proves(PROOF_GENUINE, one_body, one_by_a, NULL, a.data, "signed by the key we have");
	proves(PROOF_GENUINE, one_body, NULL, one_by_b, b.data, "spaces where line ends were");
	proves(PROOF_GENUINE, one_body, one_by_a, one_by_b, b.data, "the second signature is ours");
	proves(PROOF_GENUINE, one_body, one_by_b, one_by_a, b.data, "or the first");
	proves(PROOF_GENUINE, one_body, "no base64!", one_by_a, a.data, "whatever the other is");
	proves(PROOF_GENUINE, one_body, one_by_a, NULL, both.data, "the second of two keys");
	proves(PROOF_GENUINE, two_body, two_by_a, NULL, a.data, "a batch that is ours");
	str_free(&a);
	str_free(&b);
	str_free(&both);
}

static void
wrong(void)
{
	struct str a = STR_MAX(4096), other = STR_MAX(4096), nobody = STR_MAX(4096);
	struct str changed = STR_MAX(4096), near = STR_MAX(4096), part = STR_MAX(4096);

	secret(&a, "client-1", key_a, false);
	secret(&other, "client-2", key_a, false);
	secret(&near, "client-10", key_a, false);
	secret(&part, "client", key_a, false);
	secret(&nobody, "", key_a, false);
	str_puts(&changed, one_body);
	changed.data[changed.len - 6] = '3';
	proves(PROOF_MISSING, one_body, NULL, NULL, a.data, "nothing is signed");
	proves(PROOF_WRONG, str_text(&changed), one_by_a, NULL, a.data, "changed on the way");
	proves(PROOF_WRONG, one_body, two_by_a, NULL, a.data, "the signature of another event");
	proves(PROOF_WRONG, one_body, one_by_b, one_by_b, a.data, "signed by another key");
	proves(PROOF_WRONG, one_body, "", "no base64!", a.data, "signatures that are none");
	proves(PROOF_WRONG, one_body, one_by_a, NULL, other.data, "an event for somebody else");
	proves(PROOF_WRONG, one_body, one_by_a, NULL, near.data, "or for somebody like us");
	proves(PROOF_WRONG, one_body, one_by_a, NULL, part.data, "whose name ours begins with");
	proves(PROOF_WRONG, one_body, one_by_a, NULL, nobody.data, "a key that is for anybody");
	proves(PROOF_WRONG, one_body, one_by_a, NULL, key_a, "a key alone");
	proves(PROOF_WRONG, one_body, one_by_a, NULL, "client-1", "a client without a key");
	proves(PROOF_WRONG, one_body, one_by_a, NULL, "", "an empty secret");
	proves(PROOF_WRONG, mixed_body, mixed_by_a, NULL, a.data, "a batch, one of it not for us");
	proves(PROOF_WRONG, none_body, none_by_a, NULL, a.data, "a batch of nothing is for nobody");
	str_free(&a);
	str_free(&other);
	str_free(&nobody);
	str_free(&changed);
	str_free(&near);
	str_free(&part);
}

static void
request_of(const char *credentials, const char *more, const char *token, const char *want,
    const char *what, bool login)
{
	struct poll_request request = test_requested("gt 2026-11-21 10:00:00");
	struct str got = STR_MAX(TEST_TEXT_MAX), keys = STR_MAX(4096);
	struct http_request r = { 0 };
	struct err e = { 0 };
	struct shop s;
	bool ok;

	str_printf(&keys, credentials, more);
	s = shop_test("https://shop.example", str_text(&keys));
	str_puts(&s.token, token);
	request.id = "412";
	request.state = "{}";
	if (login) {
		ok = adobe->api->request_login(&s, &r, &e);
		test_request(&got, ok, &r, &e);
	} else
		test_endpoint(&got, adobe, "cart", &s, &request);
	if (strstr(str_text(&got), "OAuth "))
		str_cut(&got, (size_t)(strstr(got.data, "OAuth ") - got.data));
	tap_is(str_text(&got), want, what);
	str_free(&got);
	str_free(&keys);
	shop_test_close(&s);
}

static void
requests(void)
{
	request_of(CLOUD, "", "", "POST http://127.0.0.1:9/ims/token/v3\n" WHO "Content-Type:"
	    " application/x-www-form-urlencoded\ngrant_type=client_credentials&client_id=client-1"
	    "&client_secret=p%26s%3D1&scope=openid%2CAdobeID%2Cemail%2Cprofile%2C"
	    "additional_info.roles%2Cadditional_info.projectedProductContext%2Ccommerce.accs",
	    "logging in to the Cloud Service", true);
	request_of(CLOUD, ",\"store_code\":\"de\"", "tok", "GET https://na1.example/acme/V1/carts/412/"
	    "totals\n" WHO "Authorization: Bearer tok\nx-api-key: client-1\nx-gw-ims-org-id:"
	    " 1@AdobeOrg\nStore: de\n", "a request to the Cloud Service", false);
	request_of(OWN, "", "-", "GET https://shop.example/rest/default/V1/carts/412/totals\n" WHO
	    "Authorization: ", "a request to a self-hosted shop", false);
	request_of(OWN, "", "", "POST \n", "which needs no log-in: no address", true);
	request_of("{\"client_id\":\"c\",\"client_secret\":\"s\"}", "", "t", "refused (78): the store"
	    " \"acme\" has no api_url", "the Cloud Service without its address", false);
	request_of("{\"client_id\":\"c\"}", "", "", "refused (78): the store \"acme\" has no"
	    " client_secret", "logging in without the secret", true);
	request_of("{\"client_id\":\"c\",\"client_secret\":\"s\","
	    "\"login_url\":\"http://ims.example\"}", "", "",
	    "refused (78): the login_url of the store \"acme\" is not an https URL",
	    "the secret goes to nobody in the clear", true);
	request_of("{\"client_id\":\"c\",\"api_url\":\"http://127.0.0.1:80@na1.example/acme\"}", "",
	    "t",
	    "refused (78): the api_url of the store \"acme\" is not an https URL",
	    "nor does the token, whatever the address begins with", false);
}

static void
logs_in(const char *body, const char *want, const char *what)
{
	struct shop s = shop_test("https://shop.example", "{}");
	struct http_response a = test_response(200, "", body);
	struct str got = STR_MAX(4096);
	struct err e = { 0 };
	crt_time now = test_time(test_now);
	char text[CLOCK_TEXT];

	if (adobe->api->response_login(&s, &a, now, &e))
		str_printf(&got, "%s until %s", str_text(&s.token), clock_print(s.token_until, text));
	else
		str_printf(&got, "refused (%d): %s", err_status(&e), e.text);
	tap_is(str_text(&got), want, what);
	str_free(&got);
	shop_test_close(&s);
}

static void
logins(void)
{
	logs_in("{\"access_token\":\"eyJ.x-_\",\"token_type\":\"bearer\",\"expires_in\":3600}",
	    "eyJ.x-_ until 2026-11-22T10:00:00Z", "a token of an hour");
	logs_in("{\"access_token\":\"t\",\"expires_in\":99999999}", "t until"
	    " 2026-11-23T09:00:00Z", "none is kept longer than a day");
	logs_in("{\"access_token\":\"t\"}", "t until 2026-11-23T09:00:00Z",
	    "a token without a lifetime");
	logs_in("{\"access_token\":\"a\\r\\nX: y\"}", "refused (65): the log-in response"
	    " has no access_token", "a token with a line end in it");
	logs_in("{\"error\":\"invalid_client\"}", "refused (65): the log-in response has"
	    " no access_token", "no token");
	logs_in("<html>", "refused (65): the log-in response: not JSON: invalid token at"
	    " byte 1", "a page");
}

/* Both platforms have the same pages. The records name the platform. */
static void
reads(void)
{
	struct shop s = shop_test("https://shop.example", "{}");
	struct http_response a = test_response(200, "",
	    "{\"items\":[{\"entity_id\":7,\"state\":\"new\","
	    "\"grand_total\":1,\"order_currency_code\":\"EUR\"}],\"total_count\":1}");
	struct poll_request request = test_requested("");
	struct str got = STR_MAX(TEST_TEXT_MAX), of_magento = STR_MAX(TEST_TEXT_MAX);

	test_handle(&got, adobe, "orders", &s, &request, &a);
	test_handle(&of_magento, platform_find("magento"), "orders", &s, &request, &a);
	tap_is(test_last(&got), "items 1, seen -, next \"\"\n", "a page of orders");
	tap_ok(strcmp(str_text(&got), str_text(&of_magento)) != 0, "its records are Adobe's");
	str_free(&got);
	str_free(&of_magento);
	shop_test_close(&s);
}

/* One event more than a delivery may have, and as many as it may have. */
static void
batches(void)
{
	struct str body = STR_MAX(TEST_TEXT_MAX), got = STR_MAX(TEST_TEXT_MAX);
	struct platform_delivery d = { NULL, NULL, NULL, 0, "acme", 0, false, false };
	struct err e = { 0 };
	const char *ignored;
	int i;

	str_putc(&body, '[');
	for (i = 0; i < ADOBE_EVENTS_MAX; i++)
		str_printf(&body, "%s{\"type\":\"observer.sales_quote_delete_after\",\"data\":{"
		    "\"value\":{\"id\":%d}}}", i ? "," : "", i + 1);
	str_puts(&body, ",7]");
	d.body = body.data;
	d.len = body.len;
	tap_ok(!adobe->records(&d, test_record, &got, &ignored, &e) && got.len == 0,
	    "a batch too long");
	body.data[body.len - 3] = ']';
	d.len = body.len - 2;
	tap_ok(adobe->records(&d, test_record, &got, &ignored, &e) && ignored == NULL,
	    "a batch as long as it may be");
	for (i = 0; got.len && strchr(got.data, '\n'); i++)
		*strchr(got.data, '\n') = ' ';
	tap_ok(i == ADOBE_EVENTS_MAX, "each of its events is a record");
	str_free(&body);
	str_free(&got);
}

static void
counts(void)
{
	static const char body[] = "[{\"type\":\"observer.sales_order_save_after\",\"data\":{"
	    "\"value\":{\"entity_id\":7,\"state\":\"on_mars\",\"grand_total\":1,"
	    "\"order_currency_code\":\"EUR\"}}}]";
	struct platform_delivery d = { NULL, NULL, body, sizeof body - 1, "acme", 0, false, false };
	struct str got = STR_MAX(TEST_TEXT_MAX);
	int64_t before = platform_unknown();
	struct err e = { 0 };
	const char *ignored;

	tap_ok(adobe->records(&d, test_record, &got, &ignored, &e)
	    && platform_unknown() == before + 1, "an order of an unknown state in a batch counts once");
	str_free(&got);
}

int
main(void)
{
	adobe = platform_find("adobe");
	genuine();
	wrong();
	requests();
	logins();
	reads();
	batches();
	counts();
	return tap_done();
}
