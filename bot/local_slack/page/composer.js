// The message field, with slash commands from the manifest offered while typing.

import { el } from "./dom.js";

// `options` = {label, commands, send(text)}; keeps its own text between renders of the page.
export function composer({ label, commands, send }) {
  let chosen = 0;
  let menu = null;
  const field = el("textarea", { rows: 1, placeholder: label, "aria-label": label, "data-key": `composer/${label}`, oninput: () => { grow(); suggest(); }, onkeydown });
  const button = el("button", { type: "button", class: "send", "aria-label": "Send", disabled: true, onclick: go }, "➤");
  const box = el("div", { class: "composer" }, field, el("div", { class: "row" }, el("span", null, commands.length ? "Type / for commands" : ""), button));

  function grow() {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
    button.disabled = !field.value.trim();
  }
  function go() {
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    grow(); suggest(); send(text);
    field.focus();
  }
  function fits() {
    const typed = field.value;
    if (!typed.startsWith("/") || typed.includes("\n")) return [];
    const [name, ...words] = typed.split(" ");
    const exact = commands.find((command) => command.name === name);
    if (!words.length) return commands.filter((command) => command.name.startsWith(name)).map((command) => ({ command, text: `${command.name} `, word: "" }));
    const hints = (exact?.usage_hint || "").split("|").map((hint) => hint.trim()).filter(Boolean);
    return words.length > 1 ? [] : hints.filter((hint) => hint.startsWith(words[0]) && hint !== words[0]).map((hint) => ({ command: exact, text: `${exact.name} ${hint.split(" ")[0]}`, word: hint }));
  }
  function suggest() {
    const found = fits();
    menu?.remove();
    menu = null;
    chosen = Math.min(chosen, Math.max(found.length - 1, 0));
    if (!found.length) return;
    menu = el("div", { class: "menu", role: "listbox", "aria-label": "Commands" }, found.map((item, index) =>
      el("button", { type: "button", role: "option", class: "cmd", tabindex: -1, "aria-selected": String(index === chosen), onmousedown: (event) => { event.preventDefault(); take(item); } },
        item.word ? [el("b", null, `${item.command.name} ${item.word}`)] : [el("b", null, item.command.name), " ", el("span", null, item.command.usage_hint), el("br"), el("span", null, item.command.description)])));
    box.append(menu);
  }
  function take(item) { field.value = item.text; chosen = 0; grow(); suggest(); field.focus(); }
  function onkeydown(event) {
    const found = menu ? fits() : [];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (found.length && step) { event.preventDefault(); chosen = (chosen + step + found.length) % found.length; suggest(); return; }
    if (found.length && event.key === "Tab") { event.preventDefault(); take(found[chosen]); return; }
    if (event.key === "Escape" && menu) { event.preventDefault(); menu.remove(); menu = null; return; }
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); go(); }
  }
  return box;
}
