/**
 * What the officer should know before going on with a report.
 * @module
 */
import { element } from "../map/elements.js";
import { asPercentage, sayDay } from "./report-words.js";

/**
 * @param {import("./report.js").State} state
 * @param {Pick<import("./report-form.js").FormContext, "text" | "today" | "startAgain">} context
 */
export function notices(state, { text, today, startAgain }) {
	const said = [];
	const { problem, same, previous, draftFrom } = state;
	if (problem?.current) {
		const { by, content } = problem.current;
		said.push(
			element(
				"p",
				{ class: "message error", role: "alert" },
				text("report_changed_meanwhile", {
					by: by ?? "",
					stage: content?.construction_stage
						? text(`construction_stage_${content.construction_stage}`)
						: "–",
					percent: typeof content?.percent === "number" ? asPercentage(content.percent) : "–",
				}),
			),
		);
	} else if (problem) {
		said.push(
			element("p", { class: "message error", role: "alert" }, problem.detail ?? problem.code),
		);
	} else if (same) {
		said.push(element("p", { class: "message" }, text("report_there_already")));
	} else if (previous) {
		said.push(
			element(
				"p",
				{ class: "report-hint" },
				text("report_carried", { day: sayDay(text, previous.reported_on, today) }),
			),
		);
	}
	if (draftFrom)
		said.push(
			element(
				"p",
				{ class: "report-draft" },
				text("report_draft_found"),
				" ",
				element(
					"button",
					{ type: "button", class: "plain", onclick: () => startAgain() },
					text("report_start_again"),
				),
			),
		);
	return said;
}
