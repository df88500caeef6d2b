// Talks to the student's own Jupyter server: the three addresses of `contract.py`.

const ABOUT = "autograder/check-work";
const REQUESTS = `${ABOUT}/requests`;
const FIRST = 80; // milliseconds between two looks, at first
const LATER = 800; // and at most

export class Refused extends Error {
  constructor(status, reason) {
    super(reason);
    this.status = status;
  }
}

export class Server {
  constructor(lab, settings) {
    this.lab = lab;
    this.settings = settings;
  }

  // Who grades; null where nobody does.
  async about() {
    try {
      return await this.ask(ABOUT);
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return null;
      throw error;
    }
  }

  // Ask for a saved notebook to be graded; give each state to `told`, and return the answer.
  async check(path, accepted, told) {
    const body = JSON.stringify({ path, accepted });
    const { id } = await this.ask(REQUESTS, { method: "POST", body });
    for (let pause = FIRST; ; pause = Math.min(LATER, pause * 1.25)) {
      const state = await this.ask(`${REQUESTS}/${id}`);
      if (state.state === "done") return state.answer;
      if (state.state === "failed") throw new Refused(200, state.reason);
      told(state);
      await new Promise((later) => setTimeout(later, pause));
    }
  }

  async ask(path, init = {}) {
    const { ServerConnection } = this.lab.services;
    const url = this.lab.coreutils.URLExt.join(this.settings.baseUrl, path);
    let response;
    try {
      response = await ServerConnection.makeRequest(url, init, this.settings);
    } catch {
      throw new Refused(0, "The server does not answer. Is it still running?");
    }
    const said = await response.json().catch(() => ({}));
    if (!response.ok) {
      const status = response.status;
      throw new Refused(status, said.reason || `The server refused with status ${status}.`);
    }
    return said;
  }
}
