/* route.c: find the route of a request in routes.def, and handle the simple ones. */
#include <stdio.h>
#include <string.h>

#include "routes.h"

#define CHALLENGE_MAX 256

/* The largest body that a route reads. lib/web has refused those above --body-max. */
#define BODY_PAYLOAD SIZE_MAX
#define BODY_FORM ((size_t)ROUTE_FORM_MAX)
#define BODY_NONE SIZE_MAX

static const struct route {
	const char *method, *path;
	size_t body_max;
	route_fn *handle;
} routes[] = {
#define ROUTE(handler, method, path, caller, body, rate, meaning) \
	{ #method, path, BODY_##body, route_##handler },
#include "routes.def"
#undef ROUTE
};

/* The last segment of path[0..*n); *n becomes the offset of its slash. */
static bool
route_segment(const char *path, size_t *n, const char **at, size_t *len)
{
	size_t end = *n;

	while (*n > 0 && path[*n - 1] != '/')
		--*n;
	if (*n == 0)
		return false;
	*at = path + *n;
	*len = end - (*n)--;
	return true;
}

/* A segment of these characters only.  crt prints names and tokens without percent-encoding,
   so none is decoded. */
static bool
route_text(const char *at, size_t len, const char *allowed, char *out, size_t max)
{
	if (len == 0 || len >= max || strspn(at, allowed) < len)
		return false;
	memcpy(out, at, len);
	out[len] = '\0';
	return true;
}

static bool
route_word(const char *at, size_t len, char out[SERVE_NAME_MAX])
{
	return route_text(at, len, "abcdefghijklmnopqrstuvwxyz0123456789-", out, SERVE_NAME_MAX);
}

static bool
route_token(const char *at, size_t len, char out[SERVE_TOKEN_MAX])
{
	return route_text(at, len, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789-_.", out, SERVE_TOKEN_MAX);
}

static bool
route_platform(const char *at, size_t len, char out[SERVE_NAME_MAX])
{
	const struct platform *p = route_word(at, len, out) ? platform_sender(out) : NULL;

	return p && p->prove;
}

static bool
route_fits(const struct route *route, const struct web_request *r, struct serve_target *to)
{
	size_t left = strlen(route->path), n = r->path_len, want_len, len;
	const char *want, *at;

	while (left > 0) {
		if (!route_segment(route->path, &left, &want, &want_len)
		    || !route_segment(r->path, &n, &at, &len))
			return false;
		if (!strncmp(want, "PLATFORM", want_len) ? !route_platform(at, len, to->platform)
		    : !strncmp(want, "STORE", want_len) ? !route_word(at, len, to->store)
		    : !strncmp(want, "TOKEN", want_len) ? !route_token(at, len, to->token)
		    : len != want_len || memcmp(at, want, len) != 0)
			return false;
	}
	to->kind = route->path[1];
	return true;
}

/* Echoes the challenge if it consists of safe characters.  It does so for unknown stores, too,
   so that nobody learns which exist. */
static bool
route_challenged(const struct web_request *r, const struct platform *p, struct web_response *a,
    char echo[CHALLENGE_MAX])
{
	const char *name = p ? p->challenge : NULL;
	const char *at = name ? strstr(r->query, name) : NULL;
	size_t n = name ? strlen(name) : 0;

	if (at == NULL || (at > r->query && at[-1] != '&') || at[n] != '=')
		return false;
	at += n + 1;
	n = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");
	if (n == 0 || n >= CHALLENGE_MAX || (at[n] && at[n] != '&'))
		return false;
	snprintf(echo, CHALLENGE_MAX, "%.*s", (int)n, at);
	serve_set_response(a, 200, echo);
	return true;
}

void
route_challenge(struct serve *d UNUSED, struct web_request *r, const struct serve_target *to)
{
	char echo[CHALLENGE_MAX];
	struct web_response a;

	if (!route_challenged(r, platform_sender(to->platform), &a, echo)) {
		serve_set_response(&a, 405, "method not allowed");
		a.allow = "POST";
	}
	web_respond(r, &a);
}

void
route_health(struct serve *d, struct web_request *r, const struct serve_target *to UNUSED)
{
	struct serve_table *t = serve_stores_use(&d->stores);
	struct web_response a;

	if (t == NULL)
		serve_set_response(&a, 503, "the stores are not loaded yet");
	else
		serve_set_response(&a, 200, serve_queue_away(&d->queue) ? "spooling" : "ok");
	serve_table_done(t);
	web_respond(r, &a);
}

static void
route_handle(const struct route *route, struct serve *d, struct web_request *r,
    const struct serve_target *to)
{
	struct web_response a;

	if (r->len <= route->body_max) {
		route->handle(d, r, to);
		return;
	}
	serve_set_response(&a, 413, "too large");
	web_respond(r, &a);
}

void
serve_request(void *arg, struct web_request *r)
{
	const char *method = strcmp(r->method, "HEAD") ? r->method : "GET";
	struct serve_target to = { .store = "" };
	const char *allow = NULL;
	struct web_response a;

	for (size_t i = 0; i < COUNT(routes); i++) {
		if (!route_fits(&routes[i], r, &to))
			continue;
		if (!strcmp(routes[i].method, method)) {
			route_handle(&routes[i], arg, r, &to);
			return;
		}
		if (allow == NULL)
			allow = routes[i].method;
	}
	serve_set_response(&a, allow ? 405 : 404,
	    allow ? "method not allowed" : "unknown address");
	a.allow = allow;
	web_respond(r, &a);
}
