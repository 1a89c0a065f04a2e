/**
 * The SHA-256 of a file.
 * @module
 */

/**
 * @param {Blob} file
 * @returns {Promise<string>} 64 hexadecimal digits
 */
export async function sha256(file) {
	const bytes = await file.arrayBuffer();
	// A page that came over plain HTTP from another machine has no crypto.subtle.
	const digest = globalThis.crypto?.subtle
		? new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
		: (await import("./sha256-own.js")).sha256(new Uint8Array(bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
