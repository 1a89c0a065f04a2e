/**
 * Makes elements; text is always set as text, never as markup.
 * @module
 */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [properties] attributes; `class`, `on<event>` and `data-*` too
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function element(tag, properties = {}, ...children) {
	const made = document.createElement(tag);
	for (const [name, value] of Object.entries(properties)) {
		if (value === undefined || value === null || value === false) continue;
		if (name.startsWith("on")) made.addEventListener(name.slice(2), /** @type {any} */ (value));
		else made.setAttribute(name, value === true ? "" : String(value));
	}
	made.append(
		.../** @type {(Node | string)[]} */ (children.filter((child) => child || child === 0)),
	);
	return made;
}

/** The element with this identifier, which the page always has. @param {string} id */
export function byId(id) {
	const found = document.getElementById(id);
	if (!found) throw new Error(`the page has no #${id}`);
	return found;
}
