/**
 * What stops a cooperative, each with who has to resolve it and by when.
 * @module
 */
import { element } from "../map/elements.js";
import { BLOCKER_KINDS, capital } from "./report-content.js";
import { day as longDay } from "./texts.js";

const MOST = 20;
const LONGEST_OWNER = 200;
const LONGEST_NOTE = 500;
const OWNERS = ["village", "district", "regency", "province", "land_office", "ministry", "owner"];

/**
 * @param {import("./report.js").State} state
 * @param {{text: (key: string, values?: Record<string, any>) => string,
 *   changed: () => Promise<void>}} context
 */
export function blockerSection(state, { text, changed }) {
	const { report, previous, day } = state;
	const list = element("ul", { class: "report-blockers" });
	/** Also those that were removed, until it is sent: that can be undone. */
	const rows = report.blockers.map((blocker) => ({ blocker, removed: false }));

	/** @param {any} [focus] which blocker to go to */
	function draw(focus) {
		const kept = rows.filter((one) => !one.removed).map((one) => one.blocker);
		report.blockers = kept;
		list.replaceChildren(
			...rows.map((one) => (one.removed ? undoRow(one) : row(one, kept.indexOf(one.blocker)))),
		);
		/** @type {HTMLElement | null} */ (
			list.querySelector(`[data-index="${kept.indexOf(focus)}"] select`)
		)?.focus();
	}

	/** @param {{blocker: any, removed: boolean}} one @param {boolean} removed */
	function remove(one, removed) {
		one.removed = removed;
		draw();
		changed();
	}

	/** @param {{blocker: any, removed: boolean}} one @param {number} index */
	function row(one, index) {
		const { blocker } = one;
		const since = previous?.blockers?.some(
			(/** @type {any} */ before) => before.kind === blocker.kind,
		);
		const kind = /** @type {HTMLSelectElement} */ (
			element(
				"select",
				{
					"aria-label": text("blocker_kind"),
					onchange: () => {
						blocker.kind = kind.value;
						changed();
					},
				},
				element(
					"option",
					{ value: "", disabled: true, selected: !blocker.kind },
					text("blocker_choose"),
				),
				...BLOCKER_KINDS.map((value) =>
					element(
						"option",
						{ value, selected: value === blocker.kind },
						capital(text(`blocker_${value}`)),
					),
				),
			)
		);
		return element(
			"li",
			{ class: "report-blocker", "data-index": index, "data-field": `blockers.${index}.kind` },
			element(
				"div",
				{ class: "report-blocker-head" },
				kind,
				element(
					"button",
					{
						type: "button",
						class: "second",
						"aria-label": text("blocker_remove_named", { kind: nameOf(blocker) }),
						onclick: () => remove(one, true),
					},
					text(since ? "blocker_resolved" : "blocker_remove"),
				),
			),
			since && element("small", {}, text("blocker_since", { day: longDay(previous.reported_on) })),
			field(blocker, "owner", "blocker_owner", {
				list: "blocker-owners",
				maxlength: LONGEST_OWNER,
				autocomplete: "off",
			}),
			field(blocker, "due_on", "blocker_due", {
				type: "date",
				min: "2025-01-01",
				max: "2035-12-31",
			}),
			blocker.due_on &&
				blocker.due_on < day &&
				element("small", { class: "report-overdue" }, text("blocker_overdue")),
			field(blocker, "note", "blocker_note", { maxlength: LONGEST_NOTE }),
		);
	}

	/** @param {any} blocker @param {"owner" | "due_on" | "note"} name @param {string} key
	 * @param {Record<string, unknown>} properties */
	function field(blocker, name, key, properties) {
		const input = /** @type {HTMLInputElement} */ (
			element("input", {
				value: blocker[name] ?? "",
				oninput: () => {
					blocker[name] = input.value.trim() || null;
					changed();
				},
				...properties,
			})
		);
		return element("label", { class: "report-line" }, element("span", {}, text(key)), input);
	}

	/** @param {{blocker: any, removed: boolean}} one */
	function undoRow(one) {
		return element(
			"li",
			{ class: "report-removed" },
			text("blocker_removed", { kind: nameOf(one.blocker) }),
			" ",
			element(
				"button",
				{ type: "button", class: "plain", onclick: () => remove(one, false) },
				text("report_undo"),
			),
		);
	}

	/** @param {any} blocker */
	const nameOf = ({ kind }) => (kind ? capital(text(`blocker_${kind}`)) : text("blocker_new"));

	draw();
	return element(
		"div",
		{},
		list,
		element(
			"datalist",
			{ id: "blocker-owners" },
			...OWNERS.map((one) => element("option", { value: text(`blocker_owner_${one}`) })),
		),
		element(
			"button",
			{
				type: "button",
				class: "second report-add",
				onclick: () => {
					if (report.blockers.length >= MOST) return;
					const blocker = { kind: "", owner: null, due_on: null, note: null };
					rows.push({ blocker, removed: false });
					draw(blocker);
					changed();
				},
			},
			`+ ${text("blocker_add")}`,
		),
	);
}
