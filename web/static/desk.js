// The desk's own script. Without it every page works; with it forms keep themselves, places and themes
// are completed while they are typed, rows are added in place, and the text is seen as it will look.

const words = document.getElementById("desk-words");
const word = (name) => words.content.querySelector(`[data-word="${name}"]`).textContent;
const live = document.getElementById("said");
const say = (text) => { live.textContent = ""; requestAnimationFrame(() => { live.textContent = text; }); };
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};
const SCRIPT = { "X-Requested-With": "script" };
const form = document.getElementById("record-form");

// ── what is typed is kept: here at once, on the server after a moment ──

const drawer = (name) => `desk:${name}`;
const pairs = () => [...new FormData(form)].filter(([name]) => name !== "csrf_token" && name !== "do");

function store() {
  // A full or closed storage is no harm: the server keeps the form as well.
  try { localStorage.setItem(drawer(form.dataset.form), JSON.stringify({ at: Date.now() / 1000, pairs: pairs() })); } catch { /* see above */ }
}

function keeping() {
  const told = document.getElementById("kept-at");
  let waiting;
  let asked;
  let dirty = false;
  const keep = async () => {
    asked?.abort();
    asked = new AbortController();
    dirty = false;
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body: new FormData(form), headers: SCRIPT, signal: asked.signal });
      if (answer.ok) told.textContent = `${word("kept")} ${(await answer.json()).said}.`;
      else { dirty = true; told.textContent = word(answer.status === 401 ? "signed-out" : "local"); }
    } catch (failure) {
      if (failure.name === "AbortError") return;
      dirty = true;
      told.textContent = word("local");
    }
  };
  const changed = () => {
    dirty = true;
    clearTimeout(waiting);
    store();
    waiting = setTimeout(keep, 2000);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  // What is being sent needs no keeping, and must not be kept after it is saved.
  form.addEventListener("submit", () => { clearTimeout(waiting); asked?.abort(); dirty = false; store(); });
  addEventListener("pagehide", () => { if (dirty) navigator.sendBeacon(form.dataset.keep, new FormData(form)); });
}

/** A later copy of this browser is offered; one that says nothing new is forgotten. */
function offerCopy() {
  let copy;
  try { copy = JSON.parse(localStorage.getItem(drawer(form.dataset.form))); } catch { return; }
  if (!copy || copy.at <= Number(form.dataset.keptAt) + 1) return;
  if (JSON.stringify(copy.pairs) === JSON.stringify(pairs()) || form.dataset.sent) return;
  const bar = document.getElementById("local-copy");
  bar.hidden = false;
  bar.addEventListener("click", (event) => {
    const wish = event.target.closest("[data-local]")?.dataset.local;
    if (wish === "discard") { localStorage.removeItem(drawer(form.dataset.form)); bar.hidden = true; }
    if (wish !== "restore") return;
    // The server lays the form out again: rows, choices and all.
    const sent = make("form", { method: "post", action: form.action, hidden: true });
    const token = form.elements.namedItem("csrf_token").value;
    for (const [name, value] of [...copy.pairs, ["csrf_token", token], ["do", "refresh"]]) {
      const input = make("textarea", { name });
      input.value = value;
      sent.append(input);
    }
    document.body.append(sent);
    sent.submit();
  });
}

// ── places and themes: an ARIA combobox over the vocabularies ──

