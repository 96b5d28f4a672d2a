export { readConfig } from "../app/config.ts";
