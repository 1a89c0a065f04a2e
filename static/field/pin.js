/**
 * Placing a cooperative's site: where the phone is, where the map is tapped, as typed, or as a photo
 * says; with the verdict before it is saved.
 * @module
 */
import { element } from "../map/elements.js";
import { metresBetween } from "./geometry.js";
import { icon, marker } from "./map-marks.js";
import { pinContent } from "./pin-content.js";
import { devicePane, photoPane, tapPane, textPane } from "./pin-modes.js";
import { placeFrame, say } from "./place-frame.js";
import { sentence, verdictSign } from "./placement-text.js";
import { PositionWatch } from "./position.js";
import { distance, moment } from "./texts.js";
import { verdict } from "./verdict.js";

/** @typedef {import("./pin-content.js").Candidate} Candidate */

const MODES = /** @type {const} */ (["device", "tap", "text", "photo"]);
const MODE_SIGNS = { device: "◎", tap: "✛", text: "⌨", photo: "▣" };
const PANES = { device: devicePane, tap: tapPane, text: textPane, photo: photoPane };
const EMPTY = { version: 0, quality: "", precision_m: null, villages: [] };

/**
 * @param {HTMLElement} root
 * @param {{code: string, item?: string, documents: any, queue: any,
 *   navigate: (address: string) => void, text: import("./placement-text.js").Text}} context
 */
