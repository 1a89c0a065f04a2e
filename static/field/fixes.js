/**
 * Fixes of the phone's position, while the phone is held still: their average, and signs that a fix
 * may be old or made up. Signs are told to the office; nothing is decided by them.
 * @module
 */
import { metresBetween } from "./geometry.js";

/**
 * @typedef {object} Fix
 * @property {number} latitude
 * @property {number} longitude
 * @property {number} accuracy_m radius within which the phone believes itself to be
 * @property {number | null} altitude_m
 * @property {number} at by the fix itself, in milliseconds
 * @property {number} heard when the page got it
 */

/**
 * @typedef {object} Average
 * @property {number} latitude
 * @property {number} longitude
 * @property {number} accuracy_m
 * @property {number} fixes how many were averaged
 * @property {number} at of the last one
 */

/** @typedef {"stale" | "repeated" | "no-accuracy" | "same-accuracy" | "no-altitude" | "jump" | "clock"} Sign */

const KEPT_MS = 90_000;
const KEPT = 30;
/** A fix that is so much worse than the best one only does harm. */
const WORSE = 3;
/** GPS in the open is seldom better than this; phones that say so are taken at this word. */
const BEST_M = 3;
/** So many fixes in a row somewhere else: the officer has walked on. */
const MOVED_AFTER = 3;

const STALE_MS = 30_000;
const CLOCK_MS = 300_000;
const REPEATED = 5;
/** No road in the province is faster, in metres a second. */
const FASTEST = 60;

export class Fixes {
	constructor() {
		/** @type {Fix[]} */
		this.kept = [];
		/** @type {Fix[]} the last ones that came, whatever was made of them */
		this.heard = [];
	}

	/** @param {Fix} fix */
	add(fix) {
		this.heard = [...this.heard, fix].slice(-KEPT);
		this.kept = [...this.kept, fix].filter((one) => fix.heard - one.heard < KEPT_MS).slice(-KEPT);
		const before = averageOf(this.kept.slice(0, -MOVED_AFTER));
		const last = this.kept.slice(-MOVED_AFTER);
		if (before && last.length === MOVED_AFTER && last.every((one) => isAway(one, before))) {
			this.kept = last;
		}
	}

	/** Begin anew: at the next corner. */
	clear() {
		this.kept = [];
	}

	/** @returns {Average | null} */
	average() {
		return averageOf(this.kept);
	}

	/** @param {number} now milliseconds @returns {Sign[]} */
	signs(now) {
		return signsOf(this.heard, now);
	}
}

/** @param {Fix} fix @param {Average} average */
const isAway = (fix, average) =>
	away(fix, average) > 2 * Math.max(fix.accuracy_m, average.accuracy_m, BEST_M);

/** @param {{latitude: number, longitude: number}} one @param {{latitude: number, longitude: number}} other */
const away = (one, other) =>
	metresBetween(one.longitude, one.latitude, other.longitude, other.latitude);

/** @param {Fix} fix */
const weight = (fix) => 1 / Math.max(fix.accuracy_m, BEST_M) ** 2;

/**
 * The mean, weighted by accuracy, of the fixes that agree with one another.
 * @param {Fix[]} fixes
 * @returns {Average | null}
 */
export function averageOf(fixes) {
	if (!fixes.length) return null;
	const best = Math.min(...fixes.map((fix) => Math.max(fix.accuracy_m, BEST_M)));
	const good = fixes.filter((fix) => fix.accuracy_m <= WORSE * best);
	const middle = {
		latitude: weightedMedian(good, "latitude"),
		longitude: weightedMedian(good, "longitude"),
	};
	const near = good.filter((fix) => away(fix, middle) <= 2 * Math.max(fix.accuracy_m, BEST_M));
	const used = near.length ? near : good;
	const sum = used.reduce((total, fix) => total + weight(fix), 0);
	/** @param {"latitude" | "longitude"} axis */
	const mean = (axis) => used.reduce((total, fix) => total + fix[axis] * weight(fix), 0) / sum;
	const average = { latitude: mean("latitude"), longitude: mean("longitude") };
	const spread = Math.sqrt(
		used.reduce((total, fix) => total + away(fix, average) ** 2 * weight(fix), 0) / sum,
	);
	return {
		...average,
		// Errors of fixes that follow one another are alike: an average is steadier than one of them,
		// but not better by the square root of their number.
		accuracy_m: Math.round(10 * Math.max(Math.sqrt(used.length / sum), spread)) / 10,
		fixes: used.length,
		at: Math.max(...used.map((fix) => fix.at)),
	};
}

/** @param {Fix[]} fixes @param {"latitude" | "longitude"} axis */
function weightedMedian(fixes, axis) {
	const sorted = [...fixes].sort((one, other) => one[axis] - other[axis]);
	const half = sorted.reduce((total, fix) => total + weight(fix), 0) / 2;
	let reached = 0;
	for (const fix of sorted) {
		reached += weight(fix);
		if (reached >= half) return fix[axis];
	}
	return sorted[sorted.length - 1][axis];
}

/**
 * @param {Fix[]} fixes in the order in which they came
 * @param {number} now milliseconds
 * @returns {Sign[]}
 */
export function signsOf(fixes, now) {
	const last = fixes.at(-1);
	if (!last) return [];
	/** @type {Sign[]} */
	const signs = [];
	const row = fixes.slice(-REPEATED);
	const inRow = row.length === REPEATED;
	if (now - last.heard > STALE_MS || last.heard - last.at > STALE_MS) signs.push("stale");
	if (inRow && row.every((one) => isSamePlace(one, last))) signs.push("repeated");
	if (!(last.accuracy_m > 0)) signs.push("no-accuracy");
	if (inRow && row.every((one) => one.accuracy_m === last.accuracy_m)) signs.push("same-accuracy");
	if (last.altitude_m === null) signs.push("no-altitude");
	if (fixes.some((fix, i) => i > 0 && isJump(fixes[i - 1], fix))) signs.push("jump");
	if (Math.abs(last.at - last.heard) > CLOCK_MS) signs.push("clock");
	return signs;
}

/** @param {Fix} one @param {Fix} other */
const isSamePlace = (one, other) =>
	one.latitude === other.latitude && one.longitude === other.longitude;

/** @param {Fix} from @param {Fix} to */
function isJump(from, to) {
	const seconds = Math.max((to.at - from.at) / 1000, 1);
	return away(from, to) - from.accuracy_m - to.accuracy_m > FASTEST * seconds;
}

/**
 * What the office is told: an app that makes positions up leaps there, and then does not move by a
 * hair; or it forgets the accuracy. One sign alone means nothing.
 * @param {Sign[]} signs
 */
export const seemsMadeUp = (signs) =>
	signs.includes("no-accuracy") || (signs.includes("repeated") && signs.includes("jump"));
