/** One step of the schema. Forward only; once released it never changes. */
export interface Migration {
  readonly number: number;
  readonly sqlite: readonly string[];
  readonly postgresql: readonly string[];
}
