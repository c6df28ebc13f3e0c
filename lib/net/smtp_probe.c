/* smtp_probe.c: test the login to a mail server with a session without a mail. */
#include <stdlib.h>

#include "base/mem.h"
#include "net/smtp_session.h"

#define PROBE_POLL_MAX 1000		/* ms */

/* CURLOPT_TIMEOUT_MS ends it. */
static CURLcode
smtp_probe_outcome(CURLM *multi)
{
	CURLMsg *m;
	int left, running;

	for (;;) {
		curl_multi_perform(multi, &running);
		while ((m = curl_multi_info_read(multi, &left)))
			if (m->msg == CURLMSG_DONE)
				return m->data.result;
		curl_multi_poll(multi, NULL, 0, PROBE_POLL_MAX, NULL);
	}
}

bool
smtp_probe(const struct smtp_settings *given, struct err *e)
{
	struct smtp_settings set = *given;
	struct smtp_session *s;
	CURLM *multi;
	bool ok;

	if (!smtp_settings_ok(&set, e))
		return false;
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return err_set(e, ERR_AGAIN, "smtp: libcurl does not start");
	if (set.timeout == 0)
		set.timeout = SMTP_TIMEOUT;
	multi = mem_must(curl_multi_init());
	s = mem_get(sizeof *s);
	smtp_session_init(s);
	ok = smtp_session_connect(s, multi, &set, e)
	    && smtp_session_connected(s, smtp_probe_outcome(multi), e);
	smtp_session_close(s, multi, ok);
	smtp_session_free(s);
	free(s);
	curl_multi_cleanup(multi);
	curl_global_cleanup();
	return ok;
}
