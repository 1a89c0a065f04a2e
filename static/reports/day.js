/**
 * What the map knows of a day: every village with its state, who answers for it, what was reported.
 * It has the same names as the zone map's store, whose layers draw it.
 * @module
 */

/**
 * @typedef {object} Told what was reported; what is not known is left out
 * @property {string} [land]
 * @property {string} [stage]
 * @property {number} [percent]
 * @property {number} [change] percentage points since the report before
 * @property {string} [blockers]
 * @property {string} [findings]
 * @property {number} [photos]
 * @property {string} [note]
 */

/**
 * @typedef {object} Village
 * @property {string} code
 * @property {string} name
 * @property {State} state
 * @property {string} district
 * @property {string} regency
 * @property {string[]} officers
 * @property {number | null} days since the last report
 * @property {Told | null} report
 */

/** @typedef {"reported" | "missing" | "unexpected"} State */

/** @type {Record<string, State>} */
const STATES = { r: "reported", m: "missing", u: "unexpected" };

export class Day extends EventTarget {
	/** @type {Map<string, Village>} */
	villages = new Map();
	/** Names of regencies and villages, for labels. @type {Map<string, string>} */
	names;
	view = { regency: "", village: "" };

	/** @param {any} data as `/reports/map.json` gives it @param {string} regency code, or empty */
	constructor(data, regency) {
		super();
		this.view.regency = regency;
		this.names = new Map(Object.entries(data.regencies));
		for (const [code, name, letter, district, officers, days, report] of data.villages) {
			this.villages.set(code, {
				code,
				name,
				state: STATES[letter],
				district: district ?? "",
				regency: data.regencies[code.slice(0, 5)] ?? "",
				officers: officers.map((/** @type {number} */ place) => data.officers[place]),
				days,
				report,
			});
			this.names.set(code, name);
			if (district) this.names.set(code.slice(0, 8), district);
		}
	}

	/** @param {string} code */
	name(code) {
		return this.names.get(code) ?? code;
	}

	/** Whether a village is one of those asked for. @param {string} code */
	shows(code) {
		return this.villages.has(code) && code.startsWith(this.view.regency);
	}

	/** @param {string} code a village's, or empty for none */
	choose(code) {
		const village = this.villages.has(code) ? code : "";
		if (village === this.view.village) return;
		this.view.village = village;
		this.dispatchEvent(new Event("village"));
	}

	get chosen() {
		return this.villages.get(this.view.village) ?? null;
	}
}
