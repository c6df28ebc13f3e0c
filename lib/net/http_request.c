/* http_request.c: build and check a request, and look up fields of a response. */
#include <string.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "net/http_exchange.h"

void
http_request_init(struct http_request *r, const char *method)
{
	*r = (struct http_request){
		.method = method,
		.url = STR_MAX(HTTP_URL_MAX),
		.fields = STR_MAX(HTTP_FIELDS_MAX),
		.body = STR_MAX(HTTP_SEND_MAX),
	};
}

void
http_request_free(struct http_request *r)
{
	str_wipe(&r->url);
	str_wipe(&r->fields);
	str_wipe(&r->body);
}

bool
http_token(const char *s, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((unsigned char)s[i] <= ' ' || (unsigned char)s[i] >= 0x7f
		    || strchr("\"(),/:;<=>?@[\\]{}", s[i]))
			return false;
	return n > 0;
}

bool
http_field(struct http_request *r, const char *name, const char *value, struct err *e)
{
	if (!http_token(name, strlen(name)))
		return err_set(e, ERR_INPUT, "a field's name is not a token");
	if (!str_clean(value, strlen(value)))
		return err_set(e, ERR_INPUT, "the field \"%.64s\" contains a control byte", name);
	str_printf(&r->fields, "%s: %s\n", name, value);
	if (str_full(&r->fields))
		return err_set(e, ERR_INPUT, "the fields of a request exceed %d bytes",
		    HTTP_FIELDS_MAX);
	return true;
}

static void
http_request_parameter(struct str *s, const char *name, const char *value)
{
	percent_write(s, name, strlen(name));
	str_putc(s, '=');
	percent_write(s, value, strlen(value));
}

void
http_base(struct str *url, const char *address)
{
	size_t n = strlen(address);

	while (n && address[n - 1] == '/')
		n--;
	str_add(url, address, n);
}

void
http_query(struct str *url, const char *name, const char *value)
{
	str_putc(url, strchr(str_text(url), '?') ? '&' : '?');
	http_request_parameter(url, name, value);
}

void
http_form(struct str *form, const char *name, const char *value)
{
	str_puts(form, form->len ? "&" : "");
	http_request_parameter(form, name, value);
}

bool
http_response_field(const struct http_response *a, const char *name, struct str *out)
{
	size_t n = strlen(name);
	const char *at, *end;

	for (at = a->fields; *at; at = end + 1) {
		end = strchr(at, '\n');
		if (strncmp(at, name, n) != 0 || at[n] != ':')
			continue;
		at += n + 2;
		str_add(out, at, (size_t)(end - at));
		return true;
	}
	return false;
}

/* Whether the host, with or without a port, is loopback. With an "@" it is not: the host follows
   the "@". */
static bool
is_loopback(const char *host)
{
	static const char *const hosts[] = { "127.0.0.1", "localhost", "[::1]" };
	size_t i, n = strcspn(host, "/?#");

	for (i = 0; i < COUNT(hosts); i++) {
		size_t own = strlen(hosts[i]);

		if (n >= own && !memcmp(host, hosts[i], own) && !memchr(host, '@', n)
		    && (n == own || host[own] == ':'))
			return true;
	}
	return false;
}

bool
http_private(const char *url)
{
	return !strncmp(url, "https://", 8) || (!strncmp(url, "http://", 7) && is_loopback(url + 7));
}

bool
http_request_check(const struct http_request *r, struct err *e)
{
	const char *url = str_text(&r->url);

	if (str_full(&r->url) || str_full(&r->fields) || str_full(&r->body))
		return err_set(e, ERR_INPUT, "a request is too large");
	if (!http_token(r->method, strlen(r->method)))
		return err_set(e, ERR_BUG, "the method of a request is not a token");
	if (!str_clean(url, r->url.len) || memchr(url, ' ', r->url.len) || strlen(url) != r->url.len)
		return err_set(e, ERR_INPUT, "the address of a request contains a space or control byte");
	return true;
}
