// Interactive elements. `use` tells the workspace: use.click(found, value) and use.enter(found, value).
// `found` = {block, element}; `values` is state.values as the server keeps it.

import { el, isWeb, openMenu, svg } from "./dom.js";
import { plain, textOf } from "./mrkdwn.js";

export function element(found, scene) {
  const show = KINDS[found.element.type];
  return show ? show(found, scene) : el("span", { class: "unknown" }, `[${found.element.type}]`);
}

const kept = ({ block, element: item }, { values }) => values?.[block.block_id]?.[item.action_id] || {};
const keyOf = ({ block, element: item }, extra = "") => `${block.block_id}/${item.action_id}/${extra}`;
// Elements of plain inputs only remember; all others tell the app at once.
const change = (found, scene, value) => (found.block.type === "input" && !found.block.dispatch_action ? scene.use.enter(found, value) : scene.use.click(found, value));

function button(found, scene) {
  const item = found.element;
  const node = el("button", { type: "button", class: `button ${item.style || "quiet"}${item.url ? " link" : ""}`, "data-key": keyOf(found), "aria-label": item.accessibility_label,
    onclick: () => { if (item.url && isWeb(item.url)) window.open(item.url, "_blank", "noopener,noreferrer"); scene.use.click(found, null, node); } }, plain(item.text));
  return node;
}

function overflow(found, scene) {
  const item = found.element;
  const opener = el("button", { type: "button", class: "button quiet", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "More actions", "data-key": keyOf(found),
    onclick: () => openMenu(host, opener, item.options.map((option) => ({ show: plain(option.text), choose: () => { if (option.url && isWeb(option.url)) window.open(option.url, "_blank", "noopener,noreferrer"); scene.use.click(found, option.value); } }))) }, "•••");
  const host = el("div", { class: "overflow" }, opener);
  return host;
}

function choices(kind) {
  return (found, scene) => {
    const item = found.element, many = kind === "checkbox", now = kept(found, scene);
    const chosen = new Set((many ? now.selected_options || [] : [now.selected_option]).filter(Boolean).map((option) => option.value));
    const name = `${scene.id}/${keyOf(found)}`;
    const box = el("fieldset", { class: "choices", "aria-label": found.block.label?.text }, item.options.map((option) =>
      el("label", { class: "choice" },
        el("input", { type: kind, name, value: option.value, checked: chosen.has(option.value), "data-key": keyOf(found, option.value), onchange: () => {
          const picked = [...box.querySelectorAll("input:checked")].map((input) => input.value);
          change(found, scene, many ? picked : picked[0]);
        } }),
        el("span", null, textOf(option.text, scene)), option.description ? el("small", null, textOf(option.description, scene)) : null)));
    return box;
  };
}

function select(entries, read) {
  return (found, scene) => {
    const item = found.element, current = read(kept(found, scene)) || "";
    const listed = entries(item, scene);
    return el("select", { class: "select", "aria-label": found.block.label?.text || item.placeholder?.text || "Choose", "data-key": keyOf(found), onchange: (event) => change(found, scene, event.target.value) },
      el("option", { value: "", selected: !current, disabled: Boolean(current) }, item.placeholder?.text || "Choose…"),
      listed.map((entry) => (entry.options ? el("optgroup", { label: entry.label }, entry.options.map((one) => option(one, current))) : option(entry, current))));
  };
}

const option = (entry, current) => el("option", { value: entry.value, selected: entry.value === current }, entry.label);
const staticEntries = (item) => (item.option_groups ? item.option_groups.map((group) => ({ label: group.label.text, options: group.options.map(asEntry) })) : (item.options || []).map(asEntry));
const asEntry = (one) => ({ value: one.value, label: plain(one.text).map((part) => part.textContent ?? part).join("") });
const userEntries = (_, scene) => [...scene.people].map(([value, label]) => ({ value, label }));
const channelEntries = (_, scene) => [...scene.channels].map(([value, label]) => ({ value, label: `#${label}` }));

function multi(entries, read) {
  return (found, scene) => {
    const listed = entries(found.element, scene).flatMap((entry) => entry.options || [entry]);
    const chosen = new Set(read(kept(found, scene)));
    const box = el("fieldset", { class: "choices", "aria-label": found.block.label?.text || found.element.placeholder?.text || "Choose several" }, listed.map((entry) =>
      el("label", { class: "choice" }, el("input", { type: "checkbox", value: entry.value, checked: chosen.has(entry.value), "data-key": keyOf(found, entry.value),
        onchange: () => change(found, scene, [...box.querySelectorAll("input:checked")].map((input) => input.value)) }), el("span", null, entry.label))));
    return box;
  };
}

