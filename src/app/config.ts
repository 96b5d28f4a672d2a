import { AppError } from "../domain/errors.ts";
import { SETTINGS, type Setting, type SettingName } from "./settings.ts";

type ValueOf<S extends Setting> = S extends { kind: "number" } ? number : S extends { default: string } ? string : string | null;

/** The settings of one server, read once and handed down. */
export type Config = { readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]> };

/**
 * Reads the settings out of an environment; unknown variables are none of our business.
 * @throws AppError CONFIG_INVALID that names every fault at once
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const faults: string[] = [];
  const values: Record<string, string | number | null> = {};
  for (const [name, setting] of Object.entries(SETTINGS) as [string, Setting][]) {
    const given = environment[name]?.trim();
    const value = given === undefined || given === "" ? setting.default : readValue(setting, given);
    if (value === undefined)
      faults.push(`${name} must be ${expected(setting)}${setting.kind === "text" && setting.isSecret ? "" : `, not "${given}"`}.`);
    else values[name] = value;
  }
  if (faults.length > 0) throw new AppError("CONFIG_INVALID", faults.join("\n"));
  return values as unknown as Config;
}

function readValue(setting: Setting, given: string): string | number | undefined {
  if (setting.kind === "text") return setting.pattern === undefined || setting.pattern.test(given) ? given : undefined;
  const number = Number(given);
  return Number.isInteger(number) && number >= setting.min && number <= setting.max ? number : undefined;
}

const expected = (setting: Setting): string =>
  setting.kind === "number" ? `a whole number from ${setting.min} to ${setting.max}` : (setting.expected ?? "text");
