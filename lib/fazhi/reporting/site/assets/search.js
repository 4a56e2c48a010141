// A word in its context: every place where the reports have it, from the texts that lie beside the page.
(() => {
  const MOST = 500, SIDE = 24;
  const byId = (id) => document.getElementById(id), word = byId("word"), hits = byId("hits"), count = byId("count"), order = byId("order");
  const said = JSON.parse(byId("said").textContent);
  const titles = Object.fromEntries(FAZHI_REPORTS.map(([report, key, , year]) => [report, FAZHI_NAMES.regions[key] + " " + year]));
  const cell = (kind, text) => Object.assign(document.createElement("td"), { className: kind, textContent: text });
  const inChinese = new Intl.Collator("zh");
  const keys = { place: () => "", right: (hit) => hit.right, left: (hit) => [...hit.left].reverse().join("") };

  function places(wanted) {
    const found = [];
    for (const [report, at, text] of FAZHI_TEXTS)
      for (let i = text.indexOf(wanted); i >= 0; i = text.indexOf(wanted, i + wanted.length))
        found.push({ report, at, left: text.slice(Math.max(0, i - SIDE), i), right: text.slice(i + wanted.length, i + wanted.length + SIDE) });
    return found;
  }

  function row(hit, wanted) {
    const made = document.createElement("tr"), head = document.createElement("th"), link = document.createElement("a"), mark = document.createElement("b");
    link.href = "reports/" + encodeURIComponent(hit.report) + ".html#" + encodeURIComponent(hit.at);
    link.textContent = titles[hit.report]; head.scope = "row"; head.append(link);
    const middle = cell("hit", ""); mark.textContent = wanted; middle.append(mark);
    made.append(head, cell("left", hit.left), middle, cell("right", hit.right));
    for (const td of made.querySelectorAll("td")) td.lang = "zh-CN";
    return made;
  }

  function find() {
    const wanted = word.value.trim(), found = wanted ? places(wanted) : [], key = keys[order.value];
    if (order.value !== "place") found.sort((one, other) => inChinese.compare(key(one), key(other)));
    hits.replaceChildren(...found.slice(0, MOST).map((hit) => row(hit, wanted)));
    hits.closest("table").hidden = !found.length;
    const reports = new Set(found.map((hit) => hit.report)).size;
    count.textContent = !wanted ? "" : said.found.replace("{n}", found.length.toLocaleString()).replace("{reports}", reports) + (found.length > MOST ? " " + said.first.replace("{n}", MOST) : "");
    history.replaceState(null, "", "#" + new URLSearchParams({ q: word.value, order: order.value }));
  }

  const state = new URLSearchParams(location.hash.slice(1));
  word.value = state.get("q") || ""; order.value = state.get("order") in keys ? state.get("order") : "place";
  for (const example of document.querySelectorAll("[data-word]")) example.addEventListener("click", () => { word.value = example.dataset.word; find(); });
  word.addEventListener("input", find); order.addEventListener("change", find); find();
})();
