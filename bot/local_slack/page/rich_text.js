// rich_text blocks: sections, lists, quotes and preformatted text.

import { el, isWeb } from "./dom.js";
import { emoji } from "./mrkdwn.js";

export function richText(block, context) {
  return el("div", { class: "rich" }, (block.elements || []).map((part) => piece(part, context)));
}

function piece(part, context) {
  const inside = () => (part.elements || []).map((leaf) => styled(leaf, context));
  switch (part.type) {
    case "rich_text_section": return el("div", null, inside());
    case "rich_text_quote": return el("blockquote", null, inside());
    case "rich_text_preformatted": return el("pre", null, inside());
    case "rich_text_list":
      return el(part.style === "ordered" ? "ol" : "ul", null, (part.elements || []).map((item) => el("li", null, piece(item, context))));
    default: return el("span", { class: "unknown" }, `[${part.type}]`);
  }
}

function styled(leaf, context) {
  let node = bare(leaf, context);
  const style = leaf.style || {};
  if (style.code) node = el("code", null, node);
  if (style.strike) node = el("s", null, node);
  if (style.italic) node = el("em", null, node);
  return style.bold ? el("strong", null, node) : node;
}

function bare(leaf, { people, channels, me }) {
  switch (leaf.type) {
    case "text": return broken(leaf.text);
    case "emoji": return emoji(leaf.name);
    case "user": return el("span", { class: leaf.user_id === me ? "mention me" : "mention" }, `@${people.get(leaf.user_id) || leaf.user_id}`);
    case "channel": return el("span", { class: "mention" }, `#${channels.get(leaf.channel_id) || leaf.channel_id}`);
    case "broadcast": return el("span", { class: "mention me" }, `@${leaf.range}`);
    case "link": return isWeb(leaf.url) ? el("a", { href: leaf.url, target: "_blank", rel: "noopener noreferrer" }, leaf.text || leaf.url) : leaf.text || leaf.url;
    case "date": return leaf.fallback || new Date(leaf.timestamp * 1000).toLocaleString("en-GB");
    default: return el("span", { class: "unknown" }, `[${leaf.type}]`);
  }
}

const broken = (text) => {
  const node = el("span");
  String(text).split("\n").forEach((line, index) => node.append(...(index ? [el("br"), line] : [line])));
  return node;
};
