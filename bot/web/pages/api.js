// Talks to the server. A failure is either a sentence the server gave, or no answer at all.

const PATIENCE = 30_000;

export class NoAnswer extends Error {}

export class Refusal extends Error {
  constructor(sentence, status) {
    super(sentence);
    this.status = status;
  }
}

// What was sent may have been stored although this answer does not say so.
export function isUnsure(error) {
  return error instanceof NoAnswer || error.status >= 500;
}

export async function post(turn, body, controller = new AbortController()) {
  const slow = setTimeout(() => controller.abort(), PATIENCE);
  try {
    return await taken(await fetch(`/api/${turn}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
      cache: "no-store",
      signal: controller.signal,
    }));
  } catch (error) {
    throw error instanceof Refusal ? error : new NoAnswer();
  } finally {
    clearTimeout(slow);
  }
}

export async function get(address, signal) {
  return taken(await fetch(address, { cache: "no-store", signal }));
}

async function taken(response) {
  const body = await response.json();
  if (!response.ok) throw new Refusal(body.error, response.status);
  return body;
}

// Calls `arrived` with everything delivered to a person, now and whenever something changes, until `signal` aborts.
export async function follow(person, arrived, lost, signal) {
  let after = -1;
  let pause = 500;
  while (!signal.aborted) {
    try {
      const news = await get(`/api/messages?person=${encodeURIComponent(person)}&after=${after}`, signal);
      if (signal.aborted) return;
      lost(false);
      if (news.version !== after) arrived(news);
      else await wait(100);
      after = news.version;
      pause = 500;
    } catch {
      if (signal.aborted) return;
      lost(true);
      after = -1; // the first answer of a server that is back comes at once
      await wait(pause);
      pause = Math.min(pause * 2, 8000);
    }
  }
}

export function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
