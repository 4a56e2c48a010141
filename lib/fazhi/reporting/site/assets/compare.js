// Regions that the reader chooses side by side, or one indicator and year over all regions: each value leads to its sentence.
(() => {
  const byId = (id) => document.getElementById(id), said = JSON.parse(byId("said").textContent);
  const made = (name, content, more) => { const one = Object.assign(document.createElement(name), more); one.append(...[content].flat()); return one; };
  const unique = (list) => [...new Set(list)], rows = FAZHI.values(), reports = Object.values(FAZHI.reports);
  const names = Object.fromEntries(reports.map((one) => [one.key, one.region]));
  const state = new URLSearchParams(location.hash.slice(1));
  const regions = byId("regions"), year = byId("year"), indicator = byId("indicator");
  const held = (report) => reports.some((one) => one.key === report && String(one.year) === year.value);

  year.replaceChildren(...unique(reports.map((one) => one.year)).sort().reverse().map((one) => made("option", String(one), { value: one })));
  if (state.get("year")) year.value = state.get("year");
  const MOST = 8, first = unique(reports.map((one) => one.key)).filter(held).slice(0, 3);
  const chosen = new Set((state.get("regions") || first.join(",")).split(",").filter((key) => key in names));
  regions.replaceChildren(...Object.keys(names).map((key) => {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: chosen.has(key), value: key });
    box.addEventListener("change", () => { box.checked ? chosen.add(key) : chosen.delete(key); draw(); });
    return made("label", [box, " " + names[key]]);
  }));
  const stated = unique(rows.map((row) => row.indicator_id));
  const areas = Object.entries(FAZHI_NAMES.areas).map(([area, name]) => made("optgroup", stated.filter((id) => FAZHI_NAMES.indicators[id][1] === area).map((id) => made("option", FAZHI_NAMES.indicators[id][0], { value: id })), { label: name }));
  indicator.replaceChildren(made("option", said.every, { value: "" }), ...areas.filter((area) => area.children.length));
  indicator.value = state.get("indicator") || "";

  const told = (row) => [made("a", row.shown, { href: FAZHI.link(row), title: row.sentence }), ...(row.measure ? [" ", made("small", row.measure)] : []), document.createElement("br")];
  const cell = (list, key) => made("td", list.length ? list.flatMap(told).slice(0, -1) : held(key) ? "–" : "", { className: "number" });
  const head = (text, link) => made("th", link ? made("a", text, { href: link }) : text, { scope: "row" });
  const columnHead = (text) => made("th", text, { scope: "col", className: "number" });
  const plainTop = (list) => Math.max(0, ...list.filter((row) => !row.qualifier && row.value !== null).map((row) => row.value));
  const bar = (list, top) => { const one = list.find((row) => !row.qualifier && row.value !== null); return made("td", one && top ? made("span", "", { className: "bar", style: `width:${100 * one.value / top}%` }) : "", { className: "bars" }); };

  function regionsSideBySide() {
    const shown = Object.keys(names).filter((key) => chosen.has(key)).slice(0, MOST);
    const own = rows.filter((row) => chosen.has(row.key) && String(row.year) === year.value);
    const ids = stated.filter((id) => own.some((row) => row.indicator_id === id));
    const order = (id) => own.filter((row) => row.indicator_id === id && !row.qualifier).length;
    ids.sort((one, other) => order(other) - order(one));
    return [
      made("tr", [made("th", said.indicator, { scope: "col" }), ...shown.map((key) => columnHead(names[key]))]),
      ids.map((id) => made("tr", [head(FAZHI_NAMES.indicators[id][0], "indicators/" + id + ".html"), ...shown.map((key) => cell(own.filter((row) => row.indicator_id === id && row.key === key), key))])),
    ];
  }
  function oneIndicator() {
    const own = rows.filter((row) => row.indicator_id === indicator.value && String(row.year) === year.value), top = plainTop(own);
    return [
      made("tr", [made("th", said.region, { scope: "col" }), columnHead(FAZHI_NAMES.indicators[indicator.value][0]), made("td", "")]),
      Object.keys(names).filter(held).map((key) => { const list = own.filter((row) => row.key === key); return made("tr", [head(names[key], "regions/" + key + ".html"), cell(list, key), bar(list, top)]); }),
    ];
  }
  function draw() {
    const single = Boolean(indicator.value), [top, body] = single ? oneIndicator() : regionsSideBySide();
    byId("choice").hidden = single;
    byId("head").replaceChildren(top); byId("body").replaceChildren(...body);
    byId("count").textContent = said.counted.replace("{n}", body.length);
    history.replaceState(null, "", "#" + new URLSearchParams({ regions: [...chosen].join(","), year: year.value, indicator: indicator.value }));
  }
  year.addEventListener("change", draw); indicator.addEventListener("change", draw);
  byId("link").addEventListener("click", () => fazhiCopy(location.href, byId("link")));
  draw();
})();
