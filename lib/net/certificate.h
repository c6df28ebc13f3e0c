/* certificate.h: find out when the certificate of a TLS server expires. */
#ifndef CRT_CERTIFICATE_H
#define CRT_CERTIFICATE_H

#include "base/clock.h"
#include "base/err.h"

/* Connects to the host of an https:// URL and sends no request.  ca_file: NULL for the system's
   certificates.  timeout: of all, with the lookup of the name.  ERR_UNAVAILABLE: the certificate is
   invalid, such as expired; ERR_AGAIN: no connection. */
bool certificate_expiry(const char *url, const char *ca_file, crt_time timeout, crt_time *until,
    struct err *) MUSTUSE;

/* Reads the time of a certificate, such as "Nov  2 12:00:00 2026 GMT". */
bool certificate_time(const char *text, crt_time *) MUSTUSE;

#endif
