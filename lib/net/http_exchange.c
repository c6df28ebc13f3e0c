/* http_exchange.c: run one request through libcurl and collect its response. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "net/http_exchange.h"

/* The origin of the URL, without path, query, and user, which may be secret. */
static bool
http_exchange_origin(struct http_exchange *x, struct err *e)
{
	CURLU *url = mem_must(curl_url());
	char *scheme = NULL, *host = NULL, *port = NULL, *user = NULL;
	bool ok;

	if (curl_url_set(url, CURLUPART_URL, str_text(&x->request.url), 0) == CURLUE_OK) {
		curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
		curl_url_get(url, CURLUPART_HOST, &host, 0);
		curl_url_get(url, CURLUPART_PORT, &port, 0);
		curl_url_get(url, CURLUPART_USER, &user, 0);
	}
	if (scheme == NULL || host == NULL || strncmp(scheme, "http", 4) != 0)
		ok = err_set(e, ERR_INPUT, "the address of a request is not http:// or https://");
	else if (user)
		ok = err_set(e, ERR_INPUT, "the address of a request contains a user");
	else
		ok = true;
	if (ok)
		snprintf(x->origin, sizeof x->origin, "%s://%s%s%s", scheme, host, port ? ":" : "",
		    port ? port : "");
	curl_free(scheme);
	curl_free(host);
	curl_free(port);
	curl_free(user);
	curl_url_cleanup(url);
	return ok;
}

static void
http_exchange_copy(struct str *to, const struct str *from)
{
	str_add(to, str_text(from), from->len);
}

struct http_exchange *
http_exchange_new(const struct http_request *r, struct err *e)
{
	struct http_exchange *x;

	if (!http_request_check(r, e))
		return NULL;
	x = mem_get(sizeof *x);
	http_request_init(&x->request, r->method);
	http_exchange_copy(&x->request.url, &r->url);
	http_exchange_copy(&x->request.fields, &r->fields);
	http_exchange_copy(&x->request.body, &r->body);
	x->request.begin = r->begin;
	x->request.timeout = r->timeout;
	x->fields = (struct str)STR_MAX(HTTP_FIELDS_MAX);
	x->body = (struct str)STR_MAX(HTTP_RESPONSE_MAX);
	if (http_exchange_origin(x, e))
		return x;
	http_exchange_free(x);
	return NULL;
}

void
http_exchange_free(struct http_exchange *x)
{
	struct curl_slist *l;

	for (l = x->list; l; l = l->next)
		explicit_bzero(l->data, strlen(l->data));
	curl_slist_free_all(x->list);
	curl_easy_cleanup(x->easy);
	str_free(&x->fields);
	str_wipe(&x->body);		/* a log-in's response contains a token */
	http_request_free(&x->request);
	free(x);
}

static void
header_list_add(struct http_exchange *x, const char *line)
{
	x->list = mem_must(curl_slist_append(x->list, line));
}

/* Removes the fields that libcurl would add itself, unless the request sets them. */
static void
list_fields(struct http_exchange *x)
{
	char *all = mem_dup(str_text(&x->request.fields)), *line, *end;
	bool typed = false;

	for (line = all; *line; line = end + 1) {
		end = strchr(line, '\n');
		*end = '\0';
		typed = typed || strncasecmp(line, "content-type:", 13) == 0;
		if (end > line + 1 && strcmp(end - 2, ": ") == 0)
			memcpy(end - 2, ";", 2);	/* libcurl's form of an empty value */
		header_list_add(x, line);
	}
	explicit_bzero(all, x->request.fields.len);
	free(all);
	header_list_add(x, "Expect:");
	if (!typed)
		header_list_add(x, "Content-Type:");
}

/* A status line begins a new response: the one before was interim (1xx). */
static bool
http_exchange_begins(struct http_exchange *x, const char *line, size_t n)
{
	if (n < 5 || strncmp(line, "HTTP/", 5) != 0)
		return false;
	str_cut(&x->fields, 0);
	x->over = false;
	return true;
}

static size_t
exchange_field(char *line, size_t size, size_t n, void *arg)
{
	struct http_exchange *x = arg;
	size_t all = size * n, i;
	char *colon;

	x->received += all;
	x->large = x->large || x->received > HTTP_FIELDS_MAX;
	if (x->large)
		return 0;
	for (n = all; n && (line[n - 1] == '\r' || line[n - 1] == '\n');)
		n--;
	if (http_exchange_begins(x, line, n) || x->over)
		return all;
	x->over = n == 0;
	colon = memchr(line, ':', n);
	if (colon == NULL || !http_token(line, (size_t)(colon - line)))
		return all;
	for (; n && (line[n - 1] == ' ' || line[n - 1] == '\t');)
		n--;
	for (i = (size_t)(colon - line) + 1; i < n && (line[i] == ' ' || line[i] == '\t');)
		i++;
	if (!str_clean(line + i, n > i ? n - i : 0))
		return all;
	for (; line < colon; line++, i--, n--)
		str_putc(&x->fields, *line >= 'A' && *line <= 'Z' ? (char)(*line | 32) : *line);
	str_puts(&x->fields, ": ");
	str_add(&x->fields, line + i, n > i ? n - i : 0);
	str_putc(&x->fields, '\n');
	x->large = str_full(&x->fields);	/* a line may grow by a byte here */
	return x->large ? 0 : all;
}

