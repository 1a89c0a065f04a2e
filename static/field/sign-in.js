/**
 * Asks for the password on the spot, over whatever is open; the queue and what is typed stay.
 * @module
 */
import { element } from "../map/elements.js";
import { lastKnown, SignInError, signIn } from "./session.js";
import { text } from "./texts.js";

/** @type {HTMLDialogElement | null} */
let shown = null;

/** Ask, unless it is being asked. */
export async function askToSignIn() {
	if (shown?.open) return;
	const { person } = await lastKnown();
	const error = element("p", { class: "notice notice-bad", role: "alert", hidden: true });
	const name = input("username", "text", "username", person?.username ?? "");
	const password = input("password", "password", "current-password", "");
	const keep = /** @type {HTMLInputElement} */ (
		element("input", { type: "checkbox", id: "field-keep" })
	);
	const submit = element("button", { class: "big" }, text("sign_in"));

	/** @param {Event} event */
	async function send(event) {
		event.preventDefault();
		error.hidden = true;
		submit.setAttribute("disabled", "");
		try {
			await signIn({ username: name.value, password: password.value, keep: keep.checked });
			shown?.close();
		} catch (problem) {
			const refused = problem instanceof SignInError;
			error.textContent = (refused && problem.message) || text("sign_in_no_network");
			error.hidden = false;
			password.select();
		} finally {
			submit.removeAttribute("disabled");
		}
	}

	shown = /** @type {HTMLDialogElement} */ (
		element(
			"dialog",
			{ class: "sign-in", "aria-labelledby": "field-sign-in" },
			element("h2", { id: "field-sign-in" }, text("sign_in_again")),
			element("p", {}, text("sign_in_why")),
			element(
				"form",
				{ class: "stacked", onsubmit: send },
				error,
				element("label", { for: "field-username" }, text("username")),
				name,
				element("label", { for: "field-password" }, text("password")),
				password,
				element("label", { class: "choice" }, keep, ` ${text("keep_signed_in")}`),
				submit,
				element(
					"button",
					{ type: "button", class: "second", onclick: () => shown?.close() },
					text("later"),
				),
			),
		)
	);
	const dialog = shown;
	dialog.addEventListener("close", () => dialog.remove());
	document.body.append(dialog);
	dialog.showModal();
	(person ? password : name).focus();
}

/** @param {string} name @param {string} type @param {string} autocomplete @param {string} value */
function input(name, type, autocomplete, value) {
	return /** @type {HTMLInputElement} */ (
		element("input", {
			id: `field-${name}`,
			type,
			value,
			autocomplete,
			autocapitalize: "none",
			spellcheck: "false",
			maxlength: 200,
			required: true,
		})
	);
}
