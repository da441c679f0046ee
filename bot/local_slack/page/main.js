// Ties the page together: one snapshot in, one page out. The address' hash keeps person and place.

import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { askConfirm, forgetModal, showModal } from "./dialogs.js";
import { el, swap } from "./dom.js";
import { connect, send } from "./live.js";
import { avatar, dayLine, dayName, message } from "./messages.js";
import { sidebar } from "./sidebar.js";

const at = (id) => document.getElementById(id);
const list = at("list"), scroller = at("scroll"), threadPane = at("thread");
const state = { snapshot: null, online: false, user: "", place: "", tab: "home", thread: null, failures: -1, composers: new Map(), drawn: new Map(), homeStamp: "" };
[state.user, state.place] = location.hash.slice(1).split("/");

const names = () => new Map(state.snapshot.people.map((person) => [person.id, person.real_name]));
const channels = () => new Map(state.snapshot.channels.filter((item) => item.name).map((item) => [item.id, item.name]));
const channelNow = () => state.snapshot.channels.find((item) => item.id === (state.place === "app" ? state.snapshot.app.direct : state.place));

function toBottom() { scroller.scrollTop = scroller.scrollHeight; }
// Pictures that load later make the list longer.
list.addEventListener("load", () => { if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 600) toBottom(); }, true);

function tell(text) {
  const node = el("p", { class: "notice" }, text);
  at("notices").append(node);
  setTimeout(() => node.remove(), 6000);
}

// Everything an element needs to show itself and to tell the workspace what was done to it.
function scene(id, place, values, extra = {}) {
  const base = { id, values, people: names(), channels: channels(), me: state.snapshot.me, files: state.snapshot.files, ...extra };
  const deed = (kind, found, value) => ({ do: kind, place, block_id: found.block.block_id, action_id: found.element.action_id, value });
  base.use = {
    enter: (found, value) => send(deed("enter", found, value)),
    click: async (found, value, node) => {
      if (found.element.confirm && !(await askConfirm(found.element.confirm, base))) return anew();
      node?.classList.add("busy");
      const answer = await send(deed("click", found, value));
      node?.classList.remove("busy");
      if (answer.error) tell(answer.error);
    },
  };
  return base;
}

// Draws everything from the snapshot again: a choice that was not confirmed goes back to what it was.
function anew() { state.drawn.clear(); state.homeStamp = ""; forgetModal(); draw(); }

function go(place) {
  state.place = place;
  state.thread = null;
  if (place === "app" && state.tab === "home") send({ do: "open_home", tab: "home" });
  draw(true);
}

function openTab(tab) { state.tab = tab; if (tab !== "about") send({ do: "open_home", tab }); draw(true); }
function actAs(user) { state.user = user; state.thread = null; state.failures = -1; state.drawn.clear(); send({ do: "act_as", user }).then((answer) => answer.error && tell(answer.error)); }

function say(channel, thread) {
  return async (text) => {
    const isCommand = text.startsWith("/") && !thread;
    const answer = await send(isCommand ? { do: "command", channel, text } : { do: "say", channel, text, thread_ts: thread });
    if (answer.error && !isCommand) tell(answer.error);
    toBottom();
  };
}

// One composer per person and place, so that half-written text survives everything else.
function composerFor(key, label, sender, commands) {
  if (!state.composers.has(key)) state.composers.set(key, composer({ label, commands, send: sender }));
  return state.composers.get(key);
}

function rows(items, view) {
  const people = new Map(state.snapshot.people.map((person) => [person.id, person]));
  const full = { ...view, people, me: state.snapshot.me, react: (item, name) => send({ do: "react", channel: view.channel, ts: item.ts, name }),
    scene: (item) => scene(`${view.channel}/${item.ts}`, { channel: view.channel, ts: item.ts }, item.values) };
  return items.flatMap((item, index) => {
    const previous = items[index - 1];
    const stamp = JSON.stringify([item, previous?.ts, previous?.user, state.snapshot.me]);
    const key = `${view.kind}/${view.channel}/${item.ts}`;
    const drawn = state.drawn.get(key);
    if (drawn?.stamp !== stamp) state.drawn.set(key, { stamp, node: message(item, previous, full) });
    const node = state.drawn.get(key).node;
    return view.kind === "list" && (!previous || dayName(previous.ts) !== dayName(item.ts)) ? [dayLine(item.ts), node] : [node];
  });
}

function drawChannel(channel) {
  const shown = channel.messages.filter((item) => !item.thread_ts || item.thread_ts === item.ts || item.broadcast);
  list.className = "";
  const openThread = channel.direct && !state.snapshot.app.writable ? null : (item) => { state.thread = item.thread_ts || item.ts; draw(); at("thread").querySelector("textarea")?.focus(); };
  const nodes = rows(shown, { kind: "list", channel: channel.id, openThread });
  const intro = el("div", { class: "empty" }, el("h3", null, channel.direct ? state.snapshot.app.name : `# ${channel.name}`),
    el("p", null, channel.direct ? state.snapshot.app.description : channel.has_bot ? `${state.snapshot.app.name} is in this channel.` : `${state.snapshot.app.name} is not in this channel.`));
  swap(list, intro, nodes);
}

