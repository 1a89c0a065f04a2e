/**
 * The shape that is being made: its corners, every step of it, and the figures that follow.
 * @module
 */
import { selfCrossing } from "./crossing.js";
import { areaM2, perimeterM } from "./geometry.js";

/**
 * @typedef {object} Corner
 * @property {number} latitude
 * @property {number} longitude
 * @property {number | null} [accuracy_m] where somebody stood there
 * @property {number | null} [fixes]
 */

/** @typedef {"drawn" | "walked" | "pasted"} Method */
/** @typedef {{corners: Corner[], holes: number[][], method: Method}} Step */

const STEPS_KEPT = 100;

/** As many decimals as a centimetre needs, so that phone and server work on the same numbers. @param {number} degrees */
const rounded = (degrees) => Math.round(degrees * 1e7) / 1e7;

/** @param {Corner} corner @returns {Corner} */
const exact = (corner) => ({
	...corner,
	latitude: rounded(corner.latitude),
	longitude: rounded(corner.longitude),
});

export class Shape extends EventTarget {
	constructor() {
		super();
		/** @type {Step} */
		this.now = { corners: [], holes: [], method: "drawn" };
		/** @type {Step[]} */
		this.before = [];
	}

	get corners() {
		return this.now.corners;
	}

	/** @param {Partial<Step>} change */
	step(change) {
		this.before = [...this.before, this.now].slice(-STEPS_KEPT);
		this.now = { ...this.now, ...change };
		this.dispatchEvent(new Event("change"));
	}

	/** @param {Corner} corner @param {Method} method @param {number} [at] before which one; at the end */
	add(corner, method, at = this.corners.length) {
		const corners = [...this.corners];
		corners.splice(at, 0, exact(corner));
		this.step({
			corners,
			method: this.corners.length && method === "drawn" ? this.now.method : method,
		});
	}

	/** @param {number} at @param {{latitude: number, longitude: number}} place */
	move(at, { latitude, longitude }) {
		const moved = exact({ latitude, longitude });
		this.step({ corners: this.corners.map((one, i) => (i === at ? moved : one)) });
	}

	/** @param {number} at */
	remove(at) {
		this.step({ corners: this.corners.filter((_, i) => i !== at) });
	}

	/** @param {Corner[]} corners @param {number[][]} holes @param {Method} method */
	replace(corners, holes, method) {
		this.step({ corners: corners.map(exact), holes, method });
	}

	clear() {
		if (this.corners.length) this.step({ corners: [], holes: [], method: "drawn" });
	}

	undo() {
		const last = this.before.pop();
		if (!last) return;
		this.now = last;
		this.dispatchEvent(new Event("change"));
	}

	/** Longitudes and latitudes, as geometry.js wants them. @returns {number[]} */
	get ring() {
		return this.corners.flatMap(({ latitude, longitude }) => [longitude, latitude]);
	}

	/** The polygon, or null while there are too few corners. */
	get polygon() {
		return this.corners.length < 3 ? null : [this.ring, ...this.now.holes];
	}

	/** Where its line crosses itself, or null. */
	get crossing() {
		return this.corners.length < 3 ? null : selfCrossing(this.ring);
	}

	figures() {
		const { polygon } = this;
		return polygon && { area_m2: areaM2(polygon), perimeter_m: perimeterM(polygon[0]) };
	}
}
