/**
 * The other language, also without a network: it is chosen on the phone, and the server is told
 * when it can be.
 * @module
 */
import { element } from "../map/elements.js";
import { chooseHere, chosenHere, language, languages } from "./texts.js";

const NAMES = { id: "Indonesia", en: "English" };

/** Make the switch at the top of the page work here. */
export async function switchLanguages() {
	document.documentElement.lang = language;
	const asked = new URLSearchParams(location.search).get("lang");
	if (asked) {
		history.replaceState(null, "", location.pathname + location.hash);
		if (asked !== language && languages.includes(asked)) return choose(asked);
	}
	document
		.querySelector(".languages")
		?.replaceChildren(...languages.map((code) => (code === language ? here(code) : link(code))));
	addEventListener("online", tellServer);
	await tellServer();
}

/** @param {string} code */
const here = (code) => element("span", { "aria-current": "true", lang: code }, code.toUpperCase());

/** @param {string} code */
const link = (code) =>
	element(
		"button",
		{
			type: "button",
			class: "plain",
			lang: code,
			"aria-label": NAMES[/** @type {"id" | "en"} */ (code)] ?? code,
			onclick: () => choose(code),
		},
		code.toUpperCase(),
	);

/** @param {string} code */
function choose(code) {
	chooseHere(code);
	location.reload();
}

/** So that what it says, and its other pages, are in that language too. */
async function tellServer() {
	const chosen = chosenHere();
	if (!chosen) return;
	const address = `${location.pathname}?lang=${encodeURIComponent(chosen)}`;
	const told = await fetch(address, { signal: AbortSignal.timeout(20_000) }).catch(() => null);
	// the page itself, in that language, for the next opening
	if (told?.ok) navigator.serviceWorker?.controller?.postMessage("refresh");
}
