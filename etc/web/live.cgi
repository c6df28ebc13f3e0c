#!/bin/sh
# live.cgi: the stream of the live page, as a CGI program; fcgiwrap runs it for nginx (crt-events.service).
#
# A browser that connects again sends the ID of its last event.  After an ID that no longer exists (status 64), the
# stream begins with new events.
printf 'Content-Type: text/event-stream\r\nCache-Control: no-store\r\n\r\n'
after=${HTTP_LAST_EVENT_ID:-${QUERY_STRING#after=}}
if [ "$after" ]; then
	crt-report follow -q --for 0s --after "$after" > /dev/null
	[ $? -ne 64 ] || after=
fi
exec crt-report follow -q --format sse ${after:+--after "$after"}
