"use strict";
// Comfort only: language, a chosen set of transfers, a filter, and opening what a link points into.
// Without this script every link and every table of the page works as well.
(() => {
  const page = document.documentElement;
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector) => document.querySelector(selector);

  // Language: both stand in the page, style shows one; attributes are swapped here.
  const speak = (language) => {
    page.dataset.lang = language;
    page.lang = language === "zh" ? "zh-CN" : "en";
    for (const element of all("[data-swap]")) {
      element.setAttribute(element.dataset.swap, element.dataset[language]);
    }
    for (const button of all("[data-set]")) {
      button.setAttribute("aria-pressed", String(button.dataset.set === language));
    }
  };
  for (const button of all("[data-set]")) {
    button.addEventListener("click", () => speak(button.dataset.set));
  }
  one("#print").addEventListener("click", () => window.print());
  one(".tools").hidden = false;

  // Transfers: a number or a band leads to all of its transfers, the filter to what it finds.
  const rows = all("#rows tbody tr");
  const form = one("#filters");
  const haystack = new Map();
  const text = (row) => {
    if (!haystack.has(row)) haystack.set(row, row.textContent.toLowerCase());
    return haystack.get(row);
  };
  let chosen = null;
  const sieve = () => {
    const words = one("#find").value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of rows) {
      const shown =
        (!chosen || chosen.has(row.id)) && words.every((word) => text(row).includes(word));
      row.hidden = !shown;
      if (shown) count += 1;
    }
    one("#count").textContent = count.toLocaleString("en");
    form.classList.toggle("chosen", Boolean(chosen) || words.length > 0);
  };
  const choose = (ids) => {
    chosen = ids;
    one("#find").value = "";
    sieve();
  };
  if (form) {
    one("#all").textContent = rows.length.toLocaleString("en");
    form.hidden = false;
    form.addEventListener("input", sieve);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(() => choose(null)));
    sieve();
  }

  // A link into something closed or filtered away opens it first.
  const arrive = () => {
    for (const element of all(".here")) element.classList.remove("here");
    const name = decodeURIComponent(location.hash.slice(1));
    const target = name && document.getElementById(name);
    if (!target) return;
    for (let box = target; box; box = box.parentElement) {
      if (box.tagName === "DETAILS") box.open = true;
    }
    if (target.tagName === "TR" && target.hidden) choose(null);
    const marked = chosen && chosen.has(name) ? [...chosen].map((id) => document.getElementById(id)) : [target];
    for (const element of marked) element.classList.add("here");
    target.scrollIntoView({ block: chosen && chosen.size > 1 ? "start" : "center" });
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#t']");
    if (!link || !form) return;
    const set = link.dataset.rows;
    if (set === undefined) return;
    event.preventDefault();
    choose(new Set(set.split(" ").map((number) => `t${number}`)));
    const first = rows.find((row) => !row.hidden);
    if (!first) return;
    if (location.hash === `#${first.id}`) arrive();
    else location.hash = first.id;
  });
  window.addEventListener("hashchange", arrive);
  window.addEventListener("beforeprint", () => {
    for (const box of all("details")) box.open = true;
  });
  document.addEventListener("keydown", (event) => {
    const busy = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !busy && form) {
      event.preventDefault();
      one("#find").focus();
    }
  });

  speak(page.dataset.lang);
  arrive();
})();
