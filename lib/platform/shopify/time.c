/* time.c: find when an object of Shopify changed. */
#include "platform/shopify/shopify.h"

const char *const shopify_sent_headers[] = {
	"X-Shopify-Triggered-At", "Shopify-Triggered-At", NULL
};

void
shopify_happened(struct build *b, const char *path)
{
	const char *sent = adapter_header(b->d, shopify_sent_headers);
	crt_time t;

	build_happened(b, b->body, path, "");
	if (b->dated || sent == NULL)
		return;
	if (clock_read(sent, &t) && t >= 0)
		b->time = t;
	else
		build_leave_named(shopify_sent_headers[0], LEFT_TIME);
}
