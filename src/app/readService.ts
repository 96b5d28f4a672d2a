import type { Clock } from "../domain/clock.ts";
import { BUILT_IN_RECORD_TYPES } from "../domain/recordTypes.ts";
import { Organizations, type ReadContext, type ReadLimits, type ReadOperation } from "../reads/index.ts";
import type { Stores } from "../store/stores.ts";
import { readOperations } from "./readOperations.ts";

/** Runs reads by name against one set of stores, in whichever thread it lives. */
export class ReadService {
  readonly #context: ReadContext;

  constructor(stores: Stores, limits: ReadLimits, clock: Clock) {
    const organizations = new Organizations(stores.office, BUILT_IN_RECORD_TYPES);
    this.#context = { records: stores.records, conversations: stores.conversations, office: stores.office, organizations, clock, limits };
  }

  async run(name: string, args: unknown): Promise<string> {
    const operation = (readOperations as Readonly<Record<string, ReadOperation<never>>>)[name];
    if (operation === undefined) throw new Error(`There is no read named "${name}".`);
    return operation(this.#context, args as never);
  }
}
