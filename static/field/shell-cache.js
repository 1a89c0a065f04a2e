/**
 * The page and the scripts, styles and pictures it names, as the worker keeps them: a page is
 * kept only when all that it needs is.
 * @module
 */

const PAGE = "/field";
const PAGES = "gis-field-page";
const ASSETS = "gis-field-assets";
const LIST = /<script type="application\/json" id="field-assets"[^>]*>([^<]*)</;

/** @returns {Promise<Response | undefined>} */
export async function keptPage() {
	return (await caches.open(PAGES)).match(PAGE);
}

/** @param {Request} request @returns {Promise<Response | undefined>} */
export async function matchAsset(request) {
	return (await caches.open(ASSETS)).match(request.url);
}

/**
 * Read the page and what it needs, and keep them.
 * @returns {Promise<boolean>} whether it is another version than the one kept before
 */
export async function keepPage() {
	const reply = await fetch(PAGE, {
		credentials: "same-origin",
		cache: "no-cache",
		headers: { Accept: "text/html" },
	});
	// nobody is signed in, or the sign-in page of a Wi-Fi answers
	if (!reply.ok || reply.redirected) throw new TypeError(`${reply.status} ${reply.url}`);
	const needed = named(await reply.clone().text());
	if (!needed) throw new TypeError("this is not our page");
	const [pages, assets, before] = await Promise.all([
		caches.open(PAGES),
		caches.open(ASSETS),
		keptPage(),
	]);
	await Promise.all(
		needed.map(async (address) => {
			if (!(await assets.match(address))) await assets.add(address);
		}),
	);
	const previous = before ? (named(await before.text()) ?? []) : [];
	await pages.put(PAGE, reply);
	const other = needed.join() !== previous.join();
	if (other) await forgetAllBut(new Set([...needed, ...previous]));
	return Boolean(before) && other;
}

/** Pages that are open may still load parts of the version before. @param {Set<string>} needed */
async function forgetAllBut(needed) {
	const assets = await caches.open(ASSETS);
	for (const { url } of await assets.keys()) {
		const { pathname, search } = new URL(url);
		if (!needed.has(pathname + search)) await assets.delete(url);
	}
}

/** @param {string} page @returns {string[] | null} */
function named(page) {
	const found = LIST.exec(page);
	return found && JSON.parse(found[1]);
}
