/**
 * One item of the queue: what it is, where it has got to, and what can be done about it.
 * @module
 */
import { element } from "../map/elements.js";
import { conflict } from "./conflict.js";
import { fieldName, titleOf } from "./describe.js";
import { flagList, verdictLine } from "./findings.js";
import * as queue from "./queue.js";
import { VIEWS } from "./tasks.js";
import { moment, share, size, text } from "./texts.js";
import { pictureOfItem } from "./thumbnails.js";

const SIGNS = { waiting: "◷", sending: "↑", received: "✓", attention: "!", discarded: "–" };

/**
 * @param {queue.Item} item
 * @param {{village?: string, owner?: string}} shown the village's name; whose it is, if another's
 */
export function itemRow(item, { village, owner }) {
	return element(
		"li",
		{ class: `item item-${item.state}`, "data-id": item.id },
		element(
			"p",
			{ class: "item-title" },
			element("b", {}, titleOf(item)),
			village && ` · ${village}`,
		),
		element(
			"p",
			{ class: "item-state" },
			element("span", { class: "sign", "aria-hidden": "true" }, SIGNS[item.state]),
			owner ? text("item_of_other", { name: owner }) : text(`state_${item.state}`),
			element("span", { class: "where" }, ` ${moment(item.made_at)}`),
		),
		item.kind === "photo" &&
			queue.isUnsent(item) &&
			pictureOfItem(item, titleOf(item), text("photo_not_shown")),
		progress(item),
		...(owner ? [] : details(item)),
	);
}

/** @param {queue.Item} item */
function progress({ kind, state, sent, size: all }) {
	if (kind !== "photo" || state === "received" || state === "discarded" || !all) return null;
	return element(
		"p",
		{ class: "item-progress" },
		element("progress", { max: all, value: sent, "aria-label": text("photo_sent") }),
		` ${size(all)}${sent ? `, ${share(sent, all)}` : ""}`,
	);
}

/** @param {queue.Item} item */
function details(item) {
	if (item.state === "attention") return item.problem?.current ? conflict(item) : problem(item);
	if (item.state === "discarded") return [button(text("restore"), () => queue.restore(item.id))];
	if (item.state !== "received" || item.kind === "photo") return [];
	const told = item.reply?.[item.kind];
	return [told?.verdict && verdictLine(told), flagList(told?.flags)];
}

/** @param {queue.Item} item */
function problem(item) {
	const { detail, errors = [], code } = item.problem ?? { detail: "", code: "" };
	const why = code === "photo-gone" ? text("photo_gone") : detail || text("refused");
	return [
		element(
			"div",
			{ class: "problem" },
			errors.length
				? element(
						"ul",
						{},
						...errors.map(({ field, detail }) =>
							element("li", {}, element("b", {}, fieldName(field)), `: ${detail}`),
						),
					)
				: element("p", {}, why),
		),
		element(
			"div",
			{ class: "actions" },
			item.kind !== "photo" &&
				element(
					"a",
					{ class: "big", href: `#/${item.village}/${VIEWS[item.kind]}/${item.id}` },
					text("repair"),
				),
			button(text("send_again"), () => queue.sendAgain(item.id)),
			discardButton(item),
		),
	];
}

/** @param {queue.Item} item */
export function discardButton({ id }) {
	return button(text("discard"), () => {
		if (confirm(text("discard_sure"))) queue.discard(id);
	});
}

/** @param {string} label @param {() => void} onclick */
export function button(label, onclick, kind = "second") {
	return element("button", { type: "button", class: kind, onclick }, label);
}
