export { openStores } from "../store/open.ts";
