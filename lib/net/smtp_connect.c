/* smtp_connect.c: connect, greet, encrypt, and log in, through libcurl. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"
#include "net/smtp_session.h"

#define SMTP_PIN "sha256//"

#define URL_FORM "smtp://HOST:PORT or smtps://HOST"

static bool
smtp_connect_loopback(const char *host)
{
	bool number = host[strspn(host, "0123456789.")] == '\0';	/* excludes 127.example.com */

	return strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0
	    || (number && strncmp(host, "127.", 4) == 0);
}

static bool
url_refuse(struct err *e, const char *what)
{
	err_set(e, ERR_CONFIG, "smtp: the URL of the mail server %s", what);
	err_hint(e, "use a URL such as smtp://mail.example.com:587; the login is smtp_user and "
	    "smtp_password_file");
	return err_option(e, "smtp-url");
}

static bool
url_ok(CURLU *url, const struct smtp_settings *set, struct err *e)
{
	char *host = NULL, *scheme = NULL, *user = NULL;
	bool clear, ok = true;

	curl_url_get(url, CURLUPART_HOST, &host, 0);
	curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
	curl_url_get(url, CURLUPART_USER, &user, 0);
	clear = set->tls == SMTP_TLS_OFF || set->tls == SMTP_TLS_OPPORTUNISTIC;
	if (scheme == NULL || host == NULL || strncmp(scheme, "smtp", 4) != 0)
		ok = url_refuse(e, "is not " URL_FORM);
	else if (user)
		ok = url_refuse(e, "must not contain a user or a password");
	else if (clear && strcmp(scheme, "smtp") == 0 && set->user && !smtp_connect_loopback(host)) {
		err_set(e, ERR_CONFIG, "smtp: the password would be sent unencrypted");
		err_hint(e, "set smtp_tls: required, or remove smtp_password_file");
		ok = err_option(e, "smtp-tls");
	}
	curl_free(host);
	curl_free(scheme);
	curl_free(user);
	return ok;
}

bool
smtp_settings_ok(const struct smtp_settings *set, struct err *e)
{
	CURLU *url;
	bool ok;

	if (set->sessions < 1 || set->sessions > SMTP_SESSIONS_MAX)
		return err_set(e, ERR_CONFIG, "smtp: sessions must be 1 to %d", SMTP_SESSIONS_MAX);
	if (set->rate < 0 || set->timeout < 0)
		return err_set(e, ERR_CONFIG, "smtp: a negative rate or timeout");
	if (set->url == NULL)
		return url_refuse(e, "is not set");
	if (set->ca_file && access(set->ca_file, R_OK) != 0) {
		err_set(e, ERR_FILE, "cannot read the certificates \"%s\"", set->ca_file);
		return err_option(e, "smtp-ca-file");
	}
	if (set->pin && strncmp(set->pin, SMTP_PIN, strlen(SMTP_PIN))) {
		err_set(e, ERR_CONFIG, "the hash of the mail server's key does not begin with " SMTP_PIN);
		return err_option(e, "smtp-pin");
	}
	url = mem_must(curl_url());
	ok = curl_url_set(url, CURLUPART_URL, set->url, 0) == CURLUE_OK
	    ? url_ok(url, set, e) : url_refuse(e, "is not " URL_FORM);
	curl_url_cleanup(url);
	return ok;
}

/* Every line from the server until the login. A 220 resets the offers: those from before
   STARTTLS may have been forged (RFC 3207 4.2). */
static size_t
connect_on_line(char *bytes, size_t size, size_t n, void *arg)
{
	struct smtp_session *s = arg;
	size_t used, at = 0, all = size * n;

	if (all >= 14 && strncmp(bytes, "250", 3) == 0 && strncasecmp(bytes + 4, "PIPELINING", 10) == 0)
		s->pipelining = true;
	if (all >= 3 && strncmp(bytes, "220", 3) == 0)
		s->pipelining = false;
	while (at < all) {
		if (smtp_reply_feed(&s->reply, bytes + at, all - at, &used) == SMTP_NONSENSE)
			s->reply = (struct smtp_reply){ 0 };
		at += used;
	}
	return all;
}

