/**
 * How much of the building stands: drawn with a slider, or typed.
 * @module
 */
import { element } from "../map/elements.js";
import { readPercent } from "./report-content.js";

/**
 * @param {import("./report.js").State} state
 * @param {object} form
 * @param {(key: string) => string} form.text
 * @param {() => void} form.keep
 * @param {() => void} form.changed
 * @param {(field: string, said: string) => void} form.fail
 * @param {(field: string) => void} form.clear
 */
export function percentField(state, { text, keep, changed, fail, clear }) {
	const { report } = state;
	const slider = /** @type {HTMLInputElement} */ (
		element("input", {
			type: "range",
			min: 0,
			max: 100,
			step: 1,
			value: report.percent ?? 0,
			"aria-label": text("report_percent"),
			oninput: () => {
				set(Number(slider.value));
				keep();
			},
			onchange: () => changed(),
		})
	);
	const typed = /** @type {HTMLInputElement} */ (
		element("input", {
			id: "report-percent",
			"aria-label": text("report_percent"),
			inputmode: "decimal",
			autocomplete: "off",
			maxlength: 6,
			value: state.percentTyped,
			"aria-describedby": "error-percent",
			oninput: () => {
				state.percentTyped = typed.value;
				const percent = readPercent(typed.value);
				report.percent = percent ?? null;
				if (percent !== undefined) {
					slider.value = String(percent ?? 0);
					clear("percent");
				}
				keep();
			},
			onchange: () => {
				if (readPercent(typed.value) === undefined) fail("percent", text("report_percent_wrong"));
				changed();
			},
		})
	);

	/** @param {number | null} percent */
	function set(percent) {
		report.percent = percent;
		state.percentTyped = percent === null ? "" : String(percent).replace(".", ",");
		typed.value = state.percentTyped;
		slider.value = String(percent ?? 0);
		clear("percent");
	}

	return { slider, typed, set };
}
