/**
 * Reads where and when a photo says that it was taken. Whatever a file holds, this never throws.
 * @module
 */

import { parse } from "exifr/dist/mini.esm.mjs";

const TAKEN = 0x9003;
const OFFSET = 0x9011;
const [LATITUDE_REF, LONGITUDE_REF] = [1, 3];

/** Only what is asked for is read, by number: the small exifr knows no names. */
const WANTED = {
	translateKeys: false,
	translateValues: false,
	reviveValues: false,
	mergeOutput: false,
	ifd0: false,
	exif: [TAKEN, OFFSET],
	gps: true,
};

/**
 * @param {Blob | Uint8Array} file
 * @returns {Promise<{latitude: number | null, longitude: number | null,
 *   captured_at: string | null} | null>} null when it says neither
 */
export async function readExif(file) {
	let read;
	try {
		read = await parse(file, WANTED);
	} catch {
		return null; // not a JPEG, or one whose Exif is broken
	}
	const position = positionOf(read?.gps);
	const captured_at = timeOf(read?.exif?.[TAKEN], read?.exif?.[OFFSET]);
	if (!position && !captured_at) return null;
	return { latitude: null, longitude: null, ...position, captured_at };
}

/** Without its hemisphere a figure is no position, and 0, 0 is what a camera without a fix writes.
 * @param {any} gps */
function positionOf(gps) {
	if (!/^[NS]/i.test(gps?.[LATITUDE_REF]) || !/^[EW]/i.test(gps?.[LONGITUDE_REF])) return null;
	const { latitude, longitude } = gps;
	if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) return null;
	if (latitude === 0 && longitude === 0) return null;
	return { latitude, longitude };
}

/**
 * @param {unknown} taken local time, "2026:01:15 09:30:00" @param {unknown} offset "+08:00"
 * @returns {string | null} ISO time; without an offset the phone's own zone is meant
 */
function timeOf(taken, offset) {
	const parts = /^(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)/.exec(String(taken));
	if (!parts) return null;
	const [, year, month, day, hour, minute, second] = parts;
	const zone = /^[+-]\d\d:\d\d/.exec(String(offset))?.[0] ?? "";
	const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`);
	return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
