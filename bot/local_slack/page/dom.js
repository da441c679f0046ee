// Builds DOM nodes. Data only ever becomes text nodes and safe attributes, never markup.

const SVG = "http://www.w3.org/2000/svg";

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "value") node.value = value;
    else if (name === "checked" || name === "selected" || name === "disabled") node[name] = true;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const el = (tag, props, ...children) => fill(document.createElement(tag), props, children);
export const svg = (tag, props, ...children) => fill(document.createElementNS(SVG, tag), props, children);

// Only web addresses become links; anything else stays text.
export const isWeb = (address) => /^(https?:\/\/|mailto:)/i.test(address);

// Replaces a node's children but keeps keyboard focus and caret where they were.
export function swap(parent, ...children) {
  const active = parent.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.dataset.key;
  const caret = active && "selectionStart" in active ? readCaret(active) : null;
  parent.replaceChildren(...children.flat(Infinity).filter(Boolean));
  if (!key) return;
  const again = parent.querySelector(`[data-key="${CSS.escape(key)}"]`);
  again?.focus({ preventScroll: true });
  if (again && caret) try { again.setSelectionRange(...caret); } catch { /* not a text field */ }
}

function readCaret(field) {
  try { return [field.selectionStart, field.selectionEnd]; } catch { return null; }
}

// A menu that closes on Escape, on a click elsewhere and after a choice; arrows move in it.
export function openMenu(host, button, items) {
  const menu = el("div", { class: "menu", role: "menu" }, items.map((item) =>
    el("button", { type: "button", role: "menuitem", onclick: () => { close(); item.choose(); } }, item.show)));
  const close = () => { menu.remove(); button.setAttribute("aria-expanded", "false"); document.removeEventListener("pointerdown", outside, true); };
  const outside = (event) => { if (!host.contains(event.target)) close(); };
  menu.addEventListener("keydown", (event) => {
    const buttons = [...menu.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); buttons[(buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length].focus(); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(); button.focus(); }
  });
  if (host.querySelector(".menu")) { host.querySelector(".menu").remove(); button.setAttribute("aria-expanded", "false"); return; }
  host.append(menu);
  button.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", outside, true);
  menu.firstChild?.focus();
}
