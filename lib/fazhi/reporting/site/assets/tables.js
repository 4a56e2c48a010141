// The tables beside the page → rows with names in the page's language, for the explorer and the comparison.
const FAZHI = (() => {
  const SIGNS = { more_than: "> ", less_than: "< ", about: "≈ " };
  const reports = Object.fromEntries(FAZHI_REPORTS.map(([report_id, key, region, year, issuer, type]) => [report_id, { report_id, key, region: FAZHI_NAMES.regions[key] || region, year, issuer, issuer_type: FAZHI_NAMES.issuers[type] || type }]));
  const records = ({ columns, rows }) => rows.map((row) => Object.fromEntries(columns.map((column, n) => [column, row[n]])));
  const number = (value) => Number(value.toFixed(Math.abs(value) >= 1 ? 2 : 4)).toLocaleString("en", { maximumFractionDigits: 4 });
  const shown = (row) => row.value === null ? FAZHI_NAMES.status[row.status] : (SIGNS[row.bound] || "") + number(row.value) + (row.unit === "%" ? "%" : "");
  const values = () => records(FAZHI_VALUES).map((row) => ({
    ...row, ...reports[row.report_id], shown: shown(row), sentence: FAZHI_VALUES.sentences[row.sentence],
    indicator: FAZHI_NAMES.indicators[row.indicator_id][0], area: FAZHI_NAMES.areas[FAZHI_NAMES.indicators[row.indicator_id][1]],
    unit: FAZHI_NAMES.units[row.unit] || row.unit, measure: FAZHI_NAMES.measures[row.qualifier] || row.qualifier, status: FAZHI_NAMES.status[row.status],
  }));
  const statements = () => records(FAZHI_STATEMENTS).map((row) => ({
    ...row, ...reports[row.report_id], place: row.problem_id, themes: row.theme_ids.split("|").filter(Boolean).map((id) => FAZHI_NAMES.themes[id]).join("; "),
  }));
  const link = (row) => { const [report, at] = (row.place || row.report_id + "/").split("/"); return "reports/" + encodeURIComponent(report) + ".html#" + encodeURIComponent(at); };
  return { reports, values, statements, link };
})();
