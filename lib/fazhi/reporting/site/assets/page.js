// What every page does: copies on a button, goes back from a sentence, keeps one's place on a change of language.
document.addEventListener("click", (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) fazhiCopy(copy.dataset.copy || document.querySelector(copy.dataset.copyFrom).textContent.trim(), copy);
  const back = event.target.closest("[data-back]");
  if (back && history.length > 1) { event.preventDefault(); history.back(); }
  const language = event.target.closest("a.lang");
  if (language) language.hash = location.hash;
});

function fazhiCopy(text, button) {
  const done = () => { const said = button.textContent; button.textContent = button.dataset.done || "✓"; setTimeout(() => { button.textContent = said; }, 1200); };
  const byHand = () => { // a page from a file may have no clipboard
    const area = document.body.appendChild(document.createElement("textarea"));
    area.value = text; area.select(); document.execCommand("copy"); area.remove(); done();
  };
  if (navigator.clipboard) navigator.clipboard.writeText(text).then(done, byHand); else byHand();
}

for (const filter of document.querySelectorAll("input[data-filter]")) {
  filter.addEventListener("input", () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of document.querySelectorAll(filter.dataset.filter)) row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word));
  });
}
