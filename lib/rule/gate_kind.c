/* gate_kind.c: which gates concern a channel, and which may drop a message. */
#include "rule/gate.h"

bool
gate_concerns(enum gate g, enum message_channel channel)
{
	switch (g) {
	case GATE_NAME_text_unconfirmed:
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
