/* provider.c: verifies signatures of providers' webhooks for providers.mjs.
 *
 *   provider NAME SECRET URL TIME SIGNATURE < BODY    prints genuine, wrong, or missing
 */
#include <stdio.h>
#include <string.h>

#include "platform/platform.h"

#define BODY_MAX ((size_t)4 << 20)

int
main(int argc, char **argv)
{
	static const char *const verdicts[] = { "genuine", "missing", "wrong", "stale", "ping" };
	static const char *const names[] = { PROOF_URL, "x-twilio-email-event-webhook-timestamp" };
	const struct platform *provider = argc == 6 ? platform_sender(argv[1]) : NULL;
	const char *const secrets[] = { argc == 6 ? argv[2] : NULL, NULL };
	struct str body = STR_MAX(BODY_MAX);
	json_t *headers = value_map();
	char buf[4096];
	crt_time at;
	size_t i, n;

	while ((n = fread(buf, 1, sizeof buf, stdin)) > 0)
		str_add(&body, buf, n);
	if (provider == NULL)
		return 64;
	for (i = 0; i < COUNT(names); i++)
		value_set_text(headers, names[i], argv[3 + i]);
	value_set_text(headers, "x-twilio-signature", argv[5]);
	value_set_text(headers, "x-twilio-email-event-webhook-signature", argv[5]);
	puts(verdicts[provider->prove(&(struct platform_delivery){ NULL, headers, str_text(&body),
	    body.len, "peer", 0, false, false }, secrets, 0, &at)]);
	value_free(headers);
	str_free(&body);
	return 0;
}
