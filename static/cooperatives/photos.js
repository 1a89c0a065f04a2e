// Photos for a profile, sent one after the other; without this script the officers' page sends them.
import { newId } from "../field/new-id.js";

const form = document.getElementById("add-photos");
const { address, village } = form.dataset;
const texts = JSON.parse(document.getElementById("photo-texts").textContent);
const secret = document.querySelector("meta[name=csrf-token]").content;
const said = form.querySelector("[role=status]");

/** Files that were sent, by what they are: sent again, each keeps its identifier. */
const identifiers = new Map();

/** @param {File} file */
function identifier(file) {
	const key = `${file.name} ${file.size} ${file.lastModified}`;
	if (!identifiers.has(key)) identifiers.set(key, newId());
	return identifiers.get(key);
}

/** @param {File} file @returns {Promise<string>} what is wrong with it; nothing: it is there */
async function send(file) {
	const about = new URLSearchParams({ village_code: village, kind: "profile", source: "gallery" });
	try {
		const reply = await fetch(`${address}/${identifier(file)}?${about}`, {
			method: "PUT",
			headers: {
				"Content-Type": file.type || "application/octet-stream",
				"X-CSRFToken": secret,
				Accept: "application/json",
			},
			body: file,
		});
		if (reply.ok) return "";
		return (await reply.json()).detail ?? texts.failed;
	} catch {
		return texts.failed;
	}
}

form.addEventListener("submit", async (event) => {
	event.preventDefault();
	const button = form.querySelector("button");
	const files = [...form.querySelector("input[type=file]").files];
	if (!files.length) return;
	button.disabled = true;
	const refused = [];
	for (const [at, file] of files.entries()) {
		said.textContent = texts.sending.replace("{at}", at + 1).replace("{all}", files.length);
		const problem = await send(file);
		if (problem) refused.push(`${file.name}: ${problem}`);
	}
	button.disabled = false;
	said.textContent = refused.join(" ");
	if (!refused.length) location.assign(`${location.pathname}?done=photos#photos`);
});

form.hidden = false;