function text(type) {
  return (found, scene) => {
    const item = found.element, isLong = item.multiline;
    const left = item.max_length ? el("span", { class: "left", "aria-hidden": "true" }) : null;
    const count = (value) => { if (left) left.textContent = String(item.max_length - value.length); };
    const field = el(isLong ? "textarea" : "input", { class: "field", type: isLong ? null : type, inputmode: item.type === "number_input" ? "decimal" : null, value: kept(found, scene).value || "",
      placeholder: item.placeholder?.text, autocomplete: "off", "data-key": keyOf(found), "data-focus": item.focus_on_load, "aria-label": found.block.label?.text || item.placeholder?.text,
      oninput: (event) => { count(event.target.value); scene.use.enter(found, event.target.value); },
      onkeydown: (event) => {
        if (event.key !== "Enter" || isLong || event.isComposing) return;
        event.preventDefault();
        if (found.block.dispatch_action) scene.use.click(found, event.target.value); else scene.use.submit?.();
      } });
    count(field.value);
    return left ? el("div", null, field, left) : field;
  };
}

const picker = (type, read) => (found, scene) => el("input", { class: "field", type, value: read(kept(found, scene)) || "", "data-key": keyOf(found),
  "aria-label": found.block.label?.text || found.element.placeholder?.text || type, onchange: (event) => change(found, scene, type === "datetime-local" ? Math.floor(new Date(event.target.value) / 1000) : event.target.value) });
const localMinute = (seconds) => seconds && new Date(seconds * 1000 - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16);

const thumb = (isDown) => svg("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 1.8, "stroke-linejoin": "round", "aria-hidden": "true" },
  svg("path", { transform: isDown ? "rotate(180 12 12)" : null, d: "M7 11v9H4.5A1.5 1.5 0 0 1 3 18.500v-6A1.5 1.500 0 0 1 4.500 11H7zm0 0 4.200-7.300c1.500 0 2.600 1.100 2.600 2.600V9.500h4.900a2 2 0 0 1 2 2.400l-1.300 6.500A2 2 0 0 1 17.400 20H7" }));
const bin = () => svg("svg", { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": 1.8, "aria-hidden": "true" }, svg("path", { d: "M4 7h16M9 7V4h6v3m-8.500 0 .8 13h9.400l.8-13M10 11v5.500m4-5.500v5.500" }));

function feedback(found, scene) {
  const one = (spec, isDown) => {
    const pressed = kept(found, scene).value === spec.value;
    const node = el("button", { type: "button", class: `icon${pressed ? " chosen" : ""}`, "aria-pressed": String(pressed), title: spec.text.text, "aria-label": spec.accessibility_label || spec.text.text, "data-key": keyOf(found, spec.value),
      onclick: () => scene.use.click(found, spec.value, node) }, thumb(isDown));
    return node;
  };
  return el("span", { class: "feedback" }, one(found.element.positive_button, false), one(found.element.negative_button, true));
}

function iconButton(found, scene) {
  const item = found.element;
  return el("button", { type: "button", class: "icon", title: item.text.text, "aria-label": item.accessibility_label || item.text.text, "data-key": keyOf(found), onclick: (event) => scene.use.click(found, null, event.currentTarget) }, bin());
}

const KINDS = {
  button, overflow, feedback_buttons: feedback, icon_button: iconButton,
  radio_buttons: choices("radio"), checkboxes: choices("checkbox"),
  static_select: select(staticEntries, (now) => now.selected_option?.value),
  users_select: select(userEntries, (now) => now.selected_user),
  channels_select: select(channelEntries, (now) => now.selected_channel),
  conversations_select: select(channelEntries, (now) => now.selected_conversation),
  multi_static_select: multi(staticEntries, (now) => (now.selected_options || []).map((one) => one.value)),
  multi_users_select: multi(userEntries, (now) => now.selected_users || []),
  multi_channels_select: multi(channelEntries, (now) => now.selected_channels || []),
  multi_conversations_select: multi(channelEntries, (now) => now.selected_conversations || []),
  plain_text_input: text("text"), email_text_input: text("email"), url_text_input: text("url"), number_input: text("text"),
  datepicker: picker("date", (now) => now.selected_date), timepicker: picker("time", (now) => now.selected_time),
  datetimepicker: picker("datetime-local", (now) => localMinute(now.selected_date_time)),
};
