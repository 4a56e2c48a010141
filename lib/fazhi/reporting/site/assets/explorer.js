// Every value and every problem statement: sort, filter, choose columns, keep the view as a link, download what is shown.
(() => {
  const byId = (id) => document.getElementById(id), said = JSON.parse(byId("said").textContent);
  const what = byId("what"), query = byId("query"), count = byId("count");
  const anchor = (text, href) => { const made = document.createElement("a"); made.href = href; made.textContent = text; return made; };
  const plain = (cell) => { const made = document.createElement("span"); made.textContent = cell.getValue() ?? ""; return made; };
  const linked = (cell) => anchor(cell.getValue(), FAZHI.link(cell.getData()));
  const byValue = (a, b, one, other) => (one.getData().value ?? -Infinity) - (other.getData().value ?? -Infinity);
  const share = (cell) => { const made = document.createElement("span"); made.textContent = cell.getValue() === null ? "" : cell.getValue().toFixed(2); return made; };
  const column = (field, more) => ({ title: said.columns[field], field, formatter: plain, headerFilter: "input", headerFilterPlaceholder: "…", ...more });
  const place = [column("region", { width: 130 }), column("year", { width: 80, headerFilterFunc: "=" }), column("issuer", { width: 160, visible: false }), column("issuer_type", { width: 120, visible: false })];
  const VIEWS = {
    values: { rows: FAZHI.values, columns: [...place, column("area", { width: 130, visible: false }), column("indicator", { width: 210 }), column("shown", { width: 120, hozAlign: "right", formatter: linked, sorter: byValue }), column("unit", { width: 80 }), column("measure", { width: 120 }), column("status", { width: 110, visible: false }), column("confidence", { width: 100, hozAlign: "right", formatter: share, visible: false, headerFilterFunc: ">=" }), column("sentence", { minWidth: 280, formatter: linked })] },
    statements: { rows: FAZHI.statements, columns: [...place, column("themes", { width: 220 }), column("text", { minWidth: 320, formatter: linked })] },
  };
  let state = new URLSearchParams(location.hash.slice(1)), table, rows;

  const texts = new WeakMap();
  const text = (row) => { if (!texts.has(row)) texts.set(row, Object.values(row).join(" ").toLowerCase()); return texts.get(row); };
  const matches = (row) => query.value.toLowerCase().split(/\s+/).every((word) => text(row).includes(word));
  const visible = () => table.getColumns().filter((one) => one.isVisible()).map((one) => one.getField());

  function remember() {
    const kept = new URLSearchParams({ what: what.value });
    if (query.value) kept.set("q", query.value);
    for (const filter of table.getHeaderFilters()) kept.set("f." + filter.field, filter.value);
    for (const sorter of table.getSorters().slice(0, 1)) kept.set("sort", sorter.field + "." + sorter.dir);
    kept.set("columns", visible().join(","));
    state = kept;
    history.replaceState(null, "", "#" + kept);
  }

  function show() {
    if (table) table.destroy();
    const view = VIEWS[what.value], chosen = (state.get("columns") || "").split(",").filter(Boolean);
    const columns = view.columns.map((one) => chosen.length ? { ...one, visible: chosen.includes(one.field) } : one);
    const [field, dir] = (state.get("sort") || "").split(".");
    const filters = [...state].filter(([key]) => key.startsWith("f.")).map(([key, value]) => ({ field: key.slice(2), value }));
    rows = view.rows();
    table = new Tabulator("#table", { data: rows, columns, height: "70vh", layout: "fitColumns", placeholder: said.none, initialHeaderFilter: filters, initialSort: field ? [{ column: field, dir: dir || "asc" }] : [] });
    table.on("tableBuilt", () => { nameParts(); table.setFilter(matches); chooser(); });
    table.on("dataFiltered", (_, kept) => { count.textContent = said.counted.replace("{n}", kept.length.toLocaleString()).replace("{all}", rows.length.toLocaleString()); if (table.initialized) remember(); });
    table.on("dataSorted", () => { if (table.initialized) remember(); });
  }

  // Tabulator's grid holds a part that a screen reader takes for a stranger: the rows' holder is their group.
  function nameParts() {
    document.querySelector("#table").removeAttribute("aria-owns");
    document.querySelector("#table .tabulator-tableholder").setAttribute("role", "rowgroup");
    document.querySelector("#table .tabulator-table").setAttribute("role", "presentation");
  }

  function chooser() {
    byId("columns").replaceChildren(...table.getColumns().map((one) => {
      const label = document.createElement("label"), box = Object.assign(document.createElement("input"), { type: "checkbox", checked: one.isVisible() });
      box.addEventListener("change", () => { one.toggle(); remember(); });
      label.append(box, " " + one.getDefinition().title);
      return label;
    }));
  }

  // What is shown, as a table: its visible columns and filtered rows in their order, with the place of each at the end.
  function shownTable() {
    const fields = visible(), kept = table.getData("active");
    const cells = (row) => fields.map((field) => field === "shown" ? row.value ?? row.shown : row[field] ?? null);
    return [[...fields.map((field) => said.columns[field]), said.columns.place], ...kept.map((row) => [...cells(row), row.place || row.report_id])];
  }
  const harmless = (value) => typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? "'" + value : value;
  const quoted = (value) => { const told = String(harmless(value) ?? ""); return /[",\n]/.test(told) ? '"' + told.replaceAll('"', '""') + '"' : told; };
  function save(blob, ending) {
    const link = anchor("", URL.createObjectURL(blob));
    link.download = "fazhi-" + what.value + "." + ending; link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
  byId("csv").addEventListener("click", () => save(new Blob(["\ufeff" + shownTable().map((row) => row.map(quoted).join(",")).join("\r\n")], { type: "text/csv" }), "csv"));
  byId("xlsx").addEventListener("click", async () => save(await writeXlsxFile(shownTable().map((row) => row.map((value) => value === null ? null : { value, type: typeof value === "number" ? Number : String }))), "xlsx"));
  byId("link").addEventListener("click", () => { remember(); fazhiCopy(location.href, byId("link")); });
  what.addEventListener("change", () => { state = new URLSearchParams(); show(); });
  query.addEventListener("input", () => table.setFilter(matches));
  what.value = state.get("what") in VIEWS ? state.get("what") : "values"; query.value = state.get("q") || "";
  show();
})();
