/**
 * What is known of the land: a short form in which everything may be left unknown.
 * @module
 */
import { element } from "../map/elements.js";
import { area } from "./figures.js";
import { CONSENTS, OWNERS, QUESTIONS, readArea } from "./parcel-content.js";

const TOLD_SIGNS = { met: "✓", missed: "✗", unknown: "?" };

/**
 * @param {import("./parcel-content.js").Answers} answers filled in as they are given
 * @param {import("./placement-text.js").Text} text
 * @param {() => void} changed
 */
export function parcelForm(answers, text, changed) {
	/** @param {Partial<import("./parcel-content.js").Answers>} some */
	const answer = (some) => {
		Object.assign(answers, some);
		changed();
	};

	/** @param {"owner" | "consent"} name @param {string[]} choices */
	const select = (name, choices) =>
		field(
			name,
			element(
				"select",
				{
					id: `parcel-${name}`,
					onchange: (/** @type {any} */ event) => answer({ [name]: event.target.value || null }),
				},
				...["", ...choices].map((choice) =>
					element(
						"option",
						{ value: choice, selected: choice === (answers[name] ?? "") },
						text(choice ? `${name}_${choice}` : "not_known"),
					),
				),
			),
		);

	/** @param {string} name @param {HTMLElement} input @param {Node} [beside] */
	const field = (name, input, beside) =>
		element(
			"div",
			{ class: "parcel-field" },
			element("label", { for: `parcel-${name}` }, text(`parcel_${name}`)),
			input,
			beside,
		);

	/** @param {any} name of a question */
	const question = (name) =>
		element(
			"fieldset",
			{ class: "parcel-question" },
			element("legend", {}, text(`parcel_${name}`)),
			...[true, false, null].map((value) =>
				element(
					"label",
					{},
					element("input", {
						type: "radio",
						name: `parcel-${name}`,
						value: String(value),
						checked: /** @type {any} */ (answers)[name] === value,
						onchange: () => answer({ [name]: value }),
					}),
					element("span", {}, text(value === null ? "not_known" : value ? "yes" : "no")),
				),
			),
		);

	const understood = element("span", { class: "pin-hint", role: "status" });
	const declared = element("input", {
		id: "parcel-declared_area_m2",
		inputmode: "decimal",
		autocomplete: "off",
		maxlength: "20",
		value: answers.declared_area_m2 ?? "",
		oninput(/** @type {any} */ event) {
			const read = readArea(event.target.value);
			const wrong = Number.isNaN(read);
			event.target.setAttribute("aria-invalid", String(wrong));
			understood.textContent = wrong ? text("parcel_area_wrong") : read === null ? "" : area(read);
			answer({ declared_area_m2: wrong ? null : read });
		},
	});

	return element(
		"div",
		{ class: "parcel-form" },
		select("owner", OWNERS),
		field(
			"certificate",
			element("input", {
				id: "parcel-certificate",
				maxlength: "200",
				autocomplete: "off",
				value: answers.certificate ?? "",
				oninput: (/** @type {any} */ event) =>
					answer({ certificate: event.target.value.trim() || null }),
			}),
		),
		field("declared_area_m2", declared, understood),
		select("consent", CONSENTS),
		...QUESTIONS.map(question),
		field(
			"note",
			element(
				"textarea",
				{
					id: "parcel-note",
					rows: "2",
					maxlength: "2000",
					oninput: (/** @type {any} */ event) =>
						answer({ note: event.target.value.trim() || null }),
				},
				answers.note ?? "",
			),
		),
	);
}

/**
 * The four published conditions, each met, not met, or not known.
 * @param {Record<string, import("./parcel-content.js").State>} states
 * @param {import("./placement-text.js").Text} text
 */
export const conditionList = (states, text) =>
	element(
		"ul",
		{ class: "parcel-conditions", "aria-label": text("conditions") },
		...Object.entries(states).map(([name, state]) =>
			element(
				"li",
				{ class: `condition-${state}` },
				element("b", { "aria-hidden": "true" }, TOLD_SIGNS[state]),
				element("span", {}, text(`condition_${name}`)),
				element("span", { class: "pin-hint" }, text(`condition_is_${state}`)),
			),
		),
	);
