/* date.h: read times in the form of mails and HTTP fields. Internal to lib/platform. */
#ifndef CRT_PAYLOAD_DATE_H
#define CRT_PAYLOAD_DATE_H

#include "base/clock.h"

/* "Thu, 20 Jun 2019 16:07:08 +0000" (RFC 5322, 3.3) or "... GMT" (RFC 9110, 5.6.7); the
   day's name is optional. */
bool date_read(const char *, crt_time *) MUSTUSE;

#endif
