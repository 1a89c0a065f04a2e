/**
 * The form of a daily report, for one day.
 * @module
 */
import { element } from "../map/elements.js";
import { metresBetween } from "./geometry.js";
import { questions } from "./plausible.js";
import { blockerSection } from "./report-blockers.js";
import {
	CONSTRUCTION_STAGES,
	capital,
	LAND_STAGES,
	missing,
	readPercent,
} from "./report-content.js";
import { notices } from "./report-notices.js";
import { percentField } from "./report-percent.js";
import { photoSection } from "./report-photos.js";
import { asPercentage, sayDay } from "./report-words.js";
import { distance } from "./texts.js";

const LONGEST_NOTE = 2000;
const FAR = "far";

/**
 * @typedef {object} FormContext
 * @property {(key: string, values?: Record<string, any>) => string} text
 * @property {any} village
 * @property {any} settings
 * @property {ReturnType<typeof import("./device.js").watchDevice>} device
 * @property {() => Date} now by the server's clock
 * @property {string} today
 * @property {() => Promise<void>} keep
 * @property {() => Promise<string | null>} send
 * @property {() => Promise<void>} startAgain
 */

/**
 * @param {import("./report.js").State} state
 * @param {FormContext} context
 */
export function reportForm(state, context) {
	const { text, village, settings, device } = context;
	const { report, previous } = state;
	const status = element("p", { class: "report-kept", role: "status" });
	const outcome = element("div", { class: "report-outcome" });
	/** @type {Map<string, HTMLElement>} */
	const asks = new Map();
	/** @type {Map<string, HTMLElement>} */
	const errors = new Map();
	let sending = false;

	let keeping = 0;

	async function keep() {
		keeping += 1;
		const mine = keeping;
		form.dataset.draft = "keeping";
		try {
			await context.keep();
			tellKept("report_draft_kept");
			if (mine === keeping) form.dataset.draft = "kept";
		} catch {
			tellKept("report_draft_not_kept");
		}
	}

	/** Said once, not at every keystroke. @param {string} key */
	function tellKept(key) {
		if (status.dataset.told === key) return;
		status.dataset.told = key;
		status.textContent = text(key);
	}

	/** Something was answered: it is kept, and looked at. */
	function changed() {
		look();
		return keep();
	}

	function look() {
		const asked = questions(report, previous, state.day);
		for (const [field, box] of asks) {
			if (field === FAR) continue;
			drawQuestions(
				box,
				asked.filter((one) => one.field === field),
			);
		}
		photos.look();
		percentBox.hidden = report.construction_stage === "none" && !report.percent;
	}

	/** @param {string} field @param {string} heading @param {...any} children */
	function section(field, heading, ...children) {
		const ask = element("div", { class: "report-asks", "aria-live": "polite" });
		const error = element("p", { class: "report-error", id: `error-${field}`, hidden: true });
		asks.set(field, ask);
		errors.set(field, error);
		return element(
			"section",
			{ class: "report-section", "data-field": field, "aria-labelledby": `heading-${field}` },
			element("h2", { id: `heading-${field}` }, heading),
			error,
			...children,
			ask,
		);
	}

	/**
	 * @param {"land_stage" | "construction_stage"} field
	 * @param {string[]} stages
	 */
	function stageSection(field, stages) {
		const choices = stages.map((stage) =>
			element(
				"label",
				{ class: "report-choice" },
				element("input", {
					type: "radio",
					name: field,
					value: stage,
					checked: report[field] === stage,
					"aria-describedby": `error-${field}`,
					onchange: () => {
						report[field] = stage;
						clear(field);
						changed();
					},
				}),
				element("span", {}, capital(text(`${field}_${stage}`))),
				previous?.[field] === stage && element("small", {}, dayInWords(previous.reported_on)),
			),
		);
		return section(
			field,
			text(`report_${field}`),
			element(
				"div",
				{ class: "report-choices", role: "radiogroup", "aria-labelledby": `heading-${field}` },
				...choices,
			),
		);
	}

	const percent = percentField(state, { text, keep, changed, fail, clear });

	/** @param {HTMLElement} box @param {import("./plausible.js").Question[]} asked */
	function drawQuestions(box, asked) {
		const shown = asked.map(({ id }) => `${id} ${state.confirmed.includes(id)}`).join();
		if (box.dataset.shown === shown) return;
		box.dataset.shown = shown;
		box.replaceChildren(
			...asked.map((one) => {
				const { before, now: is, day } = one.values;
				const said = text(one.key, { before: say(before), now: say(is), day: dayInWords(day) });
				const instead = one.instead;
				return question(
					one.id,
					said,
					instead !== undefined &&
						element(
							"button",
							{
								type: "button",
								class: "second",
								onclick: () => {
									percent.set(instead);
									percent.typed.focus();
									changed();
								},
							},
							text("report_make_it", { percent: asPercentage(instead) }),
						),
				);
			}),
		);
	}

	/** @param {string | number | null | undefined} value */
	const say = (value) =>
		typeof value === "number" ? asPercentage(value) : value ? text(value) : "";

	/** @param {string | undefined} day */
	const dayInWords = (day) => sayDay(text, day, context.today);

	/** @param {string} id @param {string} said @param {Node | false} [other] another way out */
	function question(id, said, other) {
		const confirmed = state.confirmed.includes(id);
		const button = element(
			"button",
			{
				type: "button",
				class: confirmed ? "plain" : "",
				onclick: () => {
					state.confirmed = confirmed
						? state.confirmed.filter((one) => one !== id)
						: [...state.confirmed, id];
					lookAtPlace();
					changed();
				},
			},
			text(confirmed ? "report_not_so" : "report_it_is_so"),
		);
		return element(
			"div",
			{ class: confirmed ? "report-ask report-ask-confirmed" : "report-ask", "data-ask": id },
			element("p", {}, said, confirmed && element("strong", {}, ` ✓ ${text("report_confirmed")}`)),
			element("div", { class: "report-ask-ways" }, button, !confirmed && other),
		);
	}

	/** How far the phone is from the site, if that is too far. */
	function tooFar() {
		const fix = device.current();
		const site = village.site;
		if (!fix || typeof site?.latitude !== "number") return null;
		const metres = metresBetween(fix.longitude, fix.latitude, site.longitude, site.latitude);
		return metres > settings.far_from_site_m + (fix.accuracy_m ?? 0) ? metres : null;
	}

	function lookAtPlace() {
		const fix = device.current();
		const line = device.refused()
			? text("report_place_refused")
			: fix
				? text("report_place_known", { metres: Math.round(fix.accuracy_m ?? 0) })
				: text("report_place_asked");
		placeLine.textContent = line;
		const metres = tooFar();
		const box = /** @type {HTMLElement} */ (asks.get(FAR));
		const shown = metres === null ? "" : `${distance(metres)} ${state.confirmed.includes(FAR)}`;
		if (box.dataset.shown === shown) return;
		box.dataset.shown = shown;
		box.replaceChildren(
			...(metres === null
				? []
				: [question(FAR, text("report_ask_far", { distance: distance(metres) }))]),
		);
	}

	/** @param {string} field @param {string} said */
	function fail(field, said) {
		const [name] = field.split(".");
		const box = errors.get(name) ?? errors.get("note");
		if (!box) return;
		box.textContent = said;
		box.hidden = false;
	}

	/** @param {string} field */
	function clear(field) {
		const box = errors.get(field);
		if (box) box.hidden = true;
	}

	/** What still has to be done before it can be sent, from top to bottom. */
	function todo() {
		const wanted = missing(report, photos.count(), readPercent(state.percentTyped));
		const asked = questions(report, previous, state.day)
			.filter(({ id }) => !state.confirmed.includes(id))
			.map(({ field }) => ({ field, key: "" }));
		const far = tooFar() !== null && !state.confirmed.includes(FAR);
		const found = [...wanted, ...asked, ...(far ? [{ field: FAR, key: "" }] : [])];
		const fields = [...form.querySelectorAll("section[data-field], [data-field=far]")].map(
			(one) => /** @type {HTMLElement} */ (one).dataset.field,
		);
		const place = (/** @type {string} */ field) => fields.indexOf(field.split(".")[0]);
		return found.sort((one, other) => place(one.field) - place(other.field));
	}

	async function trySending() {
		if (sending) return;
		sending = true;
		sendButton.setAttribute("aria-disabled", "true");
		try {
			await photos.ready();
			for (const box of errors.values()) box.hidden = true;
			const open = todo();
			if (open.length) {
				for (const { field, key } of open) if (key) fail(field, text(key));
				look();
				lookAtPlace();
				tell(open.map(({ field }) => field));
				return;
			}
			outcome.replaceChildren();
			const problem = await context.send();
			if (problem) outcome.replaceChildren(element("p", { role: "alert" }, problem));
		} finally {
			sending = false;
			sendButton.removeAttribute("aria-disabled");
		}
	}

	/** @param {string[]} fields */
	function tell(fields) {
		const sections = new Map(fields.map((field) => [field.split(".")[0], field]).reverse());
		outcome.replaceChildren(
			element(
				"div",
				{ role: "alert" },
				element("p", {}, text("report_not_yet")),
				element(
					"ul",
					{},
					...[...sections]
						.reverse()
						.map(([section, field]) =>
							element(
								"li",
								{},
								element(
									"button",
									{ type: "button", class: "plain", onclick: () => goTo(field) },
									text(`report_go_${section}`),
								),
							),
						),
				),
			),
		);
		goTo(fields[0]);
	}

	/** @param {string} field */
	function goTo(field) {
		const found = form.querySelector(`[data-field="${field}"]`);
		found?.scrollIntoView({ block: "center" });
		const control = /** @type {HTMLElement | null} */ (
			found?.querySelector(".report-ask:not(.report-ask-confirmed) button, input, select, button")
		);
		control?.focus({ preventScroll: true });
	}

	const photos = photoSection(state, {
		...context,
		changed: () => {
			if (photos.count()) clear("photos");
			return changed();
		},
	});
	const blockers = blockerSection(state, { text, changed });
	const note = /** @type {HTMLTextAreaElement} */ (
		element("textarea", {
			id: "report-note",
			rows: 3,
			maxlength: LONGEST_NOTE,
			"aria-labelledby": "heading-note",
			oninput: () => {
				report.note = note.value.trim() || null;
				changed();
			},
		})
	);
	note.value = report.note ?? "";

	const percentBox = section(
		"percent",
		text("report_percent"),
		element(
			"div",
			{ class: "report-percent" },
			percent.slider,
			percent.typed,
			element("span", { "aria-hidden": "true" }, "%"),
		),
		typeof previous?.percent === "number" &&
			element(
				"p",
				{ class: "report-hint" },
				text("report_percent_before", {
					day: dayInWords(previous.reported_on),
					percent: asPercentage(previous.percent),
				}),
			),
	);
	const placeLine = element("p", { class: "report-hint", id: "report-place" });
	const placeAsk = element("div", { class: "report-asks", "aria-live": "polite" });
	asks.set(FAR, placeAsk);
	const sendButton = element(
		"button",
		{ type: "submit", class: "report-send" },
		text(state.same ? "report_send_changed" : "report_send"),
	);

	const form = element(
		"form",
		{
			class: "report-form",
			novalidate: true,
			onsubmit: (/** @type {Event} */ event) => {
				event.preventDefault();
				trySending();
			},
		},
		...notices(state, context),
		stageSection("land_stage", LAND_STAGES),
		stageSection("construction_stage", CONSTRUCTION_STAGES),
		percentBox,
		section("photos", text("report_photos"), photos.element),
		section("blockers", text("report_blockers"), blockers),
		section("note", text("report_note"), note),
		element("div", { class: "report-section", "data-field": FAR }, placeLine, placeAsk),
		element("div", { class: "report-bar" }, outcome, sendButton, status),
	);

	for (const { field, detail } of state.problem?.errors ?? []) fail(field, detail);
	look();
	lookAtPlace();

	return {
		element: form,
		deviceChanged: lookAtPlace,
		farConfirmed: () => tooFar() !== null && state.confirmed.includes(FAR),
	};
}
