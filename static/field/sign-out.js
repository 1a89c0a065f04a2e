/**
 * On every page of an officer: signing out says first what has not been sent from this phone, and
 * takes what the office told it off the phone. What waits stays.
 * @module
 */
import { counts, unsent } from "./queue.js";
import { lastKnown, signOut } from "./session.js";

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-unsent]"));

form?.addEventListener("submit", async (event) => {
	event.preventDefault();
	const { question = "", failure = "", unsent: waiting = "" } = form.dataset;
	const count = await ownUnsent().catch(() => 0);
	if (count && !confirm(`${waiting.replace("{count}", String(count))} ${question}`)) return;
	try {
		await signOut();
		location.assign("/login");
	} catch {
		alert(failure);
	}
});

async function ownUnsent() {
	const { person } = await lastKnown();
	return (await counts(person?.username ?? "", await unsent())).unsent;
}
