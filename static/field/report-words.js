/**
 * Figures and days as the form of a report says them.
 * @module
 */
import { plusDays } from "./days.js";
import { language, day as longDay } from "./texts.js";

const percentages = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 2 });

/** @param {number} part of a hundred */
export const asPercentage = (part) => percentages.format(part / 100);

/**
 * @param {(key: string) => string} text
 * @param {string | undefined} day
 * @param {string} today
 */
export function sayDay(text, day, today) {
	if (!day) return "";
	return day === plusDays(today, -1) ? text("report_yesterday") : longDay(day);
}
