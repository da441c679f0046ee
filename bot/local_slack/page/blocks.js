// Block Kit blocks as nodes. What is not known shows as a grey "[type]" box.
// `scene` = {id, values, use, people, channels, me, files, errors}.

import { chart } from "./chart.js";
import { cell, dataTable } from "./data_table.js";
import { el } from "./dom.js";
import { element } from "./elements.js";
import { fileAddress } from "./live.js";
import { markdown } from "./markdown.js";
import { mrkdwn, plain, textOf } from "./mrkdwn.js";
import { richText } from "./rich_text.js";

export function blocks(list, scene) {
  return el("div", { class: "blocks" }, (list || []).map((block) => one(block, scene)));
}

function one(block, scene) {
  const show = KINDS[block.type];
  return show ? show(block, scene) : el("div", { class: "unknown" }, `[${block.type}]`);
}

function section(block, scene) {
  const fields = block.fields?.length ? el("div", { class: "fields" }, block.fields.map((field) => el("div", null, textOf(field, scene)))) : null;
  const beside = block.accessory ? el("div", { class: "beside" }, block.accessory.type === "image" ? picture(block.accessory, scene, "thumb") : element({ block, element: block.accessory }, scene)) : null;
  return el("div", { class: "section" }, el("div", { class: "words" }, block.text ? el("div", null, textOf(block.text, scene)) : null, fields), beside);
}

// Images load from this server only: the page's policy forbids every other address.
function picture(item, scene, className = "") {
  const named = item.slack_file && (item.slack_file.id || String(item.slack_file.url).split("/").pop());
  const own = item.image_url?.startsWith(location.origin) && item.image_url;
  const address = named && scene.files[named] ? fileAddress(named) : own;
  return address ? el("img", { src: address, alt: item.alt_text, class: className }) : el("span", { class: "offsite", title: item.image_url }, `Image: ${item.alt_text || "no description"}`);
}

function input(block, scene) {
  const problem = scene.errors?.[block.block_id];
  return el("div", { class: problem ? "input bad" : "input" },
    el("span", { class: "label" }, plain(block.label), block.optional ? el("span", { class: "optional" }, " (optional)") : null),
    element({ block, element: block.element }, scene),
    problem ? el("p", { class: "complaint", role: "alert" }, problem) : null,
    block.hint ? el("p", { class: "hint" }, plain(block.hint)) : null);
}

const elementsOf = (className) => (block, scene) => el("div", { class: className }, block.elements.map((item) => element({ block, element: item }, scene)));

function table(block, scene) {
  const align = (column) => block.column_settings?.[column]?.align || "";
  return el("div", { class: "table", tabindex: 0, role: "region", "aria-label": "Table" }, el("table", null, block.rows.map((row, index) =>
    el("tr", null, row.map((item, column) => el(index ? "td" : "th", { class: align(column) || null }, cell(item, scene)))))));
}

const STATES = { pending: "", in_progress: "", complete: "✓", error: "!" };
function task(block, scene) {
  return el("div", { class: `task ${block.status}` }, el("span", { class: "state", role: "img", "aria-label": String(block.status).replace("_", " ") }, STATES[block.status]),
    el("div", null, el("div", null, block.title), ["details", "output"].map((part) => (block[part] ? el("div", { class: "detail" }, richText(block[part], scene)) : null)),
      block.sources?.length ? el("div", { class: "detail" }, block.sources.map((source) => [mrkdwn(`<${source.url}|${source.text || source.url}>`, scene), " "])) : null));
}

function card(block, scene) {
  const words = (name) => (block[name] ? el("div", { class: name }, textOf(block[name], scene)) : null);
  return el("div", { class: "card" }, block.hero_image ? picture(block.hero_image, scene) : null, words("title"), words("subtitle"), words("body"),
    block.actions?.length ? el("div", { class: "actions" }, block.actions.map((item) => element({ block, element: item }, scene))) : null);
}

function container(block, scene) {
  const title = block.rich_text_title ? richText(block.rich_text_title, scene) : plain(block.title);
  const head = [block.icon ? picture(block.icon, scene, "little") : null, el("div", null, el("b", null, title), block.subtitle ? el("div", { class: "subtitle" }, textOf(block.subtitle, scene)) : null)];
  const inside = blocks(block.child_blocks, scene);
  const look = `container ${block.width || "standard"}${block.has_header_divider ? " divided" : ""}`;
  return block.is_collapsible ? el("details", { class: look, open: !block.default_collapsed }, el("summary", null, head), inside) : el("div", { class: look }, el("div", { class: "head" }, head), inside);
}

function video(block, scene) {
  const title = block.title_url ? mrkdwn(`<${block.title_url}|${block.title.text}>`, scene) : plain(block.title);
  return el("div", { class: "card" }, el("div", { class: "title" }, title), [block.author_name, block.provider_name].filter(Boolean).map((words) => el("div", { class: "subtitle" }, words)),
    block.description ? el("div", { class: "body" }, plain(block.description)) : null, el("span", { class: "offsite", title: block.video_url }, `Video: ${block.alt_text}`));
}

const KINDS = {
  container, video, data_table: dataTable, file: (block) => el("span", { class: "offsite" }, `File: ${block.external_id}`),
  section, input, table, card, task_card: task, actions: elementsOf("actions"), context_actions: elementsOf("context-actions"), data_visualization: chart, rich_text: richText,
  header: (block) => el("h3", { class: "header" }, plain(block.text)),
  divider: () => el("hr", { class: "divider" }),
  context: (block, scene) => el("div", { class: "context" }, block.elements.map((item) => (item.type === "image" ? picture(item, scene) : el("span", null, textOf(item, scene))))),
  image: (block, scene) => el("figure", { class: "picture" }, block.title ? el("figcaption", null, plain(block.title)) : null, picture(block, scene)),
  markdown: (block) => el("div", { class: "md" }, markdown(block.text)),
  alert: (block, scene) => el("div", { class: `alert ${block.level || "default"}`, role: "note" }, el("div", null, textOf(block.text, scene))),
  plan: (block, scene) => el("div", { class: "plan" }, el("p", null, block.title), (block.tasks || []).map((item) => task(item, scene))),
  carousel: (block, scene) => el("div", { class: "actions" }, block.elements.map((item) => card({ ...item, block_id: item.block_id || block.block_id }, scene))),
};
