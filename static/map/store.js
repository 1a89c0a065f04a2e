/**
 * What the page knows: the status of every village, their names, what is filtered and chosen.
 * Events: `status` (colours may have changed), `names`, `view` (filters), `village` (the chosen one).
 * @module
 */
import { EVERYTHING, readAddress, writeAddress } from "./address.js";

/**
 * @typedef {object} Status
 * @property {string} version
 * @property {string} areas version of the names
 * @property {number} boundary_version
 * @property {string} quality `official` or `indicative`
 * @property {boolean} sample
 * @property {string[]} codes of all villages, sorted
 * @property {string} zones one letter a village: g, y, r, or -
 * @property {Record<string, number[]>} reasons rule to places in `codes`
 * @property {string} sites one letter a village: i, u, o, x, or -
 * @property {string[]} unknown codes of sites that the roster does not hold
 */

/**
 * @typedef {object} Areas
 * @property {[string, string][]} regencies
 * @property {[string, string][]} districts
 * @property {[string, string, string][]} villages
 */

/** @typedef {import("./address.js").View} View */

/**
 * A regency is called by its name alone; a city (Kota Bima) keeps the word that sets it apart.
 * @param {string} name
 */
export const shortName = (name) => name.replace(/^Kabupaten /, "");

export class Store extends EventTarget {
	/** @type {Status | null} */
	status = null;
	/** @type {View} */
	view = readAddress();
	/** Village code to its place in `status.codes`. @type {Map<string, number>} */
	places = new Map();
	/** @type {Map<string, string>} */
	names = new Map();
	/** @type {Map<string, string>} */
	kinds = new Map();
	/** @type {[string, string][]} */
	regencies = [];
	/** Codes that have a boundary on the map. @type {Set<string> | null} */
	bounded = null;
	/** One flag a village: whether the filters show it. */
	shown = new Uint8Array(0);

	/** @param {Status} status */
	setStatus(status) {
		this.status = status;
		this.places = new Map(status.codes.map((code, place) => [code, place]));
		this.#filter();
		this.#tell("status");
	}

	/** @param {Areas} areas */
	setAreas(areas) {
		this.regencies = areas.regencies;
		this.names = new Map([...areas.regencies, ...areas.districts]);
		for (const [code, name, kind] of areas.villages) {
			this.names.set(code, name);
			this.kinds.set(code, kind);
		}
		this.#tell("names");
	}

	/** @param {Iterable<string>} codes */
	setBounded(codes) {
		this.bounded = new Set(codes);
		this.#filter();
		this.#tell("view");
	}

	/** Change filters; an empty text takes one away. @param {Partial<View>} change */
	show(change) {
		const before = this.view.village;
		this.view = { ...this.view, ...change };
		writeAddress(this.view);
		this.#filter();
		this.#tell("view");
		if (this.view.village !== before) this.#tell("village");
	}

	showEverything() {
		this.show({ ...EVERYTHING, village: this.view.village });
	}

	/** Choose a village, or none. @param {string} code */
	choose(code) {
		if (code === this.view.village) return;
		this.view = { ...this.view, village: code };
		writeAddress(this.view);
		this.#tell("village");
	}

	/** Follow an address that somebody typed or came back to. */
	followAddress() {
		this.show(readAddress());
	}

	get filtered() {
		const { regency, zone, reason, boundary } = this.view;
		return Boolean(regency || zone || reason || boundary);
	}

	/** @param {string} code */
	zone(code) {
		const place = this.places.get(code);
		return place === undefined ? "-" : (this.status?.zones[place] ?? "-");
	}

	/** Whether the filters show a village. @param {string} code */
	shows(code) {
		const place = this.places.get(code);
		return place !== undefined && this.shown[place] === 1;
	}

	/** The name of an area, or its code until the names are there. @param {string} code */
	name(code) {
		return this.names.get(code) ?? code;
	}

	/** Letter of the site of a village, `-` for none. @param {string} code */
	site(code) {
		const place = this.places.get(code);
		if (place !== undefined) return this.status?.sites[place] ?? "-";
		// without a village nothing can be said of where it should be
		return this.status?.unknown.includes(code) ? "x" : "-";
	}

	/** "Gerung, Lombok Barat" of a village. @param {string} code */
	whereabouts(code) {
		return `${this.name(code.slice(0, 8))}, ${shortName(this.name(code.slice(0, 5)))}`;
	}

	/**
	 * Places of the villages that the filters show, some filters left aside.
	 * @param {Partial<View>} [aside]
	 * @returns {number[]}
	 */
	select(aside = {}) {
		if (!this.status) return [];
		const { regency, zone, reason, boundary } = { ...this.view, ...aside };
		const { codes, zones, reasons } = this.status;
		const candidates = reason ? (reasons[reason] ?? []) : codes.keys();
		const found = [];
		for (const place of candidates) {
			if (regency && !codes[place].startsWith(`${regency}.`)) continue;
			if (zone && !zone.includes(zones[place])) continue;
			if (boundary === "none" && this.bounded?.has(codes[place]) !== false) continue;
			found.push(place);
		}
		return found;
	}

	/** @param {number[]} places @returns {Record<string, number>} villages by zone letter */
	count(places) {
		/** @type {Record<string, number>} */
		const counts = { g: 0, y: 0, r: 0, "-": 0 };
		for (const place of places) counts[this.status?.zones[place] ?? "-"] += 1;
		return counts;
	}

	#filter() {
		this.shown = new Uint8Array(this.status?.codes.length ?? 0);
		for (const place of this.select()) this.shown[place] = 1;
	}

	/** @param {string} what */
	#tell(what) {
		this.dispatchEvent(new Event(what));
	}
}