/* Limits the size here, because libcurl checks it only against a Content-Length. */
static size_t
exchange_body(char *bytes, size_t size, size_t n, void *arg)
{
	struct http_exchange *x = arg;

	str_add(&x->body, bytes, size * n);
	x->large = x->large || str_full(&x->body);
	return x->large ? 0 : size * n;
}

/* Called before each attempt; the second one would be sent by libcurl itself. */
static int
exchange_ready(void *arg, char *to UNUSED, char *from UNUSED, int to_port UNUSED,
    int from_port UNUSED)
{
	struct http_exchange *x = arg;

	if (x->begun || !x->request.begin(x->arg))
		return CURL_PREREQFUNC_ABORT;
	x->begun = true;
	return CURL_PREREQFUNC_OK;
}

static CURLcode
prepare_once(struct http_exchange *x)
{
	CURLcode bad = 0;

	if (x->request.begin == NULL)
		return CURLE_OK;
	bad |= curl_easy_setopt(x->easy, CURLOPT_PREREQFUNCTION, exchange_ready);
	bad |= curl_easy_setopt(x->easy, CURLOPT_PREREQDATA, x);
	bad |= curl_easy_setopt(x->easy, CURLOPT_MAXAGE_CONN, (long)HTTP_IDLE_MAX);
	return bad;
}

static CURLcode
prepare_request(struct http_exchange *x)
{
	const struct http_request *r = &x->request;
	CURL *c = x->easy;
	CURLcode bad = 0;

	if (r->body.len || strcmp(r->method, "POST") == 0 || strcmp(r->method, "PUT") == 0
	    || strcmp(r->method, "PATCH") == 0) {
		bad |= curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)r->body.len);
		bad |= curl_easy_setopt(c, CURLOPT_POSTFIELDS, str_text(&r->body));
	}
	if (strcmp(r->method, "HEAD") == 0)
		bad |= curl_easy_setopt(c, CURLOPT_NOBODY, 1L);
	else
		bad |= curl_easy_setopt(c, CURLOPT_CUSTOMREQUEST, r->method);
	list_fields(x);
	bad |= curl_easy_setopt(c, CURLOPT_URL, str_text(&r->url));
	bad |= curl_easy_setopt(c, CURLOPT_HTTPHEADER, x->list);
	bad |= curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, exchange_field);
	bad |= curl_easy_setopt(c, CURLOPT_HEADERDATA, x);
	bad |= curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, exchange_body);
	bad |= curl_easy_setopt(c, CURLOPT_WRITEDATA, x);
	bad |= curl_easy_setopt(c, CURLOPT_ERRORBUFFER, x->why);
	bad |= curl_easy_setopt(c, CURLOPT_PRIVATE, x);
	return bad;
}

static CURLcode
http_exchange_prepare(struct http_exchange *x, const struct http_settings *set)
{
	CURL *c = x->easy;
	CURLcode bad = prepare_request(x) | prepare_once(x);

	x->timeout = x->request.timeout ? x->request.timeout : set->timeout;
	bad |= curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	bad |= curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	bad |= curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	bad |= curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)(x->timeout / 1000));
	bad |= curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)(x->timeout / 1000));
	bad |= curl_easy_setopt(c, CURLOPT_ACCEPT_ENCODING, "gzip");
	bad |= curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	bad |= curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	bad |= curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	if (set->ca_file)
		bad |= curl_easy_setopt(c, CURLOPT_CAINFO, set->ca_file);
	return bad;
}

bool
http_exchange_begin(struct http_exchange *x, CURLM *multi, const struct http_settings *set,
    struct err *e)
{
	x->easy = mem_must(curl_easy_init());
	if (http_exchange_prepare(x, set) == CURLE_OK
	    && curl_multi_add_handle(multi, x->easy) == CURLM_OK)
		return true;
	return err_set(e, ERR_BUG, "%s: libcurl refuses the settings", x->origin);
}

static bool
http_exchange_failed(const struct http_exchange *x, CURLcode code, struct err *e)
{
	enum err_kind kind = ERR_AGAIN;

	if (x->large)
		return err_set(e, ERR_INPUT, "%s: the response is too large", x->origin);
	switch (code) {
	case CURLE_OPERATION_TIMEDOUT:
		return err_set(e, ERR_AGAIN, "%s: no complete response within %.3g seconds", x->origin,
		    (double)x->timeout / CLOCK_SECOND);
	case CURLE_ABORTED_BY_CALLBACK:
		if (!x->begun)
			return err_set(e, ERR_AGAIN, "%s: the request was not sent", x->origin);
		/* fallthrough */
	case CURLE_GOT_NOTHING:
		return err_set(e, ERR_AGAIN, "%s: the connection closed without a response", x->origin);
	case CURLE_PARTIAL_FILE:
		return err_set(e, ERR_AGAIN, "%s: the response was cut off", x->origin);
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		kind = ERR_UNAVAILABLE;
		break;
	case CURLE_SSL_CACERT_BADFILE:
		kind = ERR_CONFIG;
		break;
	default:
		break;
	}
	return err_set(e, kind, "%s: %s", x->origin, x->why[0] ? x->why : curl_easy_strerror(code));
}

bool
http_exchange_end(struct http_exchange *x, CURLcode code, struct http_response *a,
    struct err *e)
{
	long status = 0;

	if (code != CURLE_OK)
		return http_exchange_failed(x, code, e);
	curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
	*a = (struct http_response){ (int)status, str_text(&x->fields), str_text(&x->body),
	    x->body.len };
	return true;
}
