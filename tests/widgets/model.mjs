// The page's side of a contract test: the model behind the views.

/** What a widget's front end is given in Jupyter; what it sends is kept, message by message. */
export class Model {
  acts = new Map();
  changed = {};
  sent = [];

  constructor(state) {
    this.state = { ...state };
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    if (Object.is(this.state[name], value)) return;
    this.state[name] = value;
    this.changed[name] = value;
    this.fire([name]);
  }

  fire(names) {
    for (const name of names) {
      for (const act of [...(this.acts.get(`change:${name}`) ?? [])]) act(this, this.state[name]);
    }
  }

  save_changes() {
    if (Object.keys(this.changed).length) this.sent.push(structuredClone(this.changed));
    this.changed = {};
  }

  /** A state from Python: all of it is there before anyone hears of it. */
  receive(state) {
    const names = this.differs(state).filter((name) => name in state);
    for (const name of names) this.state[name] = state[name];
    this.fire(names);
  }

  /** The names whose values are others in this state from Python. */
  differs(state) {
    return Object.keys({ ...state, ...this.state }).filter(
      (name) => JSON.stringify(state[name]) !== JSON.stringify(this.state[name]),
    );
  }

  on(event, act) {
    if (!this.acts.has(event)) this.acts.set(event, new Set());
    this.acts.get(event).add(act);
  }

  off(event, act) {
    this.acts.get(event)?.delete(act);
  }

  listeners() {
    return [...this.acts.values()].reduce((sum, acts) => sum + acts.size, 0);
  }
}
