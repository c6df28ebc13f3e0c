/* request.c: build the parts that the requests of all platforms share. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "option/command.h"
#include "platform/adapter.h"
#include "platform/request.h"
#include "platform/backoff.h"

#define NUMBER_MAX 24			/* bytes of a number */
#define LIFE_MAX   (CLOCK_DAY / CLOCK_SECOND)	/* of a token, whatever the platform reports */

const char *
request_credential(const struct shop *s, const char *credential)
{
	return build_text(s->credentials, credential);
}

bool
request_need(const struct shop *s, const char *credential, const char **given, struct err *e)
{
	*given = request_credential(s, credential);
	return *given || err_set(e, ERR_CONFIG, "the store \"%s\" has no %s", s->slug, credential);
}

bool
request_secure(struct str *url, const char *address, const char *name, const struct shop *s,
    struct err *e)
{
	if (!http_private(address))
		return err_set(e, ERR_CONFIG, "the %s of the store \"%s\" is not an https URL", name,
		    s->slug);
	http_base(url, address);
	return true;
}

bool
request_fields(struct http_request *r, struct err *e)
{
	return http_field(r, "Accept", "application/json", e)
	    && http_field(r, "User-Agent", "crt/" CRT_VERSION, e)
	    && (r->body.len == 0 || http_field(r, "Content-Type", "application/json", e));
}

void
request_number(struct http_request *r, const char *name, int64_t n)
{
	char text[NUMBER_MAX];

	snprintf(text, sizeof text, "%lld", (long long)n);
	http_query(&r->url, name, text);
}

bool
request_no_page(const char *name, struct err *e)
{
	return err_set(e, ERR_INPUT, "unknown page \"%.64s\"", name);
}

bool
request_page(const char *name, int64_t *page, struct err *e)
{
	*page = 1;
	return *name == '\0' || (build_whole(name, page) && *page > 0) || request_no_page(name, e);
}

bool
request_digits(const char **text, long long most, long long *out)
{
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	*out = strtoll(*text, &end, 10);
	*text = end;
	return *out <= most;
}

bool
response_gone(const struct http_response *a)
{
	return backoff_fate_of(a) == BACKOFF_GONE;
}

/* Whether a header field can contain it. */
static bool
is_token(const char *s)
{
	size_t n = 0;

	for (; s && s[n] > ' ' && s[n] <= '~'; n++)
		;
	return n && n <= REQUEST_TOKEN_MAX && s[n] == '\0';
}

bool
response_token(struct shop *s, const struct http_response *a, crt_time now, struct err *e)
{
	const char *token;
	int64_t life;
	json_t *v;
	bool ok;

	if (!value_read_exact(&v, a->body, a->len, e))
		return err_in(e, "the log-in response");
	token = build_text(v, "access_token");
	ok = is_token(token) || err_set(e, ERR_INPUT, "the log-in response has no access_token");
	if (ok) {
		str_wipe(&s->token);
		str_puts(&s->token, token);
		if (!build_whole(build_text(v, "expires_in"), &life) || life > LIFE_MAX)
			life = LIFE_MAX;
		s->token_until = now + life * CLOCK_SECOND;
	}
	value_free(v);
	return ok;
}
