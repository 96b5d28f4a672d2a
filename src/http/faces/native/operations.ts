import { agentOperations } from "./agentOperations.ts";
import { officeOperations } from "./officeOperations.ts";
import { recordOperations } from "./recordOperations.ts";
import { treeOperations } from "./treeOperations.ts";

/** Every read of the native face, by name. */
export const nativeOperations = { ...recordOperations, ...treeOperations, ...officeOperations, ...agentOperations };
