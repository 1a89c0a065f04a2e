/**
 * The three ways of giving a parcel's line: drawn under the crosshair, walked, or pasted.
 * @module
 */
import { element } from "../map/elements.js";
import { coaching } from "./coaching.js";
import { PasteError, readCorners } from "./parcel-text.js";
import { distance, number } from "./texts.js";

/**
 * @typedef {object} Shared
 * @property {import("./placement-text.js").Text} text
 * @property {any} settings
 * @property {import("./position.js").PositionWatch} watch
 * @property {import("./map.js").VillageMap} map
 * @property {import("./parcel-shape.js").Shape} shape
 * @property {HTMLElement} crosshair
 * @property {() => void} lookAtShape
 */

/** @typedef {{element: HTMLElement, update: () => void, leave: () => void}} Pane */

/** @param {Shared} shared @returns {Pane} */
export function drawPane({ text, map, shape, crosshair }) {
	crosshair.hidden = false;
	const tapped = (/** @type {any} */ event) => map.leaflet.panTo(event.latlng);
	map.leaflet.on("click", tapped);
	const hint = element("p", { class: "pin-hint" }, text("parcel_draw_hint"));
	const hide = () => {
		hint.hidden = shape.corners.length > 1;
	};
	shape.addEventListener("change", hide);
	hide();
	return {
		element: element(
			"div",
			{ class: "parcel-pane" },
			hint,
			element(
				"button",
				{ type: "button", onclick: () => shape.add(map.middle(), "drawn") },
				text("parcel_add_corner"),
			),
		),
		update() {},
		leave() {
			crosshair.hidden = true;
			shape.removeEventListener("change", hide);
			map.leaflet.off("click", tapped);
		},
	};
}

/** @param {Shared} shared @returns {Pane} */
export function walkPane({ text, settings, watch, map, shape, lookAtShape }) {
	const hint = element("p", { class: "pin-hint" }, text("parcel_walk_hint"));
	const status = element("div", {});
	const add = /** @type {HTMLButtonElement} */ (
		element("button", { type: "button", onclick: take }, text("parcel_add_here"))
	);
	function take() {
		const { average } = watch;
		if (!average) return;
		const { latitude, longitude, accuracy_m, fixes } = average;
		shape.add({ latitude, longitude, accuracy_m, fixes }, "walked");
		// the next corner is somewhere else
		watch.fixes.clear();
		navigator.vibrate?.(80);
		hint.hidden = true;
		if (shape.corners.length > 1) lookAtShape();
		update();
	}
	let seen = false;
	function update() {
		const { average } = watch;
		coaching(status, watch, settings, text);
		add.disabled = !average;
		const poor = average && average.accuracy_m > settings.accuracy_gate_m;
		add.textContent = poor
			? text("parcel_add_poor", { accuracy: distance(average.accuracy_m) })
			: text("parcel_add_here");
		if (average && !seen) map.lookAt(average, 19);
		seen ||= Boolean(average);
	}
	return {
		element: element("div", { class: "parcel-pane" }, hint, status, add),
		update,
		leave() {},
	};
}

/** @param {Shared} shared @returns {Pane} */
export function pastePane({ text, shape, lookAtShape }) {
	const said = element("p", { role: "status" });
	const box = /** @type {HTMLTextAreaElement} */ (
		element("textarea", {
			id: "parcel-text",
			rows: "3",
			autocomplete: "off",
			spellcheck: "false",
			placeholder: "-8.583300, 116.116700",
			oninput: typed,
		})
	);
	function typed() {
		said.classList.remove("place-problem");
		said.textContent = "";
		if (!box.value.trim()) return;
		try {
			const { corners, holes, turned } = readCorners(box.value);
			shape.replace(
				corners.map(([longitude, latitude]) => ({ latitude, longitude })),
				holes,
				"pasted",
			);
			lookAtShape();
			said.textContent = text(turned ? "paste_read_turned" : "paste_read", {
				count: number(corners.length),
			});
		} catch (problem) {
			if (!(problem instanceof PasteError)) throw problem;
			said.classList.add("place-problem");
			said.textContent = text(problem.key, problem.values);
		}
	}
	return {
		element: element(
			"div",
			{ class: "parcel-pane" },
			element("label", { for: "parcel-text" }, text("parcel_paste_label")),
			box,
			said,
		),
		update() {},
		leave() {},
	};
}
