/**
 * Days of the calendar, written YYYY-MM-DD.
 * @module
 */

const DAY_MS = 86_400_000;

/** @param {string} day @param {number} days @returns {string} */
export function plusDays(day, days) {
	return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Full days from one to another. @param {string} from @param {string} to */
export const daysBetween = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