function choosing(field) {
  const { kind } = field.dataset;
  const input = field.querySelector(`#${kind}_more`);
  const chosen = field.querySelector(".chosen-list");
  const list = make("ul", { id: `${kind}-choices`, className: "suggestions", hidden: true });
  input.removeAttribute("list");
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.querySelector("legend").firstChild.textContent.trim());
  input.closest(".with-button").append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, value);
  const none = field.querySelector(".no-choice");
  let at = -1;
  let waiting;
  let asked = null;

  const close = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const point = (to) => {
    const count = list.children.length;
    at = (to + count) % count;
    [...list.children].forEach((each, number) => each.setAttribute("aria-selected", String(number === at)));
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const take = (each) => {
    const { id, label, said } = each.dataset;
    if (![...chosen.querySelectorAll("input")].some((box) => box.value === id)) {
      const box = make("input", { type: "checkbox", name: kind, value: id, checked: true });
      const name = make("label", {}, box, ` ${label} `);
      if (said) name.append(make("span", { className: "said", textContent: said }));
      chosen.append(make("li", {}, name));
    } else {
      [...chosen.querySelectorAll("input")].find((box) => box.value === id).checked = true;
    }
    input.value = "";
    asked = null;
    close();
    say(`${word("added")} ${label}`);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const offer = (choices) => {
    list.replaceChildren(...choices.map(({ id, label, said }, number) => {
      const each = make("li", { id: `${kind}-choice-${number}` }, label, " ", make("span", { className: "sort", textContent: said }));
      each.setAttribute("role", "option");
      each.setAttribute("aria-selected", "false");
      Object.assign(each.dataset, { id, label, said });
      return each;
    }));
    at = -1;
    none.hidden = choices.length > 0;
    const open = choices.length > 0 && document.activeElement === input;
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    input.removeAttribute("aria-activedescendant");
    say(choices.length ? word("choices") : word("none"));
  };
  const ask = async () => {
    const text = input.value.trim();
    if (text === asked) return;
    asked = text;
    try {
      const url = new URL(form.dataset.concepts, location.href);
      url.search = new URLSearchParams({ kind, q: text });
      const answer = await fetch(url, { headers: SCRIPT });
      if (answer.ok && input.value.trim() === text) offer((await answer.json()).choices);
    } catch { close(); } // no choices is no harm: «Add» asks the server by name
  };

  input.addEventListener("input", () => {
    // The first names of all are no answer to what is typed now: Enter must not take one of them.
    if (!asked) { list.replaceChildren(); close(); }
    clearTimeout(waiting);
    waiting = setTimeout(ask, 120);
  });
  // An empty field offers the first names there are.
  input.addEventListener("focus", () => { if (!input.value.trim()) { asked = null; ask(); } });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) { close(); event.preventDefault(); }
    else if (event.key === "ArrowDown" && !list.children.length) { asked = null; ask(); event.preventDefault(); }
    else if (event.key === "ArrowDown") { list.hidden = false; input.setAttribute("aria-expanded", "true"); point(at + 1); event.preventDefault(); }
    else if (event.key === "ArrowUp" && !list.hidden) { point(at - 1); event.preventDefault(); }
    else if (event.key === "Enter" && !list.hidden && list.children.length && (at >= 0 || input.value.trim())) { take(list.children[Math.max(at, 0)]); event.preventDefault(); }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const each = event.target.closest("li"); if (each) take(each); });
}

// ── one more row ──

function rows(block) {
  block.querySelector("[data-add-row]").addEventListener("click", (event) => {
    event.preventDefault();
    const all = block.querySelectorAll(".row-of");
    const last = all[all.length - 1];
    const fresh = last.cloneNode(true);
    const swap = (text) => text.replace(new RegExp(`^(${block.dataset.rows})-\\d+-`), `$1-${all.length}-`);
    for (const problem of fresh.querySelectorAll(".problem")) problem.remove();
    for (const label of fresh.querySelectorAll("label")) label.htmlFor = swap(label.htmlFor);
    for (const input of fresh.querySelectorAll("input, textarea")) {
      Object.assign(input, { id: swap(input.id), name: swap(input.name), value: "" });
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
    }
    const legend = fresh.querySelector("legend");
    legend.textContent = legend.textContent.replace(/\d+$/, all.length + 1);
    fresh.querySelector(".drop-row").value = `drop:${block.dataset.rows}:${all.length}`;
    fresh.querySelector(".row-number").textContent = all.length + 1;
    last.after(fresh);
    fresh.querySelector("input").focus();
    say(word("row"));
  });
}

// ── records by their titles ──

function titled(input) {
  let waiting;
  const offer = async () => {
    if (!input.value.trim()) return;
    try {
      const url = new URL(input.dataset.titles, location.href);
      url.search = new URLSearchParams({ q: input.value.trim() });
      const answer = await fetch(url, { headers: SCRIPT });
      if (answer.ok) input.list.replaceChildren(...(await answer.json()).titles.map((value) => make("option", { value })));
    } catch { /* a whole title, or an id, is understood without it */ }
  };
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(offer, 200); });
}

// ── keys: Ctrl, or ⌘ where that is the key for it, with a letter ──

const apple = /mac|iphone|ipad/i.test(navigator.platform);

