/* request.c: convert CGI variables to a request, and write a CGI response. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "web/request.h"

/* A page loads nothing, stands in no frame, and its address, a token, is not passed on. */
#define PRIVATE_HEADERS "Cache-Control: no-store\r\nReferrer-Policy: no-referrer\r\n" \
	"X-Robots-Tag: noindex\r\n"
#define PAGE_HEADERS "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; " \
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'\r\n" \
	PRIVATE_HEADERS

const char *
request_variable(const struct web_request *r, const char *name)
{
	size_t n = strlen(name);
	char **v;

	for (v = r->variables; v && *v; v++)
		if (!strncmp(*v, name, n) && (*v)[n] == '=')
			return *v + n + 1;
	return "";
}

/* REQUEST_URI, which every web server sets and does not decode. */
void
request_read(struct web_request *r, char **variables)
{
	*r = (struct web_request){ .variables = variables, .body = "" };
	r->method = request_variable(r, "REQUEST_METHOD");
	r->path = request_variable(r, "REQUEST_URI");
	if (*r->path == '\0')
		r->path = request_variable(r, *request_variable(r, "PATH_INFO") ? "PATH_INFO"
		    : "SCRIPT_NAME");
	r->path_len = strcspn(r->path, "?#");
	r->query = request_variable(r, "QUERY_STRING");
	r->address = request_variable(r, "REMOTE_ADDR");
}

void
web_respond(struct web_request *r, const struct web_response *a)
{
	r->responded(r, a);
}

int64_t
request_length(const struct web_request *r)
{
	const char *s = request_variable(r, "CONTENT_LENGTH");
	char *end;
	long long n;

	if (*s == '\0')
		return -1;
	n = strtoll(s, &end, 10);
	return isdigit((unsigned char)*s) && *end == '\0' ? n : -2;
}

bool
request_body(struct web_request *r, const struct str *body, size_t max)
{
	int64_t given = request_length(r);
	struct web_response a = { .status = 413, .text = "too large" };

	r->body = str_text(body);
	r->len = body->len;
	if (given <= (int64_t)max && r->len <= max) {
		if (given != -2 && (given <= 0 || r->len == (size_t)given))
			return true;
		a = (struct web_response){ .status = 400, .text = "the body is incomplete" };
	}
	web_respond(r, &a);
	return false;
}

/* "X_SHOPIFY_TOPIC=" to "x-shopify-topic"; false if it is too long. */
static bool
header_name(const char *variable, size_t n, char name[WEB_HEADER_MAX])
{
	size_t i;

	if (n == 0 || n >= WEB_HEADER_MAX)
		return false;
	for (i = 0; i < n; i++)
		name[i] = variable[i] == '_' ? '-' : (char)tolower((unsigned char)variable[i]);
	name[n] = '\0';
	return true;
}

static bool
web_request_secret(const char *name)
{
	static const char *const names[] = { "authorization", "cookie", "proxy-authorization" };
	size_t i;

	for (i = 0; i < COUNT(names); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

void
request_headers(const struct web_request *r, request_header_fn *fn, void *arg)
{
	static const char start[] = "HTTP_";
	const size_t skip = sizeof start - 1;
	char name[WEB_HEADER_MAX], **v;
	size_t n = 0;

	for (v = r->variables; v && *v && n < WEB_HEADERS_MAX; v++) {
		const char *eq = strchr(*v, '=');

		if (eq == NULL || strncmp(*v, start, skip)
		    || !header_name(*v + skip, (size_t)(eq - *v) - skip, name) || web_request_secret(name))
			continue;
		fn(arg, name, eq + 1);
		n++;
	}
}

static const char *
web_request_reason(int status)
{
	static const struct { int status; const char *text; } all[] = {
		{ 200, "OK" }, { 204, "No Content" }, { 302, "Found" }, { 400, "Bad Request" },
		{ 401, "Unauthorized" },
		{ 404, "Not Found" }, { 405, "Method Not Allowed" }, { 410, "Gone" },
		{ 413, "Content Too Large" }, { 429, "Too Many Requests" },
		{ 503, "Service Unavailable" },
	};
	size_t i;

	for (i = 0; i < COUNT(all); i++)
		if (all[i].status == status)
			return all[i].text;
	return "Internal Server Error";
}

/* A GIF of one transparent pixel. */
static const char web_request_gif[43] = "GIF89a\1\0\1\0\200\0\0\0\0\0\377\377\377!\371\4\1\0\0\0\0"
    ",\0\0\0\0\1\0\1\0\0\2\2D\1\0;";

static void
web_response_body(struct str *s, const struct web_response *a)
{
	if (a->pixel)
		str_add(s, web_request_gif, sizeof web_request_gif);
	else
		str_printf(s, "%s\n", a->text);
}

void
web_response_print(struct str *s, const struct web_request *r, const struct web_response *a)
{
	size_t n = a->pixel ? sizeof web_request_gif : strlen(a->text) + 1;

	str_printf(s, "Status: %d %s\r\n", a->status, web_request_reason(a->status));
	if (a->allow)
		str_printf(s, "Allow: %s\r\n", a->allow);
	if (a->retry_after)
		str_printf(s, "Retry-After: %u\r\n", a->retry_after);
	if (a->location)
		str_printf(s, "Location: %s\r\n" PRIVATE_HEADERS, a->location);
	if (a->status == 204) {
		str_puts(s, "\r\n");
		return;
	}
	if (a->page)
		str_puts(s, PAGE_HEADERS);
	if (a->pixel)
		str_puts(s, PRIVATE_HEADERS);
	str_printf(s, "Content-Type: %s\r\n"
	    "X-Content-Type-Options: nosniff\r\nContent-Length: %zu\r\n\r\n",
	    a->pixel ? "image/gif" : a->page ? "text/html; charset=utf-8"
	    : "text/plain; charset=utf-8", n);
	if (strcmp(r->method, "HEAD"))
		web_response_body(s, a);
}
