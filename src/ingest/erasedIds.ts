import { erasedValue, erasureSecretName } from "../store/erasure.ts";
import type { OfficeStore } from "../store/officeStore.ts";

/** Tells the id that a session would have if it had been erased, which every write of a session brings along. */
export class ErasedIds {
  readonly #office: Pick<OfficeStore, "serverValue">;
  /** An organization's secret never changes once it is there. Its absence is not kept: another process may erase at any time. */
  readonly #secrets = new Map<string, string>();

  constructor(office: Pick<OfficeStore, "serverValue">) {
    this.#office = office;
  }

  /** Null: nothing of the organization was ever erased. */
  async of(organization: string, id: string): Promise<string | null> {
    const secret = this.#secrets.get(organization) ?? (await this.#office.serverValue(erasureSecretName(organization)));
    if (secret === undefined) return null;
    this.#secrets.set(organization, secret);
    return erasedValue(secret, id);
  }
}
