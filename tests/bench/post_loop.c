/* post_loop.c: post one body many times by libcurl alone: the limit of a channel by HTTP. */
#include <stdio.h>
#include <stdlib.h>

#include <curl/curl.h>

static size_t
post_loop_ignore(char *bytes, size_t size, size_t n, void *arg)
{
	(void)bytes;
	(void)arg;
	return size * n;
}

/* post_loop URL TIMES FILE TYPE STATUS: over one connection, one request after the other. */
int
main(int argc, char **argv)
{
	static char body[1 << 20];
	struct curl_slist *fields = NULL;
	char type[128];
	FILE *in = argc == 6 ? fopen(argv[3], "r") : NULL;
	long times = argc == 6 ? strtol(argv[2], NULL, 10) : 0, want, status = 0, i;
	CURLcode bad = CURLE_OK;
	size_t n;
	CURL *c;

	if (in == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return 64;
	want = strtol(argv[5], NULL, 10);
	snprintf(type, sizeof type, "Content-Type: %s", argv[4]);
	n = fread(body, 1, sizeof body, in);
	fclose(in);
	c = curl_easy_init();
	fields = curl_slist_append(fields, type);
	fields = curl_slist_append(fields, "Authorization: Bearer key");
	fields = curl_slist_append(fields, "Expect:");
	curl_easy_setopt(c, CURLOPT_URL, argv[1]);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, fields);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, body);
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)n);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, post_loop_ignore);
	for (i = 0; i < times && bad == CURLE_OK && (i == 0 || status == want); i++) {
		bad = curl_easy_perform(c);
		curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status);
	}
	curl_easy_cleanup(c);
	curl_slist_free_all(fields);
	curl_global_cleanup();
	return bad == CURLE_OK && status == want ? 0 : 1;
}