export async function show(root, { code, item, documents, queue, navigate, text }) {
	const known = await documents.villages();
	// the first time, the villages tell which boundaries are in force
	const boundaries = await documents.boundaries();
	const edited = item ? await queue.get(item) : undefined;
	const village = known?.villages.find((/** @type {any} */ one) => one.code === code);
	if (!village) {
		root.replaceChildren(element("p", { role: "alert" }, text("place_no_village")));
		return () => {};
	}
	const watch = new PositionWatch();
	const frame = placeFrame(root, {
		title: text("pin_heading"),
		village,
		villages: known.villages,
		boundaries,
		text,
		centreOnPhone() {
			if (watch.average) frame.map.lookAt(watch.average);
			else watch.start();
		},
	});
	const { map, sheet } = frame;
	/** @type {any} the mark of the new place */
	let mark = null;
	/** @type {Candidate | null} */
	let candidate = null;

	const verdictLine = element("p", { class: "place-verdict", role: "status" });
	const beside = element("div", { class: "place-beside" });
	const pane = element("div", { class: "pin-pane" });
	const save = /** @type {HTMLButtonElement} */ (
		element("button", { type: "button", class: "place-save", onclick: keep }, text("pin_save"))
	);
	const failed = element("p", { class: "place-problem", role: "alert" });
	const tabs = element("div", {
		class: "place-modes",
		role: "group",
		"aria-label": text("pin_modes"),
	});
	for (const mode of MODES) {
		tabs.append(
			element(
				"button",
				{ type: "button", "data-mode": mode, "aria-pressed": "false", onclick: () => choose(mode) },
				element("span", { "aria-hidden": "true" }, MODE_SIGNS[mode]),
				text(`pin_mode_${mode}`),
			),
		);
	}
	sheet.append(tabs, pane, verdictLine, beside, failed, save);

	/** @type {ReturnType<typeof devicePane> | null} */
	let open = null;
	const shared = {
		text,
		village,
		settings: known.settings,
		watch,
		map,
		crosshair: frame.crosshair,
		/** @param {Candidate | null} found */
		found(found) {
			candidate = found;
			tell();
		},
		changed: tell,
		/** @param {{latitude: number, longitude: number}} place */
		where: (place) => sentence(verdict(place, null, code, boundaries ?? EMPTY), village, text),
	};

	/** @param {(typeof MODES)[number]} mode */
	function choose(mode) {
		open?.leave();
		candidate = null;
		for (const tab of tabs.children) {
			tab.setAttribute("aria-pressed", String(tab.getAttribute("data-mode") === mode));
		}
		open = PANES[mode](shared, edited?.content);
		pane.replaceChildren(open.element);
		open.update();
		tell();
	}

	function tell() {
		const placed = candidate?.latitude !== undefined;
		mark?.remove();
		mark = null;
		if (candidate && placed && candidate.method !== "device" && candidate.method !== "tap") {
			mark = marker([Number(candidate.latitude), Number(candidate.longitude)], icon("new"));
			mark.addTo(map.leaflet);
		}
		const place = /** @type {import("./geometry.js").Position} */ (candidate);
		const placement =
			placed && verdict(place, candidate?.accuracy_m ?? null, code, boundaries ?? EMPTY);
		verdictLine.dataset.verdict = placement ? placement.verdict : "";
		const words = placement
			? sentence(placement, village, text, { here: candidate?.method === "device" })
			: "";
		say(verdictLine, words, () =>
			placement ? [verdictSign(placement.verdict), element("span", {}, words)] : [],
		);
		const lines = placed ? [...farFromPhone(place), ...farFromKnown(place)] : [];
		beside.replaceChildren(...lines.map((line) => element("p", {}, line)), ...unsent());
		save.disabled = !candidate || open?.wants() === true;
		const outside = placement && placement.verdict === "outside";
		save.textContent = text(
			candidate && !placed ? "pin_save_text" : outside ? "pin_save_outside" : "pin_save",
		);
	}

	/** @param {import("./geometry.js").Position} place */
	function farFromPhone(place) {
		const { average } = watch;
		if (!average || candidate?.method === "device") return [];
		return [text("pin_far_from_phone", { distance: distance(between(place, average)) })];
	}

	/** @param {import("./geometry.js").Position} place */
	function farFromKnown(place) {
		const { site } = village;
		if (typeof site?.latitude !== "number") return [];
		return [
			text("pin_far_from_known", {
				distance: distance(between(place, site)),
				when: site.pinned_at ? moment(site.pinned_at) : "",
				who: site.pinned_by ?? "",
			}),
		];
	}

	/** What this phone has not sent yet, which can be taken back. */
	function unsent() {
		const pending = village.pending?.site;
		if (!pending || edited || !["waiting", "attention"].includes(pending.state)) return [];
		return [
			element(
				"p",
				{ class: "pin-unsent" },
				element("span", {}, text("pin_unsent", { when: moment(pending.made_at) })),
				element(
					"button",
					{
						type: "button",
						class: "second",
						async onclick() {
							await queue.discard(pending.id);
							village.pending.site = null;
							tell();
						},
					},
					text("pin_take_back"),
				),
			),
		];
	}

	async function keep() {
		if (!candidate) return;
		save.disabled = true;
		failed.textContent = "";
		const { typed, chosen } = candidate;
		const content = pinContent(code, candidate, watch.evidence(), {
			reason: open?.reason() ?? "",
			note: typed && chosen ? text("pin_typed_as", { text: typed }) : null,
		});
		try {
			if (edited && edited.state !== "received") await queue.replace(edited.id, content);
			else {
				const base = village.site?.tag ?? null;
				await queue.add([{ kind: "site", village: code, content, base }]);
			}
			navigate(`#/${code}`);
		} catch (problem) {
			console.error(problem);
			failed.textContent = text("place_not_kept");
			save.disabled = false;
		}
	}

	watch.addEventListener("change", () => {
		map.showPhone(watch.average);
		open?.update();
		tell();
	});
	watch.start();
	if (edited?.problem) failed.textContent = edited.problem.detail;
	choose(edited && edited.content.method !== "device" ? "text" : "device");
	// the age of a fix goes on without a new one
	const timer = setInterval(() => open?.update(), 5_000);

	return () => {
		clearInterval(timer);
		open?.leave();
		watch.stop();
		frame.leave();
	};
}

/** @param {import("./geometry.js").Position} one @param {import("./geometry.js").Position} other */
const between = (one, other) =>
	metresBetween(one.longitude, one.latitude, other.longitude, other.latitude);
