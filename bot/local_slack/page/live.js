// The live socket: sends deeds, resolves when each is done, hands on every snapshot.

const key = document.querySelector('meta[name="page-key"]').content;
const waiting = new Map();
let socket = null;
let number = 0;
let queue = [];
let pause = 250;

export const fileAddress = (fileId) => `/files/${encodeURIComponent(fileId)}?key=${encodeURIComponent(key)}`;

export function connect({ hello, onSnapshot, onState }) {
  socket = new WebSocket(`ws://${location.host}/live?key=${encodeURIComponent(key)}`);
  socket.addEventListener("open", () => {
    pause = 250;
    onState(true);
    transmit(hello());
    queue.splice(0).forEach(transmit);
  });
  socket.addEventListener("message", (event) => {
    const data = JSON.parse(event.data);
    if (data.snapshot) onSnapshot(data.snapshot);
    if ("done" in data) { waiting.get(data.done)?.(data); waiting.delete(data.done); }
  });
  socket.addEventListener("close", () => {
    onState(false);
    waiting.forEach((settle) => settle({ error: "The workspace is not running.", errors: {} }));
    waiting.clear();
    setTimeout(() => connect({ hello, onSnapshot, onState }), pause);
    pause = Math.min(pause * 2, 4000);
  });
}

function transmit(deed) { socket.send(JSON.stringify(deed)); }

// Resolves with {error, errors} once the app has answered or Slack has given up.
export function send(deed) {
  const numbered = { ...deed, number: ++number };
  const done = new Promise((settle) => waiting.set(numbered.number, settle));
  if (socket?.readyState === WebSocket.OPEN) transmit(numbered); else queue.push(numbered);
  return done;
}
