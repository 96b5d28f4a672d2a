import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { passOverEmptyBody } from "../../emptyBody.ts";
import { errorHandler } from "../../errors.ts";
import { agentRoutes } from "./agentRoutes.ts";
import { analysisRoutes } from "./analysisRoutes.ts";
import { analysisSettingsRoutes } from "./analysisSettingsRoutes.ts";
import { deliveryRoutes } from "./deliveryRoutes.ts";
import { endpointRoutes } from "./endpointRoutes.ts";
import { nativeError } from "./errors.ts";
import { officeRoutes } from "./officeRoutes.ts";
import { organizationRoutes } from "./organizationRoutes.ts";
import type { NativeParts } from "./parts.ts";
import { projectionRoutes } from "./projectionRoutes.ts";
import { recordRoutes } from "./recordRoutes.ts";
import { recordTypeRoutes } from "./recordTypeRoutes.ts";
import { sampleRoutes } from "./sampleRoutes.ts";
import { seriesRoutes } from "./seriesRoutes.ts";
import { sessionReadRoutes } from "./sessionReadRoutes.ts";
import { sessionRoutes } from "./sessionRoutes.ts";
import { streamRoutes } from "./streamRoutes.ts";
import { treeRoutes } from "./treeRoutes.ts";
import { trialRoutes } from "./trialRoutes.ts";
import { usageRoutes } from "./usageRoutes.ts";

/** Calltree's own API, under /v1. */
export const nativeFace =
  (parts: NativeParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.setErrorHandler(errorHandler(nativeError));
    app.addHook("onRequest", async (request) => {
      if (request.method === "DELETE") await passOverEmptyBody(request);
    });
    await app.register(recordRoutes(parts));
    await app.register(treeRoutes(parts));
    await app.register(recordTypeRoutes(parts));
    await app.register(officeRoutes(parts));
    await app.register(organizationRoutes(parts));
    await app.register(agentRoutes(parts));
    await app.register(sessionRoutes(parts));
    await app.register(sessionReadRoutes(parts));
    await app.register(seriesRoutes(parts));
    await app.register(sampleRoutes(parts));
    await app.register(usageRoutes(parts));
    await app.register(projectionRoutes(parts));
    await app.register(streamRoutes(parts));
    await app.register(analysisSettingsRoutes(parts));
    await app.register(analysisRoutes(parts));
    await app.register(trialRoutes(parts));
    await app.register(endpointRoutes(parts));
    await app.register(deliveryRoutes(parts));
  };
