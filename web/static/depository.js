// The one script of the depository. Without it every page works; with it results change in place,
// the search box suggests, and buttons copy. It keeps nothing and asks no other server.

const said = document.getElementById("said");
const word = (name) => document.getElementById("words").content.querySelector(`[data-word="${name}"]`).textContent;
const say = (text) => { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); };

// ── results in place ──

let journey; // the request under way: a newer one stops it

const isResults = (url) =>
  url.origin === location.origin && document.getElementById("found") && url.pathname === location.pathname
  && /\/search$/.test(url.pathname);

/** What tells a control from all others, so that focus finds it again in the new page. */
const mark = (element) => {
  if (!element || element === document.body) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const facet = element.closest(".facet");
  const row = element.matches("a") && element.closest("li, tr");
  const name = row && row.querySelector(".name, th");
  return facet && name ? { facet: facet.getAttribute("aria-labelledby"), name: name.textContent } : null;
};

const found = (sign) => {
  if (!sign) return null;
  if (typeof sign === "string") return document.querySelector(sign);
  const facet = document.querySelector(`[aria-labelledby="${sign.facet}"]`);
  const name = facet && [...facet.querySelectorAll(".name, th")].find((each) => each.textContent === sign.name);
  return name ? name.closest("li, tr").querySelector("a") : null;
};

async function go(url, { push = true, top = false } = {}) {
  journey?.abort();
  journey = new AbortController();
  const sign = mark(document.activeElement);
  const open = new Map([...document.querySelectorAll("#filters details")].map((each) => [each.id, each.open]));
  const panel = openPanel();
  const scrolled = panel?.scrollTop ?? 0;
  try {
    const answer = await fetch(url, { signal: journey.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.getElementById("found")) { location.assign(url); return; }
    const target = new URL(url, location.href);
    if (panel) target.hash = "filters";
    if (push) history.pushState(null, "", target);
    document.title = page.title;
    for (const part of ["main", ".search", ".menu", ".language"]) document.querySelector(part).replaceWith(page.querySelector(part));
    for (const [id, was] of open) { const each = document.getElementById(id); if (each) each.open = was; }
    prepare();
    const filters = document.getElementById("filters");
    if (location.hash === "#filters" && filters) { showPanel(); filters.scrollTop = scrolled; }
    const next = found(sign);
    if (next) next.focus({ preventScroll: true });
    else if (openPanel()) filters.focus({ preventScroll: true });
    else if (push) document.querySelector("main").focus({ preventScroll: true });
    if (top) scrollTo(0, 0);
    say(document.getElementById("found").dataset.said);
  } catch (failure) {
    if (failure.name === "AbortError") return;
    notice(word("offline"));
    say(word("offline"));
  }
}

function notice(text) {
  const place = document.getElementById("found");
  document.getElementById("offline")?.remove();
  place?.insertAdjacentHTML("afterbegin", '<p class="notice" id="offline"></p>');
  if (place) document.getElementById("offline").textContent = text;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const url = new URL(link.href);
  if (url.hash || !isResults(url) || !link.closest("main")) return;
  event.preventDefault();
  go(url, { top: Boolean(link.closest(".pages")) });
});

document.addEventListener("submit", (event) => {
  // By its attribute: a form may have a field that is called «action».
  const url = new URL(event.target.getAttribute("action") || "", location.href);
  if (event.target.method !== "get" || !isResults(url)) return;
  event.preventDefault();
  // Empty fields are left out: the address stays as short as it is read out.
  url.search = new URLSearchParams([...new FormData(event.target)].filter(([, value]) => value.trim()));
  go(url, { top: true });
});

let shown = location.pathname + location.search;
addEventListener("popstate", () => {
  const now = location.pathname + location.search;
  if (now !== shown && isResults(new URL(location.href))) go(location.href, { push: false });
  shown = now;
});

// ── the filters as a panel on a narrow screen ──

// A new address made by script leaves :target as it was; the class says the same for as long as script runs.

const openPanel = () => {
  const panel = document.getElementById("filters");
  return panel?.classList.contains("open") && getComputedStyle(panel).position === "fixed" ? panel : null;
};

/** While the panel lies over the page, the rest cannot be reached. */
function showPanel() {
  document.getElementById("filters")?.classList.toggle("open", location.hash === "#filters");
  const over = Boolean(openPanel());
  for (const each of document.querySelectorAll(".top, .bottom, .skip, .hits, .sentence, .notice")) each.inert = over;
}

