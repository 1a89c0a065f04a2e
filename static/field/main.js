/**
 * The officer's page: what surrounds the views, and what goes on whichever is shown.
 * @module
 */
import { byId, element } from "../map/elements.js";
import { subscribe, tell } from "./changes.js";
import { beginDelivery, deliver } from "./delivery.js";
import * as documents from "./documents.js";
import { switchLanguages } from "./languages.js";
import { beginNotices } from "./notices.js";
import * as queue from "./queue.js";
import { beginRoutes, navigate } from "./router.js";
import { ask, lastKnown, username } from "./session.js";
import { askToKeep } from "./storage.js";
import { text } from "./texts.js";
import { totals } from "./totals.js";

async function start() {
	const page = byId("field");
	const status = element("span", { role: "status" });
	const toStatus = element("a", { class: "status", href: "#/waiting" }, status);
	const notices = element("div", { class: "notices", role: "status" });
	const view = element("div", { id: "field-view" });
	page.replaceChildren(
		element(
			"div",
			{ class: "field-bar" },
			element("a", { class: "home", href: "#/" }, text("day_title")),
			toStatus,
		),
		notices,
		view,
	);
	queue.madeBy(username);
	const drawStatus = async () => {
		const { person } = await lastKnown();
		const counts = await queue.counts(person?.username ?? "", await queue.unsent());
		status.textContent = `${counts.attention ? "! " : counts.unsent ? "◷ " : "✓ "}${totals(counts)}`;
		toStatus.classList.toggle("status-bad", counts.attention > 0);
		const name = document.querySelector(".menu summary");
		if (name && person) name.textContent = person.full_name;
	};
	subscribe((what) => {
		if (what === "queue" || what === "session") drawStatus();
		if (what === "added") askToKeep();
	});
	// first what is on the phone, then everything that asks the network
	const drawn = beginRoutes(view);
	drawStatus().catch(() => {});
	await drawn;
	page.dataset.ready = "shown";
	performance.mark("field-shown");
	await Promise.all([beginNotices(notices), ask().catch(() => {}), switchLanguages()]);
	beginDelivery();
	document.addEventListener("visibilitychange", () => {
		// after a night in the pocket it is another day
		if (!document.hidden) tell("documents");
	});
	await Promise.allSettled([queue.forgetOld(), documents.refresh(), beginWorker(page)]);
	page.dataset.ready = "complete";
}

/** @param {HTMLElement} page whose `data-worker` is the address of the worker */
async function beginWorker(page) {
	if (!navigator.serviceWorker) return;
	await navigator.serviceWorker.register(page.dataset.worker ?? "/field/service-worker.js", {
		scope: "/field",
	});
	await navigator.serviceWorker.ready;
	page.dataset.offline = "ready";
	tell("documents");
}

// for the tests, and for the office when it helps somebody by telephone
Object.assign(globalThis, { gisField: { queue, documents, deliver, navigate } });
start();
