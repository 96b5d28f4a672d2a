import { agentOperations } from "./agentOperations.ts";
import { analysisOperations } from "./analysisOperations.ts";
import { endpointOperations } from "./endpointOperations.ts";
import { exportOperations } from "./exportOperations.ts";
import { officeOperations } from "./officeOperations.ts";
import { recordOperations } from "./recordOperations.ts";
import { seriesOperations } from "./seriesOperations.ts";
import { sessionOperations } from "./sessionOperations.ts";
import { treeOperations } from "./treeOperations.ts";
import { usageOperations } from "./usageOperations.ts";

/** Every read of the native face, by name. */
export const nativeOperations = {
  ...recordOperations,
  ...treeOperations,
  ...officeOperations,
  ...agentOperations,
  ...sessionOperations,
  ...seriesOperations,
  ...usageOperations,
  ...exportOperations,
  ...analysisOperations,
  ...endpointOperations,
};
