/**
 * Signs of the three tasks, drawn: not every phone's letters have them.
 * @module
 */

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
	site: "M12 2a7 7 0 0 0-7 7c0 5.2 7 13 7 13s7-7.8 7-13a7 7 0 0 0-7-7zm0 4.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z",
	parcel: "M4 7 14 3l7 8-4 9-12 1zm2.2 1.3.8 10.5 8.7-.7 3-6.8-5.2-5.9z",
	report: "M5 2h9l5 5v15H5zm2 2v16h10V8h-4V4zm2 7h6v1.7H9zm0 4h6v1.7H9z",
};

/** @param {"site" | "parcel" | "report"} kind */
export function taskMark(kind) {
	const drawn = document.createElementNS(SVG, "svg");
	drawn.setAttribute("viewBox", "0 0 24 24");
	drawn.setAttribute("class", "mark");
	drawn.setAttribute("aria-hidden", "true");
	const path = document.createElementNS(SVG, "path");
	path.setAttribute("d", PATHS[kind]);
	path.setAttribute("fill", "currentColor");
	path.setAttribute("fill-rule", "evenodd");
	drawn.append(path);
	return drawn;
}
