// The sidebar: workspace, channels, the app, and whom this tab acts as.

import { el, openMenu, swap } from "./dom.js";
import { avatar } from "./messages.js";

const nav = document.getElementById("sidebar");

// `go(place)` opens a channel or "app"; `actAs(user)` switches the person.
export function sidebar(snapshot, place, online, { go, actAs }) {
  const me = snapshot.people.find((person) => person.id === snapshot.me);
  const bot = snapshot.people.find((person) => person.is_bot);
  const entry = (id, sign, name, tag) => el("button", { type: "button", "aria-current": place === id ? "page" : null, "data-key": `go/${id}`, onclick: () => go(id) }, sign, el("span", null, name), tag ? el("span", { class: "tag" }, tag) : null);
  const state = !online ? "Workspace stopped" : snapshot.connected ? `${snapshot.app.name} is connected` : `Waiting for ${snapshot.app.name}`;
  swap(nav,
    el("header", { class: "workspace" }, el("h1", null, snapshot.workspace), el("p", null, el("span", { class: `lamp${online && snapshot.connected ? " on" : ""}`, "aria-hidden": "true" }), state)),
    el("div", { class: "places" }, el("h2", null, "Channels"), snapshot.channels.filter((channel) => !channel.direct).map((channel) => entry(channel.id, el("span", { class: "sign", "aria-hidden": "true" }, "#"), channel.name)),
      el("h2", null, "Apps"), entry("app", avatar(bot), snapshot.app.name)),
    acting(snapshot, me, actAs));
}

function acting(snapshot, me, actAs) {
  const button = el("button", { type: "button", id: "act-as", "aria-haspopup": "menu", "aria-expanded": "false", "data-key": "act-as",
    onclick: () => openMenu(box, button, snapshot.people.filter((person) => !person.is_bot).map((person) => ({ show: [avatar(person), el("span", null, person.real_name, person.is_admin ? " (admin)" : "")], choose: () => actAs(person.id) }))) },
    avatar(me), el("span", null, el("small", null, "Acting as"), el("b", null, me.real_name)), el("span", { class: "chevron", "aria-hidden": "true" }, "⇅"));
  const box = el("div", { class: "acting" }, button);
  return box;
}
