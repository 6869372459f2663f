/**
 * What was worked out about objects, kept until `forgetMemos`. A module's own WeakMap would outlive every file of a run, and V8's young
 * generation takes all values of an old WeakMap for living: half the time of its collector went into carrying them along.
 */
export class Memo<Key extends object, Value> {
  #values: WeakMap<Key, Value> | undefined;

  get(key: Key): Value | undefined {
    return this.#values?.get(key);
  }

  /** What is known of the object, worked out by `make` the first time. */
  of(key: Key, make: (key: Key) => Value): Value {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    this.set(key, made);
    return made;
  }

  set(key: Key, value: Value): void {
    if (this.#values === undefined) {
      this.#values = new WeakMap();
      inUse.push(this);
    }
    this.#values.set(key, value);
  }

  forget(): void {
    this.#values = undefined;
  }
}

const inUse: { forget(): void }[] = [];

/** Drops all that any memo holds; called where a new file is begun. */
export function forgetMemos(): void {
  for (const memo of inUse.splice(0)) memo.forget();
}
