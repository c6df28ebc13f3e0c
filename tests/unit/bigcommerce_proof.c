/* bigcommerce_proof.c: signatures of Standard Webhooks: valid, wrong, changed, old, and many. */
#include "crypto/encode.h"
#include "crypto/hash.h"
#include "platform/bigcommerce/bigcommerce.h"
#include "tap.h"

#define SECRET "a7d0c2f19be84c35"
#define BODY "{\"scope\":\"store/cart/updated\",\"data\":{\"id\":\"x\"}}"
#define AT 1795338000		/* seconds */

/*
 * printf %s msg_1.1795338000.BODY | openssl dgst -sha256 -hmac SECRET -binary | base64
 */
#define RIGHT "v1,ryZjeXUTcFm5t/VJ7D5fLD1ooS2mxh2UHqD/+hhiSAc="
#define OTHER "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

static const char *const names[] = { "genuine", "missing", "wrong", "stale", "ping" };
static const char *const ours[] = { SECRET, NULL };

static const char *
verdict(const char *const *headers, const char *body, const char *const *secrets, crt_time now,
    crt_time *signed_at)
{
	struct platform_delivery d = { NULL, NULL, body, strlen(body), "acme", now, false, false };
	json_t *map = value_map();
	enum proof proof;

	for (; *headers; headers += 2)
		value_set_text(map, headers[0], headers[1]);
	d.headers = map;
	proof = platform_find("bigcommerce")->prove(&d, secrets, now, signed_at);
	value_free(map);
	return names[proof];
}

static void
signature(const char *id, const char *stamp, const char *list, const char *want, const char *what)
{
	const char *const headers[] = { "Webhook-Id", id, "webhook-timestamp", stamp,
	    "WEBHOOK-SIGNATURE", list, NULL };
	crt_time at;

	tap_is(verdict(headers, BODY, ours, AT * CLOCK_SECOND, &at), want, what);
}

static void
signatures(void)
{
	signature("msg_1", "1795338000", RIGHT, "genuine", "rightly signed");
	signature("msg_1", "1795338000", OTHER, "wrong", "signed by somebody else");
	signature("msg_1", "1795338000", OTHER " " RIGHT, "genuine", "the second of two");
	signature("msg_1", "1795338000", RIGHT " " OTHER, "genuine", "the first of two");
	signature("msg_1", "1795338000", "v1a,x " RIGHT " v2,y", "genuine", "among other versions");
	signature("msg_1", "1795338000", "v1a,ryZjeXUTcFm5t/VJ7D5fLD1ooS2mxh2UHqD/+hhiSAc=",
	    "wrong",
	    "the right bytes under another version");
	signature("msg_1", "1795338000", "v2,ryZjeXUTcFm5t/VJ7D5fLD1ooS2mxh2UHqD/+hhiSAc=",
	    "wrong", "the right bytes under the next version");
	signature("msg_1", "1795338000", "  " RIGHT "  ", "genuine", "blanks around it");
	signature("msg_1", "1795338000", RIGHT "," RIGHT, "wrong", "a comma for a blank");
	signature("msg_1", "1795338000", "ryZjeXUTcFm5t/VJ7D5fLD1ooS2mxh2UHqD/+hhiSAc=", "wrong",
	    "without a version");
	signature("msg_1", "1795338000", "v1,", "wrong", "an empty one");
	signature("msg_1", "1795338000", "v1,ryZjeXUTcFm5t/VJ7D5fLD1ooS2mxh2UHqD/+hhiSAc", "wrong",
	    "without its padding");
	signature("msg_2", "1795338000", RIGHT, "wrong", "under another id");
	signature("msg_1", "1795338001", RIGHT, "wrong", "at another time");
	signature("msg_1.1795338000", "1", RIGHT, "wrong", "the time moved into the id");
	signature("msg_1", "1795338000 ", RIGHT, "wrong", "a time that is no number");
	signature("msg_1", "99999999999999999999", RIGHT, "wrong", "a time beyond all times");
	signature("msg_1", "-1", RIGHT, "wrong", "a time before 1970");
	signature(NULL, "1795338000", RIGHT, "missing", "no id");
	signature("msg_1", NULL, RIGHT, "missing", "no time");
	signature("msg_1", "1795338000", NULL, "missing", "no signature");
	signature(NULL, NULL, NULL, "missing", "nothing at all");
}

