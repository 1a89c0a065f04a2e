/**
 * A cooperative's parcel: its line on the map, whether the store fits, and what is known of the land.
 * @module
 */
import { element } from "../map/elements.js";
import { draftOf } from "./drafts.js";
import { area, ares } from "./figures.js";
import { fitInSteps } from "./fit.js";
import { answersOf, conditions, parcelContent } from "./parcel-content.js";
import { conditionList, parcelForm } from "./parcel-form.js";
import { ParcelLayer } from "./parcel-layer.js";
import { drawPane, pastePane, walkPane } from "./parcel-modes.js";
import { Shape } from "./parcel-shape.js";
import { placeFrame } from "./place-frame.js";
import { PositionWatch } from "./position.js";
import { distance, number } from "./texts.js";
import { verdict } from "./verdict.js";

const MODES = /** @type {const} */ (["draw", "walk", "paste"]);
const MODE_SIGNS = { draw: "✛", walk: "◎", paste: "⌨" };
const PANES = { draw: drawPane, walk: walkPane, paste: pastePane };

/**
 * @param {HTMLElement} root
 * @param {{code: string, item?: string, documents: any, queue: any,
 *   navigate: (address: string) => void, text: import("./placement-text.js").Text}} context
 */
export async function show(root, { code, item, documents, queue, navigate, text }) {
	const draft = draftOf(code, "parcel");
	const read = await documents.villages();
	// the first time, the villages tell which boundaries are in force
	const boundaries = await documents.boundaries();
	const edited = item ? await queue.get(item) : undefined;
	const drafted = await draft.read().catch(() => undefined);
	const village = read?.villages.find((/** @type {any} */ one) => one.code === code);
	if (!village) {
		root.replaceChildren(element("p", { role: "alert" }, text("place_no_village")));
		return () => {};
	}
	const { settings } = read;
	// the policy may ask for less in a city
	const required = village.required_area_m2;
	const watch = new PositionWatch();
	const shape = new Shape();
	const kept = drafted?.item === (item ?? null) ? drafted : null;
	const known = edited?.content ?? village.pending?.parcel?.content ?? village.parcel;
	const answers = kept?.answers ?? answersOf(known);
	const frame = placeFrame(root, {
		title: text("parcel_heading"),
		village,
		villages: read.villages,
		boundaries,
		text,
		centreOnPhone() {
			if (watch.average) frame.map.lookAt(watch.average);
			else watch.start();
		},
	});
	const { map, sheet } = frame;
	const layer = new ParcelLayer(map, shape, { text, chosen: tellCorner });

	/** @type {{fits: boolean, rectangle: any} | null} */
	let store = null;
	/** @type {AbortController | null} */
	let fitting = null;
	/** @type {ReturnType<typeof drawPane> | null} */
	let open = null;

	const tabs = element("div", {
		class: "place-modes",
		role: "group",
		"aria-label": text("parcel_modes"),
	});
	const pane = element("div", {});
	const notice = element("p", { class: "place-poor", hidden: true });
	const figures = element("p", { class: "parcel-figures", role: "status" });
	const problem = element("p", { class: "place-problem", role: "alert" });
	const fitLine = element("p", { class: "parcel-fit", role: "status" });
	const others = element("div", { class: "place-beside" });
	const undo = button(text("parcel_undo"), () => shape.undo());
	const away = button(text("parcel_remove_corner"), () => {
		if (layer.selected !== null) shape.remove(layer.selected);
	});
	const clear = button(text("parcel_clear"), () => shape.clear());
	const next = /** @type {HTMLButtonElement} */ (
		element("button", { type: "button", onclick: () => page(true) }, text("parcel_next"))
	);
	const steps = element("div", { class: "parcel-steps" }, undo, away, clear, next);
	const line = element("div", { class: "parcel-page" }, tabs, notice, pane, others, steps);

	const met = element("div", {});
	const save = /** @type {HTMLButtonElement} */ (
		element("button", { type: "button", class: "place-save", onclick: keep }, text("parcel_save"))
	);
	const facts = element(
		"div",
		{ class: "parcel-page", hidden: true },
		button(`‹ ${text("parcel_to_line")}`, () => page(false)),
		parcelForm(answers, text, () => {
			tellConditions();
			remember();
		}),
		element("h2", {}, text("conditions")),
		met,
		save,
	);
	sheet.append(figures, fitLine, problem, line, facts);

	for (const mode of MODES) {
		tabs.append(
			element(
				"button",
				{ type: "button", "data-mode": mode, "aria-pressed": "false", onclick: () => choose(mode) },
				element("span", { "aria-hidden": "true" }, MODE_SIGNS[mode]),
				text(`parcel_mode_${mode}`),
			),
		);
	}

	const shared = {
		text,
		settings,
		watch,
		map,
		shape,
		crosshair: frame.crosshair,
		lookAtShape: () => map.lookAtAll(shape.corners),
	};

	/** @param {(typeof MODES)[number]} mode */
	function choose(mode) {
		open?.leave();
		for (const tab of tabs.children) {
			tab.setAttribute("aria-pressed", String(tab.getAttribute("data-mode") === mode));
		}
		open = PANES[mode](shared);
		pane.replaceChildren(open.element);
		if (mode === "walk" && watch.watching === null) watch.start();
		open.update();
	}

	/** Between the line and what is known of the land. @param {boolean} toFacts */
	function page(toFacts) {
		line.hidden = toFacts;
		facts.hidden = !toFacts;
		frame.crosshair.hidden = toFacts || pressed() !== "draw";
		sheet.scrollTop = 0;
		tellConditions();
		if (toFacts) shared.lookAtShape();
	}

	const pressed = () => tabs.querySelector("[aria-pressed=true]")?.getAttribute("data-mode");

	function changed() {
		layer.selected = null;
		layer.draw();
		tellCorner(-1);
		tellShape();
		fitStore();
		remember();
	}

	/** @param {number} at */
	function tellCorner(at) {
		away.hidden = at < 0;
		clear.hidden = at >= 0;
	}

	function tellShape() {
		const measured = shape.figures();
		const { crossing, corners } = shape;
		undo.disabled = shape.before.length === 0;
		clear.disabled = corners.length === 0;
		next.disabled = !measured || Boolean(crossing);
		problem.textContent = crossing ? text("parcel_crosses") : "";
		figures.textContent = crossing
			? ""
			: measured
				? text("parcel_figures", {
						area: area(measured.area_m2),
						ares: ares(measured.area_m2),
						perimeter: distance(measured.perimeter_m),
					})
				: text("parcel_corners", { count: corners.length });
		others.replaceChildren(...warnings(measured).map((words) => element("p", {}, words)));
		tellFit();
		tellConditions();
	}

	/** @param {ReturnType<typeof shape.figures>} measured */
	function warnings(measured) {
		if (shape.crossing) return [];
		const told = [];
		const short = measured && required - measured.area_m2;
		if (short && short > 0) {
			told.push(text("parcel_short", { short: area(short), required: area(required) }));
		}
		const outside = boundaries
			? shape.corners.filter(
					(corner) =>
						verdict(corner, corner.accuracy_m ?? null, code, boundaries).verdict === "outside",
				)
			: [];
		if (outside.length) {
			told.push(text("parcel_outside", { count: number(outside.length), village: village.name }));
		}
		const worst = Math.max(...shape.corners.map(({ accuracy_m }) => accuracy_m ?? 0));
		if (worst > 0) told.push(text("parcel_worst", { accuracy: distance(worst) }));
		return told;
	}

	async function fitStore() {
		fitting?.abort();
		store = null;
		layer.showStore(null);
		const { polygon, crossing } = shape;
		if (!polygon || crossing) return;
		const mine = new AbortController();
		fitting = mine;
		const found = await fitInSteps(polygon, settings.building_m, mine.signal);
		if (!found || mine.signal.aborted) return;
		store = found;
		layer.showStore(found.rectangle);
		tellFit();
		tellConditions();
	}

	function tellFit() {
		const [width, height] = settings.building_m;
		const key = !shape.polygon || shape.crossing ? "" : store ? String(store.fits) : "waiting";
		fitLine.dataset.fits = key;
		fitLine.textContent = !key
			? ""
			: text(`parcel_fit_${key}`, { width: number(width), height: number(height) });
	}

	function tellConditions() {
		const measured = shape.figures();
		if (!measured || facts.hidden) return;
		const states = conditions(
			answers,
			{ area_m2: measured.area_m2, fits: store?.fits ?? null },
			required,
		);
		met.replaceChildren(conditionList(states, text));
	}

	/** A line that is not saved yet survives whatever happens to the page. */
	function remember() {
		draft.keep({ item: item ?? null, shape: shape.now, answers }).catch(() => {
			problem.textContent ||= text("place_not_kept");
		});
	}

	async function keep() {
		save.disabled = true;
		const content = parcelContent(code, shape.now, answers);
		try {
			if (edited && edited.state !== "received") await queue.replace(edited.id, content);
			else {
				const base = village.parcel?.tag ?? null;
				await queue.add([{ kind: "parcel", village: code, content, base }]);
			}
			await draft.forget([]);
			navigate(`#/${code}`);
		} catch (failure) {
			console.error(failure);
			problem.textContent = text("place_not_kept");
			save.disabled = false;
		}
	}

	/** What there is already, to begin with. @param {any} parcel or the content of one */
	function begin({ geometry, corners, method }) {
		const [outside, ...holes] = geometry.coordinates;
		shape.replace(
			outside
				.slice(0, -1)
				.map((/** @type {number[]} */ [longitude, latitude], /** @type {number} */ i) => ({
					latitude,
					longitude,
					...corners?.[i],
				})),
			holes.map((/** @type {number[][]} */ ring) => ring.slice(0, -1).flat()),
			method ?? "drawn",
		);
		shared.lookAtShape();
	}

	watch.addEventListener("change", () => {
		map.showPhone(watch.average);
		open?.update();
	});
	choose("draw");
	tellShape();
	tellCorner(-1);
	if (kept?.shape.corners.length) {
		notice.textContent = text("parcel_draft");
		notice.hidden = false;
		shape.now = kept.shape;
		shared.lookAtShape();
		changed();
	} else if (edited?.content.geometry) {
		begin(edited.content);
	}
	shape.addEventListener("change", changed);
	if (edited?.content.geometry && !kept) changed();
	if (edited?.problem) problem.textContent = edited.problem.detail;
	if (!shape.corners.length && known?.geometry) {
		const use = button(text("parcel_use_known"), () => {
			use.remove();
			begin(known);
		});
		pane.after(use);
	}

	return () => {
		fitting?.abort();
		open?.leave();
		layer.leave();
		watch.stop();
		frame.leave();
	};
}

/** @param {string} label @param {() => void} onclick */
const button = (label, onclick) =>
	/** @type {HTMLButtonElement} */ (
		element("button", { type: "button", class: "second", onclick }, label)
	);
