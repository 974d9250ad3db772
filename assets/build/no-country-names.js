// Stands in for plotly.js's list of country names in every spelling (18 KB compressed): our maps are keyed by ISO3 only.
export const COUNTRIES = [];
export const createLookup = () => ({ lookupAlpha3: () => undefined });