function turned() {
  showPanel();
  if (openPanel()) openPanel().focus();
  else if (location.hash === "#open-filters") document.getElementById("open-filters")?.focus({ preventScroll: true });
}

addEventListener("hashchange", turned);
matchMedia("(min-width: 60em)").addEventListener("change", showPanel);

// ── suggestions: an ARIA combobox ──

function suggest(input) {
  const form = input.form;
  const list = document.createElement("ul");
  Object.assign(list, { id: "suggestions", className: "suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", word("list"));
  form.querySelector(".search-row").after(list);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
    input.setAttribute(name, value);
  }
  let at = -1;
  let asked = "";
  let waiting;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const point = (to) => {
    at = (to + list.children.length + 1) % (list.children.length + 1);
    [...list.children].forEach((each, number) => each.setAttribute("aria-selected", String(number === at)));
    const each = list.children[at];
    if (each) { input.setAttribute("aria-activedescendant", each.id); each.scrollIntoView({ block: "nearest" }); }
    else input.removeAttribute("aria-activedescendant");
  };
  const take = (each) => {
    close();
    if (each.dataset.kind === "word") { input.value = each.dataset.text; form.requestSubmit(); }
    else location.assign(each.dataset.url);
  };
  const offer = ({ suggestions }) => {
    list.replaceChildren(...suggestions.map(({ text, kind, url, count }, number) => {
      const each = document.createElement("li");
      each.id = `suggestion-${number}`;
      each.setAttribute("role", "option");
      each.setAttribute("aria-selected", "false");
      Object.assign(each.dataset, { kind, text, url: new URL(url).pathname + new URL(url).search });
      each.append(text);
      const sort = document.createElement("span");
      sort.className = "sort";
      sort.textContent = [word(kind), count].filter(Boolean).join(" · ");
      each.append(" ", sort);
      return each;
    }));
    if (!suggestions.length || document.activeElement !== input) { close(); return; }
    at = -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    say(word("suggestions"));
  };
  const ask = async () => {
    const text = input.value.trim();
    if (text.length < 2) { asked = text; close(); return; }
    if (text === asked) return;
    asked = text;
    try {
      const url = new URL(input.dataset.suggest, location.href);
      url.searchParams.set("q", text);
      const answer = await fetch(url);
      if (answer.ok && asked === text) offer(await answer.json());
    } catch { close(); } // no suggestions is no harm: the search itself works
  };

  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 120); });
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (!list.hidden) { close(); event.preventDefault(); } else { event.preventDefault(); input.blur(); }
    } else if (list.hidden) {
      if (event.key === "ArrowDown" && list.children.length) { list.hidden = false; input.setAttribute("aria-expanded", "true"); point(0); event.preventDefault(); }
    } else if (event.key === "ArrowDown") { point(at + 1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { point(at < 0 ? list.children.length - 1 : at - 1); event.preventDefault(); }
    else if (event.key === "Enter" && at >= 0 && list.children[at]) { take(list.children[at]); event.preventDefault(); }
  });
  form.addEventListener("submit", () => { clearTimeout(waiting); asked = input.value.trim(); close(); });
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => { const each = event.target.closest("li"); if (each) take(each); });
}

// ── keys, copying, printing ──

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const box = document.getElementById("q");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  } else if (event.key === "Escape" && !typing) openPanel()?.querySelector(".close").click();
});

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (event.target.closest("[data-print]")) print();
  if (!copy) return;
  const text = document.querySelector(copy.dataset.copy).textContent.trim().replace(/\s+/g, " ");
  try { await navigator.clipboard.writeText(text); } catch { choose(copy.dataset.copy); return; }
  say(word("copied"));
  copy.dataset.done = word("copied");
  setTimeout(() => delete copy.dataset.done, 2000);
});

/** Where the clipboard is closed to us, the text stands selected for Ctrl+C. */
function choose(selector) {
  const range = document.createRange();
  range.selectNodeContents(document.querySelector(selector));
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

function prepare() {
  shown = location.pathname + location.search;
  const box = document.querySelector("input[data-suggest]");
  if (box && !box.hasAttribute("role")) suggest(box);
  for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
}

prepare();
turned();
