/**
 * The four ways of giving a site's place. Each pane tells the pin's screen of a place as soon as
 * there is one, and says what is still wanted before it can be saved.
 * @module
 */
import { element } from "../map/elements.js";
import { coaching } from "./coaching.js";
import { position } from "./figures.js";
import { read } from "./pin-reader.js";
import { say } from "./place-frame.js";
import { moment } from "./texts.js";

const TYPING_MS = 400;

/**
 * @typedef {object} Shared
 * @property {import("./placement-text.js").Text} text
 * @property {any} village
 * @property {any} settings
 * @property {import("./position.js").PositionWatch} watch
 * @property {import("./map.js").VillageMap} map
 * @property {HTMLElement} crosshair
 * @property {(found: import("./pin-content.js").Candidate | null) => void} found
 * @property {() => void} changed
 * @property {(place: {latitude: number, longitude: number}) => string} where in words
 */

/**
 * @typedef {object} Pane
 * @property {HTMLElement} element
 * @property {() => void} update with a new fix, or none
 * @property {() => boolean} wants whether something has to be said before it can be saved
 * @property {() => string} reason why it is taken although it is poor
 * @property {() => void} leave
 */

/** Where the phone is. @param {Shared} shared @returns {Pane} */
export function devicePane({ text, settings, watch, map, found, changed }) {
	const status = element("div", { class: "pin-status" });
	const why = /** @type {HTMLInputElement} */ (
		element("input", { id: "pin-why", maxlength: "300", list: "pin-reasons", oninput: changed })
	);
	const reasons = element(
		"datalist",
		{ id: "pin-reasons" },
		...["trees", "roof", "weather", "phone"].map((reason) =>
			element("option", { value: text(`pin_reason_${reason}`) }),
		),
	);
	const form = element(
		"div",
		{ class: "pin-reason", hidden: true },
		element("label", { for: "pin-why" }, text("pin_reason_label")),
		why,
		reasons,
	);
	const anyway = element(
		"button",
		{
			type: "button",
			class: "second",
			hidden: true,
			onclick() {
				form.hidden = false;
				anyway.hidden = true;
				why.focus();
				changed();
			},
		},
		text("pin_take_anyway"),
	);
	let poor = false;
	let seen = false;
	return {
		element: element("div", {}, status, anyway, form),
		update() {
			const { average } = watch;
			poor = Boolean(average && average.accuracy_m > settings.accuracy_gate_m);
			anyway.hidden = !poor || !form.hidden;
			if (!poor) form.hidden = true;
			coaching(status, watch, settings, text);
			if (average && !seen) map.lookAtVillageAnd(average);
			seen ||= Boolean(average);
			found(
				average && {
					method: "device",
					latitude: average.latitude,
					longitude: average.longitude,
					accuracy_m: average.accuracy_m,
					captured_at: new Date(average.at).toISOString(),
				},
			);
		},
		wants: () => poor && (form.hidden || !why.value.trim()),
		reason: () => (poor ? why.value.trim() : ""),
		leave() {},
	};
}

/** Under the crosshair: the finger moves the map, and never hides the place. @param {Shared} shared @returns {Pane} */
export function tapPane({ text, map, crosshair, found }) {
	crosshair.hidden = false;
	const tell = () =>
		found({
			method: "tap",
			...map.middle(),
			accuracy_m: null,
			captured_at: new Date().toISOString(),
		});
	const tapped = (/** @type {any} */ event) => map.leaflet.panTo(event.latlng);
	map.leaflet.on("move", tell);
	map.leaflet.on("click", tapped);
	tell();
	return {
		element: element("p", { class: "pin-hint" }, text("pin_tap_hint")),
		update() {},
		wants: () => false,
		reason: () => "",
		leave() {
			crosshair.hidden = true;
			map.leaflet.off("move", tell);
			map.leaflet.off("click", tapped);
		},
	};
}

