/**
 * Where the phone is, watched as exactly as it can; and why not, where it cannot.
 * @module
 */
import { Fixes, seemsMadeUp } from "./fixes.js";

/** @typedef {"unsupported" | "insecure" | "denied" | "unavailable" | "timeout"} Problem */

const TIMEOUT_MS = 30_000;
/** By the codes of the browser. @type {Record<number, Problem>} */
const PROBLEMS = { 1: "denied", 2: "unavailable", 3: "timeout" };

export class PositionWatch extends EventTarget {
	/** @param {Geolocation | undefined} [geolocation] */
	constructor(geolocation = navigator.geolocation) {
		super();
		this.geolocation = geolocation;
		this.fixes = new Fixes();
		/** @type {Problem | null} */
		this.problem = null;
		/** @type {number | null} */
		this.watching = null;
	}

	/** Ask the person, if need be, and watch. May be called again after a problem. */
	start() {
		this.stop();
		if (!isSecureContext) return this.fail("insecure");
		if (!this.geolocation) return this.fail("unsupported");
		this.watching = this.geolocation.watchPosition(
			(found) => this.take(found),
			(problem) => this.fail(PROBLEMS[problem.code] ?? "unavailable"),
			{ enableHighAccuracy: true, maximumAge: 0, timeout: TIMEOUT_MS },
		);
	}

	stop() {
		if (this.watching !== null) this.geolocation?.clearWatch(this.watching);
		this.watching = null;
	}

	/** @param {GeolocationPosition} found */
	take({ coords, timestamp }) {
		this.problem = null;
		this.fixes.add({
			latitude: coords.latitude,
			longitude: coords.longitude,
			accuracy_m: coords.accuracy,
			altitude_m: coords.altitude,
			at: timestamp,
			heard: Date.now(),
		});
		this.dispatchEvent(new Event("change"));
	}

	/** @param {Problem} problem */
	fail(problem) {
		this.problem = problem;
		this.dispatchEvent(new Event("change"));
	}

	/** The average of the last fixes, or null. */
	get average() {
		return this.fixes.average();
	}

	/** What is sent along with a pin or a corner. */
	evidence() {
		const now = Date.now();
		const average = this.average;
		const signs = this.fixes.signs(now);
		return {
			device: average && {
				latitude: average.latitude,
				longitude: average.longitude,
				accuracy_m: average.accuracy_m,
				captured_at: new Date(average.at).toISOString(),
				fixes: average.fixes,
				signs,
			},
			fix_age_s: average && Math.max(0, Math.round((now - average.at) / 1000)),
			// a browser cannot know that it is not made up
			mock_location: seemsMadeUp(signs) ? true : null,
		};
	}
}
