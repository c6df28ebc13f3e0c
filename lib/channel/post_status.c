/* post_status.c: interpret a provider's response to any request: a limit, or a refusal of crt. */
#include <stdlib.h>

#include "channel/post.h"
#include "platform/backoff.h"

#define POST_RESET "x-ratelimit-reset"	/* seconds since 1970 */

crt_time
post_limit(const struct http_response *a)
{
	struct str reset = STR_MAX(32);
	crt_time now = clock_now(), wait = backoff_requested(a, now);
	long long at = 0;

	if (wait == 0 && http_response_field(a, POST_RESET, &reset))
		at = strtoll(str_text(&reset), NULL, 10);
	str_free(&reset);
	if (at > now / CLOCK_SECOND)
		wait = at - now / CLOCK_SECOND < POST_PAUSE_MAX / CLOCK_SECOND
		    ? at * CLOCK_SECOND - now : POST_PAUSE_MAX;
	return wait < POST_PAUSE_MAX ? wait : POST_PAUSE_MAX;
}

bool
post_admits(const struct post_provider *provider, int status, struct err *e)
{
	if (status == 401) {
		err_set(e, ERR_UNAVAILABLE, "%s rejected the key (HTTP 401)", provider->name);
		err_hint(e, "create a key that may send, and store it in the file with mode 0600");
		return err_option(e, provider->key_option);
	}
	if (status / 100 != 3 && status != 404 && status != 405)
		return true;
	err_set(e, ERR_UNAVAILABLE, "%s does not have its API at this address (HTTP %d)",
	    provider->name, status);
	return err_option(e, provider->url_option);
}
