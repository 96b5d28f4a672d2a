import type { Clock } from "../domain/clock.ts";
import { AppError } from "../domain/errors.ts";
import { type RecordType, Registry } from "../domain/registry.ts";
import type { ConversationStore } from "../store/conversationStore.ts";
import type { ExchangeRate, OfficeStore, Organization } from "../store/officeStore.ts";
import type { RecordStore } from "../store/recordStore.ts";

/** What one organization's reads and writes depend on besides its records. */
export interface OrganizationContext {
  readonly organization: Organization;
  readonly registry: Registry;
  readonly rates: readonly ExchangeRate[];
}

export interface ReadLimits {
  readonly treeNodesMax: number;
  readonly answerBytesMax: number;
}

/** All that a read needs. The same object exists in every reader thread. */
export interface ReadContext {
  readonly records: RecordStore;
  readonly conversations: ConversationStore;
  readonly office: OfficeStore;
  readonly organizations: Organizations;
  readonly clock: Clock;
  readonly limits: ReadLimits;
}

/**
 * A read by name: arguments in, the text of a JSON answer out. Reads run in reader threads, so arguments must be plain
 * data, and whatever an answer costs (SQL, placing 100,000 nodes, serialising) never holds up the HTTP thread.
 */
export type ReadOperation<Arguments> = (context: ReadContext, args: Arguments) => Promise<string>;
export type ReadOperations = Readonly<Record<string, ReadOperation<never>>>;

/** Runs one of a face's own operations, wherever that may be; resolves to the text of its answer. */
export type Ask<Operations extends ReadOperations> = <Name extends keyof Operations & string>(
  name: Name,
  args: Parameters<Operations[Name]>[1],
) => Promise<string>;

/** Keeps each organization's registry and rates, and reads them again when its settings have changed. */
export class Organizations {
  readonly #office: OfficeStore;
  readonly #builtIn: readonly RecordType[];
  readonly #builtInRegistry: Registry;
  readonly #known = new Map<string, OrganizationContext>();

  constructor(office: OfficeStore, builtIn: readonly RecordType[]) {
    this.#office = office;
    this.#builtIn = builtIn;
    this.#builtInRegistry = new Registry(builtIn);
  }

  /** One point read when nothing changed. @throws AppError ORGANIZATION_NOT_FOUND */
  async context(id: string): Promise<OrganizationContext> {
    const organization = await this.#office.organization(id);
    if (organization === undefined) throw new AppError("ORGANIZATION_NOT_FOUND", `There is no organization "${id}".`);
    const known = this.#known.get(id);
    if (known?.organization.settingsVersion === organization.settingsVersion) return known;
    const [ownTypes, rates] = await Promise.all([this.#office.recordTypes(id), this.#office.exchangeRates(id)]);
    const registry = ownTypes.length === 0 ? this.#builtInRegistry : new Registry(withOwnTypes(this.#builtIn, ownTypes));
    const context = { organization, registry, rates };
    this.#known.set(id, context);
    return context;
  }
}

/** An own type of a built-in's name is that built-in with parents added. */
function withOwnTypes(builtIn: readonly RecordType[], ownTypes: readonly RecordType[]): RecordType[] {
  const ownNames = new Set(ownTypes.map((type) => type.name));
  return [...builtIn.filter((type) => !ownNames.has(type.name)), ...ownTypes];
}
