/**
 * What waits to be sent, what needs attention, and what the office has received.
 * @module
 */
import { element } from "../map/elements.js";
import { deliver } from "./delivery.js";
import { keepDrawn } from "./drawing.js";
import { button, itemRow } from "./item-row.js";
import { isUnsent } from "./queue.js";
import { pause } from "./sender.js";
import { lastKnown } from "./session.js";
import { storageUse } from "./storage.js";
import { number, size, text, time } from "./texts.js";
import { totals } from "./totals.js";

/** @typedef {import("./queue.js").Item} Item */

const PORTION = 40;

/** @type {import("./router.js").View["show"]} */
export async function show(root, { documents, queue }) {
	/** How many rows of each list are shown. @type {Map<string, number>} */
	const portions = new Map();

	async function draw() {
		const [items, session, known, reason, use] = await Promise.all([
			queue.list(),
			lastKnown(),
			documents.villages(),
			pause(),
			storageUse(),
		]);
		const person = session.person?.username ?? "";
		const names = new Map(known?.villages.map((/** @type {any} */ one) => [one.code, one.name]));
		const counts = await queue.counts(person, items);
		const own = items.filter((item) => item.person === person);
		const others = items.filter((item) => item.person !== person && isUnsent(item));
		const under = counts.waiting + counts.sending;

		/** @param {string} name @param {Item[]} some */
		function rows(name, some) {
			const shown = portions.get(name) ?? PORTION;
			const more = () => {
				portions.set(name, shown + PORTION);
				redraw();
			};
			return [
				element(
					"ul",
					{ class: "items" },
					...some.slice(0, shown).map((item) =>
						itemRow(item, {
							village: names.get(item.village) ?? item.village,
							owner: name === "others" ? item.person || "–" : undefined,
						}),
					),
				),
				some.length > shown &&
					button(text("more_items", { count: number(some.length - shown) }), more),
			];
		}

		/** @param {"received" | "discarded"} state */
		function folded(state) {
			const some = own.filter((item) => item.state === state).reverse();
			if (!some.length) return null;
			return element(
				"details",
				{ class: "folded", "data-key": state },
				element("summary", {}, text(`waiting_${state}`, { count: number(some.length) })),
				...rows(state, some).filter((one) => one instanceof Node),
			);
		}

		return [
			element("h1", {}, text("waiting_title")),
			element("p", { class: "count", role: "status" }, totals(counts)),
			why(reason, under),
			under > 0 && button(text("send_now"), sendNow, "big"),
			...rows(
				"attention",
				own.filter((item) => item.state === "attention"),
			),
			...rows(
				"under-way",
				own.filter((item) => item.state === "waiting" || item.state === "sending"),
			),
			others.length > 0 && element("h2", {}, text("waiting_others")),
			...rows("others", others),
			folded("received"),
			folded("discarded"),
			use && storageLine(use),
		];
	}

	const drawn = await keepDrawn(root, draw, ["queue", "documents", "session", "sending"]);
	const redraw = () => drawn.again();
	return drawn.end;
}

/** Whatever the server asked: the officer stands there and wants it. */
const sendNow = () => deliver({ now: true });

/** @param {import("./sender.js").Pause | undefined} reason @param {number} count */
function why(reason, count) {
	if (!count) return null;
	if (!navigator.onLine) return element("p", { class: "notice" }, text("pause_offline"));
	if (!reason) return null;
	return element(
		"p",
		{ class: "notice" },
		text(`pause_${reason.why}`, { time: time(Math.max(reason.resume_at, Date.now())) }),
	);
}

/** @param {{usage: number, kept: boolean}} use */
function storageLine({ usage, kept }) {
	return element(
		"p",
		{ class: "storage" },
		text("storage_use", { used: size(usage) }),
		" ",
		text(kept ? "storage_kept" : "storage_not_kept"),
	);
}