/** As typed or pasted. @param {Shared} shared @param {any} [before] content that is edited @returns {Pane} */
export function textPane({ text, village, map, found, where }, before) {
	const asked = element("div", { class: "pin-readings", role: "status" });
	const box = /** @type {HTMLTextAreaElement} */ (
		element("textarea", {
			id: "pin-text",
			rows: "2",
			maxlength: "2000",
			autocomplete: "off",
			spellcheck: "false",
			placeholder: "-8.583300, 116.116700",
			oninput: typed,
		})
	);
	/** @type {AbortController | null} */
	let reading = null;
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let timer;

	function typed() {
		clearTimeout(timer);
		reading?.abort();
		reading = new AbortController();
		const { signal } = reading;
		const given = box.value;
		asked.replaceChildren();
		found(null);
		if (!given.trim()) return;
		timer = setTimeout(async () => {
			asked.textContent = text("pin_reading");
			const answer = await read(given, village.code, signal);
			if (!signal.aborted) tell(given, answer);
		}, TYPING_MS);
	}

	/** @param {string} given @param {import("./pin-reader.js").Read} answer */
	function tell(given, { status, readings }) {
		const now = new Date().toISOString();
		const asTyped = /** @type {const} */ ({
			method: "text",
			typed: given,
			accuracy_m: null,
			captured_at: now,
		});
		if (status === "read" && readings[0]) {
			asked.replaceChildren(
				element("p", {}, position(readings[0]), readings[0].how ? ` · ${readings[0].how}` : ""),
			);
			map.lookAt(readings[0], 14);
			found({ ...asTyped, latitude: readings[0].latitude, longitude: readings[0].longitude });
			return;
		}
		asked.replaceChildren(
			element("p", { class: "pin-hint" }, text(`pin_text_${status}`)),
			...readings.map((one) =>
				element(
					"label",
					{ class: "pin-choice" },
					element("input", {
						type: "radio",
						name: "pin-reading",
						onchange() {
							map.lookAt(one, 14);
							const { latitude, longitude } = one;
							found({ ...asTyped, latitude, longitude, chosen: true });
						},
					}),
					element(
						"span",
						{},
						element("b", {}, position(one)),
						one.how ? ` · ${one.how}` : "",
						element("br"),
						where(one),
					),
				),
			),
		);
		// it can be kept as it is too: the office reads it
		found(asTyped);
	}

	if (before) {
		box.value = before.coordinates ?? position(before);
		typed();
	}
	return {
		element: element(
			"div",
			{},
			element("label", { for: "pin-text" }, text("pin_text_label")),
			box,
			asked,
		),
		update() {},
		wants: () => false,
		reason: () => "",
		leave() {
			clearTimeout(timer);
			reading?.abort();
		},
	};
}

/** As a photo says. @param {Shared} shared @returns {Pane} */
export function photoPane({ text, map, found }) {
	const said = element("p", { class: "pin-hint", role: "status" }, text("pin_photo_hint"));
	const input = /** @type {HTMLInputElement} */ (
		element("input", { type: "file", accept: "image/*", id: "pin-photo", onchange: chosen })
	);
	async function chosen() {
		const file = input.files?.[0];
		found(null);
		if (!file) return;
		say(said, "", () => [text("pin_reading")]);
		const { readExif } = await import("./read-exif.js");
		const facts = await readExif(file);
		if (facts?.latitude === null || facts?.latitude === undefined || facts.longitude === null) {
			said.textContent = text("pin_photo_without");
			return;
		}
		const { latitude, longitude, captured_at } = facts;
		said.textContent = [position({ latitude, longitude }), captured_at && moment(captured_at)]
			.filter(Boolean)
			.join(" · ");
		map.lookAt({ latitude, longitude }, 15);
		found({ method: "photo", latitude, longitude, accuracy_m: null, captured_at });
	}
	return {
		element: element(
			"div",
			{},
			element("label", { class: "button", for: "pin-photo" }, text("pin_photo_choose")),
			input,
			said,
		),
		update() {},
		wants: () => false,
		reason: () => "",
		leave() {},
	};
}
