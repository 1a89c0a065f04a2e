/**
 * "3 waiting to be sent, 1 needs attention".
 * @module
 */
import { number, text } from "./texts.js";

/** @param {{waiting: number, sending: number, attention: number}} counts */
export function totals({ waiting, sending, attention }) {
	const parts = [];
	if (waiting + sending) parts.push(text("total_waiting", { count: number(waiting + sending) }));
	if (attention) parts.push(text("total_attention", { count: number(attention) }));
	return parts.join(", ") || text("total_nothing");
}
