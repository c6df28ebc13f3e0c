/* certificate.c: the time of a certificate, as OpenSSL prints it. */
#include "net/certificate.h"
#include "tap.h"

static void
reads(const char *text, const char *want)
{
	char time[CLOCK_TEXT];
	crt_time t;

	tap_is(certificate_time(text, &t) ? clock_print(t, time) : "invalid", want, text);
}

int
main(void)
{
	reads("Nov 30 09:41:07 2026 GMT", "2026-11-30T09:41:07Z");
	reads("Feb  1 00:00:00 2027 GMT", "2027-02-01T00:00:00Z");
	reads("Dec 31 23:59:59 9999 GMT", "9999-12-31T23:59:59Z");
	reads("Feb 30 00:00:00 2027 GMT", "invalid");
	reads("anF  1 00:00:00 2027 GMT", "invalid");
	reads("Ja  1 00:00:00 2027 GMT", "invalid");
	reads("Jan  1 00:00:00 2027", "invalid");
	reads("Jan  1 00:00:00 2027 GMT+1", "invalid");
	reads("", "invalid");
	return tap_done();
}