/* A small send buffer makes it more certain that the final dot was really sent. */
static int
connect_on_socket(void *arg UNUSED, curl_socket_t fd, curlsocktype purpose UNUSED)
{
	int bytes = SMTP_UNSENT_MAX;

	(void)setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
	return CURL_SOCKOPT_OK;
}

static long
connect_tls_level(const struct smtp_settings *set)
{
	switch (set->tls) {
	case SMTP_TLS_OFF:
		return CURLUSESSL_NONE;
	case SMTP_TLS_OPPORTUNISTIC:
		return CURLUSESSL_TRY;
	default:
		return CURLUSESSL_ALL;
	}
}

/* smtp:// with implicit TLS is smtps:// to the same host and port. */
static char *
connect_url(const struct smtp_settings *set)
{
	bool change = set->tls == SMTP_TLS_IMPLICIT && strncasecmp(set->url, "smtp:", 5) == 0;
	size_t n = strlen(set->url) + 2;
	char *url = mem_get(n);

	snprintf(url, n, "%s%s", change ? "smtps" : "", set->url + (change ? 4 : 0));
	return url;
}

static CURLcode
smtp_connect_prepare(struct smtp_session *s, const struct smtp_settings *set, const char *url)
{
	CURL *c = s->easy;
	long ms = (long)(set->timeout / 1000);
	CURLcode bad = 0;

	bad |= curl_easy_setopt(c, CURLOPT_URL, url);
	bad |= curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_USE_SSL, connect_tls_level(set));
	bad |= curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	bad |= curl_easy_setopt(c, CURLOPT_PROXY, "");
	bad |= curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);	/* the process ignores SIGPIPE already */
	bad |= curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, ms);
	bad |= curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, ms);
	bad |= curl_easy_setopt(c, CURLOPT_TCP_NODELAY, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_SOCKOPTFUNCTION, connect_on_socket);
	bad |= curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, connect_on_line);
	bad |= curl_easy_setopt(c, CURLOPT_HEADERDATA, s);
	bad |= curl_easy_setopt(c, CURLOPT_ERRORBUFFER, s->why);
	bad |= curl_easy_setopt(c, CURLOPT_PRIVATE, s);
	if (set->ca_file)
		bad |= curl_easy_setopt(c, CURLOPT_CAINFO, set->ca_file);
	if (set->pin)
		bad |= curl_easy_setopt(c, CURLOPT_PINNEDPUBLICKEY, set->pin);
	if (set->user && set->mechanism) {
		char options[32];

		snprintf(options, sizeof options, "AUTH=%s", set->mechanism);
		bad |= curl_easy_setopt(c, CURLOPT_LOGIN_OPTIONS, options);
	}
	if (set->user && set->password && set->mechanism && !strcmp(set->mechanism, "XOAUTH2"))
		bad |= curl_easy_setopt(c, CURLOPT_XOAUTH2_BEARER, set->password);
	if (set->user) {
		bad |= curl_easy_setopt(c, CURLOPT_USERNAME, set->user);
		bad |= curl_easy_setopt(c, CURLOPT_PASSWORD, set->password ? set->password : "");
	}
	return bad;
}

bool
smtp_session_connect(struct smtp_session *s, CURLM *multi, const struct smtp_settings *set,
    struct err *e)
{
	char *url = connect_url(set);
	bool ok;

	s->easy = mem_must(curl_easy_init());
	s->used = s->reset = s->pipelining = false;
	s->reply = (struct smtp_reply){ 0 };
	s->why[0] = '\0';
	ok = smtp_connect_prepare(s, set, url) == CURLE_OK
	    && curl_multi_add_handle(multi, s->easy) == CURLM_OK;
	free(url);
	if (!ok) {
		curl_easy_cleanup(s->easy);
		s->easy = NULL;
		return err_set(e, ERR_CONFIG, "smtp: libcurl refuses the settings");
	}
	s->state = SMTP_CONNECTING;
	s->deadline = clock_steady() + set->timeout;
	return true;
}