/** On a Ukrainian layout the key of S says «і»: there the place of the key counts, not its letter. */
const pressed = (event, letter) => (apple ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey
  && (/^[a-z]$/i.test(event.key) ? event.key.toLowerCase() === letter : event.code === `Key${letter.toUpperCase()}`);

function told(button, name, letter) {
  const key = letter.toUpperCase();
  button.title = `${name} (${apple ? "⌘" : "Ctrl+"}${key})`;
  button.setAttribute("aria-keyshortcuts", `${apple ? "Meta" : "Control"}+${key}`);
}

function saving() {
  const button = form.querySelector("button[name=do][value=save]");
  if (!button) return;
  told(button, button.textContent.trim(), "s");
  addEventListener("keydown", (event) => {
    if (!pressed(event, "s")) return;
    event.preventDefault();
    if (!event.repeat) form.requestSubmit(button);
  });
}

// ── marks for the text, and how it will look ──

const MARKS = [
  ["heading", "##", "line", "## "], ["bold", "Ж", "around", "**", "b"], ["italic", "К", "around", "*", "i"],
  ["list", "•", "line", "- "], ["quote", "»", "line", "> "], ["link", "↗", "link", ""],
];

function tools(area) {
  const bar = make("div", { className: "tools" });
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", word("tools"));
  for (const [name, sign, way, mark, letter] of MARKS) {
    const button = make("button", { type: "button", className: `quiet tool-${name}`, title: word(name) }, make("span", { textContent: sign, ariaHidden: "true" }), make("span", { className: "unseen", textContent: word(name) }));
    button.addEventListener("click", () => marked(area, way, mark));
    if (letter) {
      told(button, word(name), letter);
      area.addEventListener("keydown", (event) => { if (pressed(event, letter)) { event.preventDefault(); marked(area, way, mark); } });
    }
    bar.append(button);
  }
  area.before(bar);
  const shown = make("div", { className: "body rendered", lang: "uk" });
  const panel = make("section", { className: "rendered-panel" }, make("p", { className: "panel-name", textContent: word("preview") }), shown);
  panel.setAttribute("aria-label", word("preview"));
  area.after(panel);
  let waiting;
  const render = async () => {
    if (!area.value.trim()) { panel.hidden = true; return; }
    try {
      const sent = new FormData();
      sent.append("csrf_token", form.elements.namedItem("csrf_token").value);
      sent.append("body", area.value);
      const answer = await fetch(form.dataset.render, { method: "POST", body: sent, headers: SCRIPT });
      if (!answer.ok) return;
      // Made safe by the server: what it sends here is what the page of the record would have.
      shown.innerHTML = (await answer.json()).html;
      panel.hidden = false;
    } catch { /* without a connection the text is there all the same */ }
  };
  area.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(render, 500); });
  render();
}

/** Put a mark around the words selected, or before each line of them; undo (Ctrl+Z) still works. */
function marked(area, way, mark) {
  const { value } = area;
  let { selectionStart: from, selectionEnd: to } = area;
  if (way === "line") {
    from = value.lastIndexOf("\n", from - 1) + 1;
    const lines = value.slice(from, to).split("\n");
    replace(area, from, to, lines.map((line) => mark + line).join("\n"));
  } else {
    const text = value.slice(from, to);
    replace(area, from, to, way === "link" ? `[${text}](https://)` : `${mark}${text}${mark}`);
    if (!text) area.setSelectionRange(from + (mark.length || 1), from + (mark.length || 1));
  }
}

function replace(area, from, to, text) {
  area.focus();
  area.setSelectionRange(from, to);
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, from, to, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

// ── the page as it comes ──

const saved = document.querySelector("[data-saved-form]");
if (saved) localStorage.removeItem(drawer(saved.dataset.savedForm));
for (const input of document.querySelectorAll("[data-titles]")) titled(input);
// On a phone the menu and the tabs scroll sideways: where one is should be in sight.
for (const here of document.querySelectorAll(".desk-bar [aria-current], .tabs [aria-current]")) {
  const line = here.closest(".desk-bar, .tabs ul");
  const [at, from] = [here.getBoundingClientRect(), line.getBoundingClientRect()];
  if (at.right > from.right) line.scrollLeft += at.right - from.right + 32;
}
if (form) {
  for (const field of form.querySelectorAll(".chooser")) choosing(field);
  for (const block of form.querySelectorAll("[data-rows]")) rows(block);
  for (const area of form.querySelectorAll("[data-tools]")) tools(area);
  saving();
  keeping();
  offerCopy();
  document.getElementById(form.dataset.focus ?? "")?.focus();
}
document.getElementById("problems")?.focus();
