/* gate_kind.c: what concerns a gate: a channel, a message that it may drop, the registry. */
#include "rule/gate.h"

bool
gate_concerns(enum gate g, enum message_channel channel)
{
	switch (g) {
	case GATE_NAME_text_unconfirmed:
	case GATE_NAME_text_unwritten:
	case GATE_NAME_dnc_listed:
	case GATE_NAME_dnc_stale:
	case GATE_NAME_text_repeated:
	case GATE_NAME_text_late:
	case GATE_NAME_text_cap:
		return channel == CHANNEL_SMS;
	case GATE_NAME_quiet_hours:
		return channel == CHANNEL_SMS || channel == CHANNEL_PUSH;
	default:
		return true;
	}
}

bool
gate_droppable(enum gate g)
{
	switch (g) {
	case GATE_NAME_paused:
	case GATE_NAME_in_shop:
	case GATE_NAME_pending:
	case GATE_NAME_cool_off:
	case GATE_NAME_gap:
	case GATE_NAME_cap_day:
	case GATE_NAME_cap_week:
	case GATE_NAME_text_cap:
	case GATE_NAME_quiet_hours:
	case GATE_NAME_send_window:
		return true;
	default:
		return false;
	}
}

bool
gate_registry_counts(const struct gate_facts *f, crt_time now)
{
	return f->channel == CHANNEL_SMS && f->rule.registry && !f->written
	    && (f->bought_at == GATE_NO_TIME || now - f->bought_at > f->rule.relation);
}