function drawHome(jump) {
  const home = state.snapshot.home;
  const stamp = JSON.stringify([home?.hash, state.snapshot.me, state.tab]);
  if (stamp === state.homeStamp && !jump && list.className === "home") return;
  state.homeStamp = stamp;
  list.className = "home";
  list.dataset.view = home?.hash || "";
  const about = el("div", { class: "blocks" }, el("h3", { class: "header" }, state.snapshot.app.name), el("p", null, state.snapshot.app.description),
    state.snapshot.app.commands.map((command) => el("p", null, el("code", null, command.name), ` ${command.description}`)));
  const body = state.tab === "about" ? about : home ? blocks(home.blocks, scene(home.id, { view_id: home.id }, home.state.values)) : el("div", { class: "empty" }, el("h3", null, "Nothing here yet"), el("p", null, "The app has not published its Home for you."));
  swap(list, body);
  if (jump) scroller.scrollTop = 0;
}

function drawPlace(channel) {
  const { app, people } = state.snapshot;
  const bot = people.find((person) => person.is_bot);
  if (state.place !== "app") {
    swap(at("place"), el("h2", null, el("span", { class: "sign", "aria-hidden": "true" }, "#"), channel.name), el("span", { class: "facts" }, channel.archived ? "Archived" : `${channel.members} members`));
    return;
  }
  const tabs = [app.home ? ["home", "Home"] : null, ["messages", "Messages"], ["about", "About"]].filter(Boolean);
  swap(at("place"), el("h2", null, avatar(bot), app.name), el("div", { class: "tabs", role: "tablist" }, tabs.map(([tab, label]) =>
    el("button", { type: "button", role: "tab", "aria-selected": String(state.tab === tab), "data-key": `tab/${tab}`, onclick: () => openTab(tab) }, label))));
}

function drawThread(channel) {
  const parent = state.thread && channel?.messages.find((item) => item.ts === state.thread);
  threadPane.hidden = !parent;
  if (!parent) { state.thread = null; return; }
  const replies = channel.messages.filter((item) => item.thread_ts === parent.ts && item.ts !== parent.ts);
  const view = { kind: "thread", channel: channel.id, openThread: null };
  const key = `${state.snapshot.me}/${channel.id}/${parent.ts}`;
  const counter = replies.length ? el("div", { class: "count" }, replies.length === 1 ? "1 reply" : `${replies.length} replies`) : null;
  const box = el("div", { class: "messages" }, rows([parent], view), counter, rows(replies, view));
  swap(threadPane, el("header", null, el("h2", null, "Thread"), el("span", { class: "in" }, channel.name ? `# ${channel.name}` : ""), el("button", { type: "button", class: "icon", "aria-label": "Close thread", onclick: () => { state.thread = null; draw(); } }, "×")),
    box, composerFor(key, "Reply…", say(channel.id, parent.ts), []));
  box.scrollTop = box.scrollHeight;
}

function drawComposer(channel, isTalk) {
  const host = at("composer");
  host.hidden = !isTalk;
  if (!isTalk) return;
  const node = channel.archived ? el("p", { class: "closed" }, "This channel is archived.")
    : channel.direct && !state.snapshot.app.writable ? el("p", { class: "closed" }, "Sending messages to this app has been turned off.")
    : composerFor(`${state.snapshot.me}/${channel.id}`, `Message ${channel.direct ? state.snapshot.app.name : `#${channel.name}`}`, say(channel.id), state.snapshot.app.commands);
  if (host.firstChild !== node) host.replaceChildren(node);
}

function drawModal() {
  const { modals, people } = state.snapshot;
  const top = modals.at(-1) || null;
  const shown = top && scene(top.id, { view_id: top.id }, top.state.values, { errors: top.errors });
  showModal(top, modals.length, people.find((person) => person.is_bot), shown, {
    submit: (view_id) => send({ do: "submit", view_id }), close: (view_id, everything) => send({ do: "close", view_id, everything }) });
}

function drawFailures() {
  const { failure_count: count, failures } = state.snapshot;
  if (state.failures >= 0 && count > state.failures && !failures.at(-1).startsWith("/")) tell(failures.at(-1));
  state.failures = count;
}

function draw(jump = false) {
  if (!state.snapshot) return;
  state.user = state.snapshot.me;
  if (state.place !== "app" && !state.snapshot.channels.some((item) => item.id === state.place && !item.direct)) state.place = state.snapshot.channels.find((item) => !item.direct).id;
  history.replaceState(null, "", `#${state.user}/${state.place}`);
  const channel = channelNow();
  const isTalk = state.place !== "app" || state.tab === "messages";
  document.title = `${state.place === "app" ? state.snapshot.app.name : `#${channel.name}`} · ${state.snapshot.workspace}`;
  const wasLow = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
  sidebar(state.snapshot, state.place, state.online, { go, actAs });
  drawPlace(channel);
  if (isTalk) drawChannel(channel); else drawHome(jump);
  drawComposer(channel, isTalk);
  drawThread(isTalk ? channel : null);
  if (isTalk && (jump || wasLow)) toBottom();
  drawModal();
}

connect({
  hello: () => ({ do: "act_as", user: state.user || "U0YOU" }),
  onState: (online) => { state.online = online; draw(); },
  onSnapshot: (snapshot) => {
    const first = !state.snapshot || state.snapshot.me !== snapshot.me;
    state.snapshot = snapshot;
    draw(first);
    if (first && state.place === "app") send({ do: "open_home", tab: "home" });
    drawFailures();
  },
});
