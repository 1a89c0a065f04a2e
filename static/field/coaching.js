/**
 * Toward a better fix: how exact the phone is, what helps, and why it knows nothing where it does.
 * @module
 */
import { element } from "../map/elements.js";
import { say } from "./place-frame.js";
import { distance, duration } from "./texts.js";

const OLD_S = 30;

/**
 * @param {HTMLElement} holder
 * @param {import("./position.js").PositionWatch} watch
 * @param {{accuracy_gate_m: number}} settings
 * @param {import("./placement-text.js").Text} text
 */
export function coaching(holder, watch, { accuracy_gate_m }, text) {
	const { average, problem } = watch;
	const age = average ? Math.round((Date.now() - average.at) / 1000) : 0;
	if (problem && (!average || age > OLD_S)) {
		say(holder, problem, () => [
			element("p", { class: "place-problem" }, text(`place_${problem}`)),
			element(
				"button",
				{ type: "button", class: "second", onclick: () => watch.start() },
				text("place_try_again"),
			),
		]);
		return;
	}
	if (!average) {
		say(holder, "searching", () => [
			element("p", { class: "place-busy" }, text("place_searching")),
		]);
		return;
	}
	const values = {
		accuracy: distance(average.accuracy_m),
		gate: distance(accuracy_gate_m),
		fixes: average.fixes,
		age: duration(age),
	};
	const good = average.accuracy_m <= accuracy_gate_m;
	const lines = [text(good ? "place_accuracy" : "place_accuracy_poor", values)];
	if (!good) lines.push(text("place_coaching"));
	if (age > OLD_S) lines.push(text("place_old_fix", values));
	say(holder, lines.join(" "), () => [
		element("p", { class: good ? "place-good" : "place-poor" }, lines.join(" ")),
	]);
}
