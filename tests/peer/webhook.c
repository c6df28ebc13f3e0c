/* webhook.c: Standard Webhooks for webhooks.mjs: verifies signatures, and signs.
 *
 *   webhook verify SECRET NOW ID TIME SIGNATURES < BODY    prints genuine, wrong, stale or missing
 *   webhook sign SECRET ID TIME < BODY                     prints a signature
 */
#include <stdio.h>
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "platform/platform.h"

#define BODY_MAX ((size_t)4 << 20)

static int
verify(char **args, const struct str *body)
{
	static const char *const verdicts[] = { "genuine", "missing", "wrong", "stale", "ping" };
	static const char *const names[] = { "webhook-id", "webhook-timestamp", "webhook-signature" };
	const char *const secrets[] = { args[0], NULL };
	json_t *headers = value_map();
	struct platform_delivery d = { NULL, headers, str_text(body), body->len, "peer", 0,
	    false, false };
	crt_time now, at;
	size_t i;

	if (!clock_read(args[1], &now))
		return 64;
	for (i = 0; i < COUNT(names); i++)
		value_set_text(headers, names[i], args[2 + i]);
	puts(verdicts[platform_find("bigcommerce")->prove(&d, secrets, now, &at)]);
	value_free(headers);
	return 0;
}

static int
sign(char **args, const struct str *body)
{
	struct hmac *key = hmac_open(args[0], strlen(args[0]));
	struct str head = STR_MAX(BODY_MAX), out = STR_MAX(64);
	unsigned char mac[HASH_BYTES];

	str_printf(&head, "%s.%s.", args[1], args[2]);
	hmac_sha256_two(key, mac, str_text(&head), head.len, str_text(body), body->len);
	base64_write(&out, mac, sizeof mac);
	printf("v1,%s\n", str_text(&out));
	hmac_close(key);
	str_free(&head);
	str_free(&out);
	return 0;
}

int
main(int argc, char **argv)
{
	struct str body = STR_MAX(BODY_MAX);
	char buf[4096];
	int status = 64;
	size_t n;

	while ((n = fread(buf, 1, sizeof buf, stdin)) > 0)
		str_add(&body, buf, n);
	if (argc == 7 && !strcmp(argv[1], "verify"))
		status = verify(argv + 2, &body);
	else if (argc == 5 && !strcmp(argv[1], "sign"))
		status = sign(argv + 2, &body);
	str_free(&body);
	return status;
}
