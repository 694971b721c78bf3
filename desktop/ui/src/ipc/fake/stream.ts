/** A value with listeners, as the core's streams behave. */
import type { Listener, Stop } from "../backend";
import type { ListDiff } from "../types";
import { applyDiffs } from "../../state/list";

export class Stream<T> {
  private readonly listeners = new Set<Listener<T>>();
  constructor(private current: T) {}

  get value(): T {
    return this.current;
  }

  set(value: T): void {
    this.current = value;
    for (const listener of this.listeners) listener(value);
  }

  watch(listener: Listener<T>): Stop {
    this.listeners.add(listener);
    listener(this.current);
    return () => this.listeners.delete(listener);
  }
}

export class ListStream<T> {
  private readonly listeners = new Set<Listener<ListDiff<T>[]>>();
  constructor(private current: T[]) {}

  get values(): readonly T[] {
    return this.current;
  }

  change(diffs: ListDiff<T>[]): void {
    this.current = applyDiffs(this.current, diffs);
    for (const listener of this.listeners) listener(diffs);
  }

  watch(listener: Listener<ListDiff<T>[]>): Stop {
    this.listeners.add(listener);
    queueMicrotask(() => {
      if (this.listeners.has(listener)) listener([{ op: "reset", values: [...this.current] }]);
    });
    return () => this.listeners.delete(listener);
  }
}
