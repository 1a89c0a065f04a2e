// The zone of the village on a cooperative's page; without this script there is a link to the map.
import { element } from "../map/elements.js";

const place = document.getElementById("zone");
const texts = JSON.parse(document.getElementById("zone-texts").textContent);

/** @param {{zone: string|null, since: string|null, reasons: {text: string}[], site: {verdict: string}|null}} village */
function show(village) {
	const zone = village.zone ?? "none";
	const swatch = { class: `zone-swatch zone-${zone}`, "aria-hidden": "true" };
	const line = element(
		"p",
		{ class: "zone-line" },
		element("span", swatch, texts[`${zone}_sign`] ?? "–"),
		" ",
		element("strong", {}, texts[zone]),
	);
	if (village.since) {
		const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });
		line.append(` ${texts.since} ${day.format(new Date(village.since))}`);
	}
	const reasons = element("ul", {}, ...village.reasons.map(({ text }) => element("li", {}, text)));
	const site = element("p", {}, village.site ? texts[village.site.verdict] : texts.no_site);
	place.prepend(line, ...(village.reasons.length ? [reasons] : []), site);
}

try {
	const reply = await fetch(place.dataset.address);
	if (!reply.ok) throw new Error(String(reply.status));
	show(await reply.json());
} catch {
	place.prepend(element("p", {}, texts.failed));
}
