/**
 * Figures of places, in the language of the page.
 * @module
 */
import { language, number } from "./texts.js";

const hundredths = new Intl.NumberFormat(language === "en" ? "en-GB" : language, {
	minimumFractionDigits: 2,
	maximumFractionDigits: 2,
});

/** @param {number} squareMetres */
export const area = (squareMetres) => `${number(Math.round(squareMetres))} m²`;

/** 1 are = 100 m². @param {number} squareMetres */
export const ares = (squareMetres) => hundredths.format(squareMetres / 100);

/** Latitude and longitude so that they can be typed again. @param {{latitude: number, longitude: number}} position */
export const position = ({ latitude, longitude }) =>
	`${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
