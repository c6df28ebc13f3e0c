/* certificate.c: find out when the certificate of a TLS server expires. */
#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "net/certificate.h"

#define EXPIRY_LABEL "Expire date:"

bool
certificate_time(const char *text, crt_time *t)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4], iso[CLOCK_TEXT], *at;
	int day, hour, minute, second, year, end = 0;

	if (sscanf(text, "%3s %2d %2d:%2d:%2d %4d GMT%n", month, &day, &hour, &minute, &second, &year,
	    &end) != 6 || end == 0 || text[end] || strlen(month) != 3)
		return false;
	at = strstr(months, month);
	if (at == NULL || (at - months) % 3)
		return false;
	snprintf(iso, sizeof iso, "%04d-%02d-%02dT%02d:%02d:%02dZ", year, (int)(at - months) / 3 + 1,
	    day, hour, minute, second);
	return clock_read(iso, t);
}

static bool
certificate_read(CURL *c, crt_time *until, struct err *e)
{
	const struct curl_certinfo *chain = NULL;
	const struct curl_slist *line;

	if (curl_easy_getinfo(c, CURLINFO_CERTINFO, &chain) == CURLE_OK && chain
	    && chain->num_of_certs > 0)
		for (line = chain->certinfo[0]; line; line = line->next)
			if (!strncmp(line->data, EXPIRY_LABEL, strlen(EXPIRY_LABEL))
			    && certificate_time(line->data + strlen(EXPIRY_LABEL), until))
				return true;
	return err_set(e, ERR_AGAIN, "the certificate has no readable date");
}

static CURLcode
certificate_prepare(CURL *c, const char *url, const char *ca_file, crt_time timeout, char *why)
{
	long ms = (long)(timeout / 1000);
	CURLcode bad = 0;

	bad |= curl_easy_setopt(c, CURLOPT_URL, url);
	bad |= curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "https");
	bad |= curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_CERTINFO, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	bad |= curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, ms);
	bad |= curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, ms);
	bad |= curl_easy_setopt(c, CURLOPT_ERRORBUFFER, why);
	if (ca_file)
		bad |= curl_easy_setopt(c, CURLOPT_CAINFO, ca_file);
	return bad;
}

bool
certificate_expiry(const char *url, const char *ca_file, crt_time timeout, crt_time *until,
    struct err *e)
{
	CURL *c = mem_must(curl_easy_init());
	char why[CURL_ERROR_SIZE] = "";
	CURLcode code = certificate_prepare(c, url, ca_file, timeout, why);
	bool ok;

	if (code == CURLE_OK)
		code = curl_easy_perform(c);
	ok = code == CURLE_OK ? certificate_read(c, until, e)
	    : err_set(e, code == CURLE_PEER_FAILED_VERIFICATION ? ERR_UNAVAILABLE : ERR_AGAIN, "%s",
	    why[0] ? why : curl_easy_strerror(code));
	curl_easy_cleanup(c);
	return ok;
}
