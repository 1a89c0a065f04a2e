// The zone of the village on a cooperative's page; without this script there is a link to the map.

const place = document.getElementById("zone");
const texts = JSON.parse(document.getElementById("zone-texts").textContent);

/** @param {string} tag @param {string} [text] @param {string} [name] */
function element(tag, text = "", name = "") {
	const made = document.createElement(tag);
	made.textContent = text;
	made.className = name;
	return made;
}

/** @param {{zone: string|null, since: string|null, reasons: {text: string}[], site: {verdict: string}|null}} village */
function show(village) {
	const zone = village.zone ?? "none";
	const line = element("p", "", "zone-line");
	const swatch = element("span", texts[`${zone}_sign`] ?? "–", `zone-swatch zone-${zone}`);
	swatch.setAttribute("aria-hidden", "true");
	line.append(swatch, " ", element("strong", texts[zone]));
	if (village.since) {
		const day = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long" });
		line.append(` ${texts.since} ${day.format(new Date(village.since))}`);
	}
	const reasons = element("ul");
	reasons.append(...village.reasons.map((reason) => element("li", reason.text)));
	const site = element("p", village.site ? texts[village.site.verdict] : texts.no_site);
	place.prepend(line, ...(village.reasons.length ? [reasons] : []), site);
}

try {
	const reply = await fetch(place.dataset.address);
	if (!reply.ok) throw new Error(String(reply.status));
	show(await reply.json());
} catch {
	place.prepend(element("p", texts.failed));
}
