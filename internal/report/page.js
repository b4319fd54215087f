"use strict";
(() => {
const PAGE = 25;
const root = document.documentElement;
const make = (name, properties, ...children) => {
  const e = Object.assign(document.createElement(name), properties);
  e.append(...children);
  return e;
};

// Light and dark: what the system says, until the button is pressed.
const system = matchMedia("(prefers-color-scheme: dark)");
const remembered = {
  get() { try { return localStorage.getItem("ctopo-theme"); } catch { return null; } },
  set(value) { try { localStorage.setItem("ctopo-theme", value); } catch { /* a browser may forbid it */ } },
};
const button = document.getElementById("theme");
const isDark = () => (root.dataset.theme || (system.matches ? "dark" : "light")) === "dark";
const label = () => {
  button.textContent = isDark() ? "Light" : "Dark";
  button.setAttribute("aria-label", isDark() ? "Light colours" : "Dark colours");
};
if (["light", "dark"].includes(remembered.get())) root.dataset.theme = remembered.get();
button.hidden = false;
button.addEventListener("click", () => {
  root.dataset.theme = isDark() ? "light" : "dark";
  remembered.set(root.dataset.theme);
  label();
});
system.addEventListener("change", label);
label();

// On a phone the contents are folded.
if (matchMedia("(max-width: 900px)").matches) document.getElementById("contents").open = false;

// Texts to copy.
for (const b of document.querySelectorAll(".copy")) {
  b.hidden = false;
  b.addEventListener("click", async () => {
    const from = document.getElementById(b.dataset.copy);
    try {
      await navigator.clipboard.writeText(from.innerText);
      b.textContent = "Copied";
    } catch {
      const range = document.createRange();
      range.selectNodeContents(from);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      b.textContent = "Selected";
    }
    setTimeout(() => { b.textContent = "Copy"; }, 2000);
  });
}

// Numbers for reading: whole ones with commas between thousands, others with five
// significant digits; the same as in the rows that the page comes with.
const grouped = (s) => {
  const [, sign, whole, rest] = /^(-?)(\d+)(.*)$/.exec(s) || [null, "", "", s];
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest;
};
const trim = (s) => s.includes(".") ? s.replace(/\.?0+$/, "") : s;
const shown = (text) => {
  const x = Number(text);
  if (text === "" || !Number.isFinite(x)) return text;
  if (/^-?\d+$/.test(text)) return grouped(text);
  if (Number.isInteger(x) && Math.abs(x) < 1e15) return grouped(x.toFixed(0));
  if (Math.abs(x) < 1e-4 || Math.abs(x) >= 1e15) {
    const [mantissa, exponent] = x.toExponential(4).split("e");
    return trim(mantissa) + "e" + Number(exponent);
  }
  return grouped(trim(x.toFixed(Math.max(0, 4 - Math.floor(Math.log10(Math.abs(x)))))));
};

// Whole numbers compare exactly, however long; what is empty comes last.
const order = (a, b) => {
  const x = Number(a.replace("Inf", "Infinity")), y = Number(b.replace("Inf", "Infinity"));
  if (x !== y) return x < y ? -1 : 1;
  if (a.length < 16 || !/^-?\d+$/.test(a) || !/^-?\d+$/.test(b)) return 0;
  const p = BigInt(a), q = BigInt(b);
  return p < q ? -1 : p > q ? 1 : 0;
};
const collator = new Intl.Collator("en", { numeric: true });
const field = (text) => /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;

// Table is a table of the page, read when it is first opened.
class Table {
  constructor(element) {
    const data = JSON.parse(element.querySelector("script").textContent);
    this.element = element;
    this.rows = data.rows;
    this.columns = data.columns.map((c) => {
      if (c.codes === undefined) {
        const cells = this.rows ? c.numbers.split(",") : [];
        return { name: c.name, numeric: true, at: (i) => cells[i] };
      }
      const codes = this.rows ? Int32Array.from(c.codes.split(",")) : [], texts = c.texts || [];
      return { name: c.name, numeric: false, at: (i) => texts[codes[i]], codes, texts };
    });
    this.page = 0;
    this.sort = { column: -1, down: false };
    this.chosen = new Map(); // column to code
    this.query = [];
    this.controls();
    this.headers();
    this.select();
  }

  controls() {
    const box = this.element.querySelector(".controls");
    let timer;
    const search = make("input", { type: "search", placeholder: "text or cell type" });
    search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        this.query = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        this.select();
      }, 120);
    });
    box.append(make("label", {}, "Filter ", search));
    let choices = 0;
    this.columns.forEach((c, k) => {
      if (c.numeric || c.texts.length < 2 || c.texts.length > 80 || c.texts.length * 2 > this.rows || choices >= 5) return;
      choices++;
      const choice = make("select", {}, new Option("all", ""));
      const codes = c.texts.map((_, i) => i).sort((a, b) => collator.compare(c.texts[a], c.texts[b]));
      for (const code of codes) choice.append(new Option(c.texts[code] === "" ? "(empty)" : c.texts[code], code));
      choice.addEventListener("change", () => {
        if (choice.value === "") this.chosen.delete(k); else this.chosen.set(k, Number(choice.value));
        this.select();
      });
      box.append(make("label", {}, c.name + " ", choice));
    });
    this.download = make("button", { type: "button", className: "button download" });
    this.download.addEventListener("click", () => this.save());
    box.append(this.download);
    box.hidden = false;
    const pager = this.element.querySelector(".pager");
    this.where = make("span", { className: "where" });
    this.where.setAttribute("role", "status");
    this.previous = make("button", { type: "button", className: "button", textContent: "Previous" });
    this.next = make("button", { type: "button", className: "button", textContent: "Next" });
    this.previous.addEventListener("click", () => { this.page--; this.draw(); });
    this.next.addEventListener("click", () => { this.page++; this.draw(); });
    pager.append(this.previous, this.next, this.where);
    pager.hidden = false;
  }

  headers() {
    this.heads = [...this.element.querySelectorAll("thead th")];
    this.heads.forEach((th, k) => {
      const b = make("button", { type: "button", textContent: th.textContent, title: "Sort" });
      b.addEventListener("click", () => {
        const s = this.sort;
        if (s.column !== k) this.sort = { column: k, down: false };
        else if (!s.down) s.down = true;
        else this.sort = { column: -1, down: false };
        this.select();
      });
      th.replaceChildren(b);
    });
  }

  // matches returns a test of rows: each word of the query is somewhere in the row.
  matches() {
    const tests = this.query.map((word) => {
      const found = this.columns.map((c) => c.numeric ? null : c.texts.map((t) => t.toLowerCase().includes(word)));
      return (i) => this.columns.some((c, k) => found[k] ? found[k][c.codes[i]] : c.at(i).toLowerCase().includes(word));
    });
    for (const [k, code] of this.chosen) tests.push((i) => this.columns[k].codes[i] === code);
    return (i) => tests.every((test) => test(i));
  }

  select() {
    const matches = this.matches();
    this.order = [];
    for (let i = 0; i < this.rows; i++) if (matches(i)) this.order.push(i);
    const { column, down } = this.sort;
    if (column >= 0) {
      const c = this.columns[column], sign = down ? -1 : 1;
      this.order.sort((i, j) => {
        const a = c.at(i), b = c.at(j);
        if (a === "" || b === "") return (a === "") - (b === "") || i - j;
        return sign * (c.numeric ? order(a, b) : collator.compare(a, b)) || i - j;
      });
    }
    this.heads.forEach((th, k) => {
      if (k === column) th.setAttribute("aria-sort", down ? "descending" : "ascending");
      else th.removeAttribute("aria-sort");
    });
    this.page = 0;
    this.draw();
  }

  draw() {
    const count = this.order.length, pages = Math.max(1, Math.ceil(count / PAGE));
    this.page = Math.min(Math.max(this.page, 0), pages - 1);
    const from = this.page * PAGE, rows = this.order.slice(from, from + PAGE);
    this.element.querySelector("tbody").replaceChildren(...rows.map((i) => make("tr", {}, ...this.columns.map((c) => {
      const text = c.at(i), td = make("td", { textContent: c.numeric ? shown(text) : text });
      if (c.numeric) td.className = "n";
      if (td.textContent !== text || text.length > 30) td.title = text;
      return td;
    }))));
    this.where.textContent = count === 0 ? "no row matches" :
      `rows ${grouped(String(from + 1))} to ${grouped(String(from + rows.length))} of ${grouped(String(count))}`;
    this.previous.disabled = this.page === 0;
    this.next.disabled = this.page === pages - 1;
    this.previous.hidden = this.next.hidden = pages === 1;
    this.download.textContent = count === this.rows ? "Download CSV" : `Download CSV (${grouped(String(count))} rows)`;
  }

  // csv writes the rows that are selected, in their order, as ctopo writes tables.
  csv() {
    const lines = [this.columns.map((c) => field(c.name)).join(",")];
    for (const i of this.order) lines.push(this.columns.map((c) => c.numeric ? c.at(i) : field(c.at(i))).join(","));
    return lines.join("\n") + "\n";
  }

  save() {
    const url = URL.createObjectURL(new Blob([this.csv()], { type: "text/csv" }));
    const a = make("a", { href: url, download: this.element.dataset.name + ".csv" });
    document.body.append(a);
    a.click();
    a.remove();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  }
}

for (const element of document.querySelectorAll("details.table")) {
  const open = () => { if (element.open && !element.table) element.table = new Table(element); };
  element.addEventListener("toggle", open);
  open();
}
})();