static enum err_kind
smtp_connect_kind_of(const struct smtp_session *s, CURLcode code)
{
	switch (code) {
	case CURLE_URL_MALFORMAT:
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_SSL_CACERT_BADFILE:
		return ERR_CONFIG;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
		return ERR_UNAVAILABLE;
	case CURLE_LOGIN_DENIED:
	case CURLE_USE_SSL_FAILED:
		return s->reply.code / 100 == 4 ? ERR_AGAIN : ERR_UNAVAILABLE;
	default:
		return s->reply.code / 100 == 5 ? ERR_UNAVAILABLE : ERR_AGAIN;
	}
}

static const char *
connect_error_text(const struct smtp_session *s, CURLcode code)
{
	switch (code) {
	case CURLE_LOGIN_DENIED:
		return "the login is refused";
	case CURLE_USE_SSL_FAILED:
		return "the server offers no TLS, and TLS is required";
	case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
		return "the server has another public key";
	default:
		return s->why[0] ? s->why : curl_easy_strerror(code);
	}
}

/* What to do, with the server's own reply, and the option to look at. */
static void
smtp_connect_advise(const struct smtp_session *s, CURLcode code, struct err *e)
{
	static const struct { CURLcode code; const char *option, *todo; } all[] = {
		{ CURLE_LOGIN_DENIED, "smtp-user", "check smtp_user and smtp_password_file" },
		{ CURLE_USE_SSL_FAILED, "smtp-tls", "use smtps://HOST:465 if the server has TLS there, or "
		    "smtp_tls: off for a server on this machine" },
		{ CURLE_PEER_FAILED_VERIFICATION, "smtp-ca-file", "use the host name of the server's "
		    "certificate, and name its CA's certificate with smtp_ca_file" },
		{ CURLE_SSL_PINNEDPUBKEYNOTMATCH, "smtp-pin", "if the server's key was replaced, set "
		    "smtp_pin to its new hash" },
		{ CURLE_COULDNT_CONNECT, "smtp-url", "check that the mail server runs, and its host and "
		    "port" },
		{ CURLE_COULDNT_RESOLVE_HOST, "smtp-url", "check the host name" },
	};
	char reply[ERR_HINT_MAX] = "";
	size_t i = 0;

	if (s->reply.code >= 400)
		snprintf(reply, sizeof reply, "the server replied: %d %s %.150s", s->reply.code,
		    s->reply.enhanced, s->reply.text);
	while (i < COUNT(all) && all[i].code != code)
		i++;
	err_hint(e, "%s%s%s", i < COUNT(all) ? all[i].todo : "", i < COUNT(all) && *reply ? "; " : "",
	    reply);
	err_option(e, i < COUNT(all) ? all[i].option : "smtp-url");
}

bool
smtp_session_connected(struct smtp_session *s, CURLcode code, struct err *e)
{
	bool ok = code == CURLE_OK
	    && curl_easy_getinfo(s->easy, CURLINFO_ACTIVESOCKET, &s->fd) == CURLE_OK
	    && s->fd != CURL_SOCKET_BAD;

	if (ok) {
		s->state = SMTP_READY;
		s->reply = (struct smtp_reply){ 0 };
		return true;
	}
	err_set(e, smtp_connect_kind_of(s, code), "smtp: %s", connect_error_text(s, code));
	smtp_connect_advise(s, code, e);
	return false;
}

void
smtp_session_close(struct smtp_session *s, CURLM *multi, bool politely)
{
	size_t n;

	if (s->easy) {
		if (politely && s->state == SMTP_READY)
			(void)curl_easy_send(s->easy, "QUIT\r\n", 6, &n);
		curl_multi_remove_handle(multi, s->easy);
		curl_easy_cleanup(s->easy);
	}
	s->easy = NULL;
	s->state = SMTP_CLOSED;
}