/* More signatures than any sender uses: only the first sixteen are checked. */
static void
many(void)
{
	struct str list = STR_MAX(4096);
	int i;

	for (i = 0; i < 15; i++)
		str_puts(&list, OTHER " ");
	str_puts(&list, RIGHT);
	signature("msg_1", "1795338000", str_text(&list), "genuine", "the sixteenth");
	str_cut(&list, 0);
	for (i = 0; i < 16; i++)
		str_puts(&list, OTHER " ");
	str_puts(&list, RIGHT);
	signature("msg_1", "1795338000", str_text(&list), "wrong", "the seventeenth");
	str_free(&list);
}

static void
moved(crt_time by, const char *want, const char *what)
{
	const char *const headers[] = { "webhook-id", "msg_1", "webhook-timestamp", "1795338000",
	    "webhook-signature", RIGHT, NULL };
	crt_time at;
	const char *got = verdict(headers, BODY, ours, AT * CLOCK_SECOND + by, &at);

	tap_is(got, want, what);
	tap_ok(at == AT * CLOCK_SECOND, "and the time of the signature is returned");
}

static void
others(void)
{
	static const char *const headers[] = { "webhook-id", "msg_1", "webhook-timestamp",
	    "1795338000", "webhook-signature", RIGHT, NULL };
	static const char *const two[] = { "before", SECRET, NULL }, *const none[] = { NULL };
	static const char *const longer[] = { SECRET "1", NULL };
	crt_time at, now = AT * CLOCK_SECOND;

	tap_is(verdict(headers, BODY " ", ours, now, &at), "wrong", "a blank more in the body");
	tap_ok(at == 0, "an invalid delivery has no time");
	tap_is(verdict(headers, BODY, two, now, &at), "genuine", "the second secret in force");
	tap_is(verdict(headers, BODY, longer, now, &at), "wrong", "another secret");
	tap_is(verdict(headers, BODY, none, now, &at), "wrong", "no secret at all");
}

/* Older webhooks have only the token. */
static void
tokens(void)
{
	char right[BIGCOMMERCE_TOKEN], wrong[BIGCOMMERCE_TOKEN];
	const char *headers[] = { BIGCOMMERCE_HOOK_HEADER, right, "webhook-signature", OTHER,
	    NULL };
	crt_time at, now = AT * CLOCK_SECOND;

	bigcommerce_token(SECRET, right);
	bigcommerce_token("another", wrong);
	tap_ok(strlen(right) == 64 && strcmp(right, wrong) != 0 && !strstr(right, SECRET),
	    "a token is hex, and one's own");
	tap_is(verdict(headers, BODY, ours, now, &at), "missing",
	    "the token does not replace an invalid signature");
	headers[2] = NULL;
	tap_is(verdict(headers, BODY, ours, now, &at), "genuine", "the token alone");
	tap_ok(at == 0, "and no time is signed with it");
	headers[1] = wrong;
	tap_is(verdict(headers, BODY, ours, now, &at), "wrong", "another secret's token");
	headers[1] = SECRET;
	tap_is(verdict(headers, BODY, ours, now, &at), "wrong", "the secret itself is no token");
	right[63] = '\0';
	headers[1] = right;
	tap_is(verdict(headers, BODY, ours, now, &at), "wrong", "a token cut short");
}

/* The test vector of Standard Webhooks, for the key whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw */
static void
published(void)
{
	static const char text[] = "msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}";
	unsigned char key[64], mac[HASH_BYTES];
	struct str out = STR_MAX(64);
	struct hmac *h;
	size_t n;

	if (!base64_read("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 32, key, sizeof key, &n))
		n = 0;
	h = hmac_open(key, n);
	hmac_sha256(h, mac, text, sizeof text - 1);
	hmac_close(h);
	base64_write(&out, mac, sizeof mac);
	tap_is(str_text(&out), "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
	    "the published vector of the scheme");
	str_free(&out);
}

int
main(void)
{
	published();
	signatures();
	many();
	moved(0, "genuine", "at once");
	moved(5 * CLOCK_MINUTE, "genuine", "five minutes ago");
	moved(5 * CLOCK_MINUTE + 1, "stale", "more than five minutes ago");
	moved(-5 * CLOCK_MINUTE, "genuine", "five minutes before its time");
	moved(-5 * CLOCK_MINUTE - 1, "stale", "more than five minutes before its time");
	moved(400 * CLOCK_DAY, "stale", "a year ago");
	others();
	tokens();
	return tap_done();
}
