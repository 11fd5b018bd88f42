"use strict";
// Comfort only: language, filters, sorting, and opening what a link points into.
// Without this script every link and every text of the page works as well.
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

  // Filters over the table of figures.
  const table = one("#rows");
  const rows = table ? all("tbody tr", table) : [];
  const form = one("#filters");
  const haystack = new Map();
  const text = (row) => {
    if (!haystack.has(row)) haystack.set(row, row.textContent.toLowerCase());
    return haystack.get(row);
  };
  const sieve = () => {
    const words = one("#find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const metric = one("#by-metric").value;
    const source = one("#by-source").value;
    const totals = one("#by-total").checked;
    let count = 0;
    for (const row of rows) {
      const shown =
        (!metric || row.dataset.m === metric) &&
        (!source || row.dataset.d === source) &&
        (!totals || row.dataset.c === "1") &&
        words.every((word) => text(row).includes(word));
      row.hidden = !shown;
      if (shown) count += 1;
    }
    one("#count").textContent = count.toLocaleString("en");
  };
  // An option's label in both languages is read from the cell of its first row.
  const fill = (select, key, cell) => {
    const seen = new Map();
    for (const row of rows) {
      const code = row.dataset[key];
      const known = seen.get(code);
      if (known) known.count += 1;
      else seen.set(code, { count: 1, cell: row.querySelector(cell) });
    }
    for (const [code, { count, cell: sample }] of seen) {
      const option = document.createElement("option");
      option.value = code;
      option.dataset.swap = "label";
      for (const language of ["zh", "en"]) {
        const told = sample.querySelector(`.t[lang="${language}"]`) || sample;
        option.dataset[language] = `${told.textContent.trim()} (${count})`;
      }
      select.append(option);
    }
  };
  if (form) {
    fill(one("#by-metric"), "m", ".m");
    fill(one("#by-source"), "d", ".from");
    form.hidden = false;
    form.addEventListener("input", sieve);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(sieve));
  }

  // Sorting: a click on a header, a second one turns it round; ties keep the figures' order.
  const compare = {
    n: (row) => Number(row.dataset.n),
    v: (row) => Number(row.dataset.v),
    d: (row) => Number(row.dataset.d),
    m: (row) => row.dataset.m,
    a: (row) => row.dataset.a,
  };
  for (const head of table ? all("th[data-sort]", table) : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const turn = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      for (const other of all("th[aria-sort]", table)) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", turn > 0 ? "ascending" : "descending");
      const key = compare[head.dataset.sort];
      const order = (a, b) => {
        const [left, right] = [key(a), key(b)];
        const step = left < right ? -1 : left > right ? 1 : 0;
        return step * turn || compare.n(a) - compare.n(b);
      };
      table.tBodies[0].append(...rows.slice().sort(order));
    });
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
    if (target.tagName === "TR" && target.hidden) {
      form.reset();
      sieve();
    }
    target.classList.add("here");
    if (target.tagName === "MARK") {
      for (const part of all("mark[data-q]")) {
        if (part.dataset.q === name) part.classList.add("here");
      }
    }
    target.scrollIntoView({ block: "center" });
  };
  window.addEventListener("hashchange", arrive);
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-q]");
    if (!mark || event.target.closest("a") || String(getSelection())) return;
    const first = document.getElementById(mark.dataset.q);
    if (first) location.hash = first.dataset.back;
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
