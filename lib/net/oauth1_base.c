/* oauth1_base.c: the signature base string of a request. */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "net/oauth1.h"

struct pair {
	const char *name, *value;	/* percent-encoded */
};

struct parameters {
	struct arena memory;
	struct pair pair[OAUTH1_PARAMETERS_MAX];
	size_t n;
};

/* Decodes a form value (RFC 5849 3.4.1.3.1) and encodes it as OAuth requires (3.6). */
static const char *
oauth1_base_again(struct parameters *p, const char *s, size_t n)
{
	struct str out = STR_MAX(3 * HTTP_URL_MAX);
	const char *text;
	size_t i;

	for (i = 0; i < n; i++) {
		char c = s[i] == '+' ? ' ' : s[i];

		if (c == '%' && i + 2 < n && hex_digit(s[i + 1]) >= 0 && hex_digit(s[i + 2]) >= 0) {
			c = (char)(hex_digit(s[i + 1]) << 4 | hex_digit(s[i + 2]));
			i += 2;
		}
		percent_write(&out, &c, 1);
	}
	text = arena_dup(&p->memory, str_text(&out), out.len);
	str_free(&out);
	return text;
}

static bool
oauth1_base_take(struct parameters *p, const char *query, size_t n, struct err *e)
{
	const char *end = query + n, *stop, *equals;

	for (; query < end; query = stop + 1) {
		stop = memchr(query, '&', (size_t)(end - query));
		if (stop == NULL)
			stop = end;
		if (stop == query)
			continue;
		if (p->n == OAUTH1_PARAMETERS_MAX)
			return err_set(e, ERR_INPUT, "more than %d parameters to sign",
			    OAUTH1_PARAMETERS_MAX);
		equals = memchr(query, '=', (size_t)(stop - query));
		if (equals == NULL)
			equals = stop;
		p->pair[p->n++] = (struct pair){ oauth1_base_again(p, query, (size_t)(equals - query)),
		    equals == stop ? "" : oauth1_base_again(p, equals + 1, (size_t)(stop - equals - 1)) };
	}
	return true;
}

static int
oauth1_base_compare(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;
	int by_name = strcmp(x->name, y->name);

	return by_name ? by_name : strcmp(x->value, y->value);
}

static void
oauth1_base_escape(struct str *out, const char *text)
{
	percent_write(out, text, strlen(text));
}

/* RFC 5849 3.4.1.2: lower case, without a default port. */
static bool
oauth1_base_place(struct str *out, const char *text, struct err *e)
{
	CURLU *url = mem_must(curl_url());
	char *scheme = NULL, *host = NULL, *port = NULL, *path = NULL, *p;
	bool ok;

	if (curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK) {
		curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
		curl_url_get(url, CURLUPART_HOST, &host, 0);
		curl_url_get(url, CURLUPART_PORT, &port, CURLU_NO_DEFAULT_PORT);
		curl_url_get(url, CURLUPART_PATH, &path, 0);
	}
	for (p = host; p && *p; p++)
		*p = *p >= 'A' && *p <= 'Z' ? (char)(*p | 32) : *p;
	ok = scheme && host && path;
	if (ok) {
		oauth1_base_escape(out, scheme);
		oauth1_base_escape(out, "://");
		oauth1_base_escape(out, host);
		oauth1_base_escape(out, port ? ":" : "");
		oauth1_base_escape(out, port ? port : "");
		oauth1_base_escape(out, path);
	} else {
		err_set(e, ERR_INPUT, "the URL to sign is invalid");
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(port);
	curl_free(path);
	curl_url_cleanup(url);
	return ok;
}

bool
oauth1_base(struct str *out, const char *method, const char *url, const char *parameters,
    struct err *e)
{
	struct parameters *p = mem_get(sizeof *p);
	size_t n = strcspn(url, "?#"), i;
	bool ok;

	str_puts(out, method);
	str_putc(out, '&');
	ok = oauth1_base_place(out, url, e)
	    && (url[n] != '?' || oauth1_base_take(p, url + n + 1, strcspn(url + n + 1, "#"), e))
	    && oauth1_base_take(p, parameters, strlen(parameters), e);
	qsort(p->pair, p->n, sizeof p->pair[0], oauth1_base_compare);
	str_putc(out, '&');
	for (i = 0; i < p->n; i++) {
		oauth1_base_escape(out, i ? "&" : "");
		oauth1_base_escape(out, p->pair[i].name);
		oauth1_base_escape(out, "=");
		oauth1_base_escape(out, p->pair[i].value);
	}
	arena_free(&p->memory);
	free(p);
	return ok;
}
