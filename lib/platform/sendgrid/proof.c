/* proof.c: verify that SendGrid signed the events. */
#include <stdlib.h>
#include <string.h>

#include "crypto/ecdsa.h"
#include "crypto/encode.h"
#include "platform/proof.h"
#include "platform/sendgrid/sendgrid.h"

/* Source: twilio.com/docs/sendgrid, "Event Webhook security features". SendGrid repeats an event
   for up to a day with a signature of any age, so a replay is recognized by its event's id. */

static const char *const signature_headers[] = { "x-twilio-email-event-webhook-signature", NULL };
static const char *const time_headers[] = { "x-twilio-email-event-webhook-timestamp", NULL };

enum proof
sendgrid_prove(const struct platform_delivery *d, const char *const *secrets,
    crt_time now UNUSED, crt_time *signed_at)
{
	const char *text = adapter_header(d, signature_headers);
	const char *time = adapter_header(d, time_headers);
	unsigned char key[ECDSA_KEY_MAX], sig[ECDSA_SIGNATURE_MAX];
	size_t i, nkey, n;

	*signed_at = 0;
	if (text == NULL || time == NULL)
		return PROOF_MISSING;
	if (!base64_read(text, strlen(text), sig, sizeof sig, &n))
		return PROOF_WRONG;
	for (i = 0; i < PROOF_SECRETS_MAX && secrets[i]; i++)
		if (base64_read(secrets[i], strlen(secrets[i]), key, sizeof key, &nkey)
		    && ecdsa_verify(key, nkey, sig, n, time, d->body, d->len))
			return PROOF_GENUINE;
	return PROOF_WRONG;
}
