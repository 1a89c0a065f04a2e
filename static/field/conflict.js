/**
 * Somebody else changed the same thing meanwhile: both are shown beside one another, and the
 * officer chooses.
 * @module
 */
import { element } from "../map/elements.js";
import { described } from "./describe.js";
import * as queue from "./queue.js";
import { moment, text } from "./texts.js";

/** @param {queue.Item} item whose problem has `current` */
export function conflict(item) {
	const { by, at, content } = item.problem?.current ?? {};
	const mine = new Map(described(item.content).map((row) => [row[0], row]));
	const theirs = new Map(described(content ?? {}).map((row) => [row[0], row]));
	const fields = [...new Set([...mine.keys(), ...theirs.keys()])].filter(
		(field) => mine.get(field)?.[2] !== theirs.get(field)?.[2],
	);
	return [
		element(
			"div",
			{ class: "problem" },
			element("p", {}, text("changed_meanwhile", { name: by ?? "–", when: at ? moment(at) : "–" })),
			element(
				"table",
				{ class: "beside-another" },
				element(
					"thead",
					{},
					element(
						"tr",
						{},
						element("td", {}),
						element("th", { scope: "col" }, text("mine")),
						element("th", { scope: "col" }, text("theirs")),
					),
				),
				element(
					"tbody",
					{},
					...fields.map((field) =>
						element(
							"tr",
							{},
							element("th", { scope: "row" }, (mine.get(field) ?? theirs.get(field))?.[1]),
							element("td", {}, mine.get(field)?.[2] ?? "–"),
							element("td", {}, theirs.get(field)?.[2] ?? "–"),
						),
					),
				),
			),
			!fields.length && element("p", {}, text("nothing_differs")),
		),
		element(
			"div",
			{ class: "actions" },
			element(
				"button",
				{ type: "button", class: "big", onclick: () => queue.sendAnyway(item.id) },
				text("send_mine"),
			),
			element(
				"button",
				{ type: "button", class: "second", onclick: () => queue.discard(item.id) },
				text("keep_theirs"),
			),
		),
	];
}
