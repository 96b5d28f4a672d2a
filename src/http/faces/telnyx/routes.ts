import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { Ask } from "../../../reads/index.ts";
import type { RequireScope } from "../../authenticate.ts";
import { errorHandler } from "../../errors.ts";
import type { PageAnchors } from "../../pageAnchors.ts";
import { detailRecordsRoutes } from "./detailRecordsRoutes.ts";
import { telnyxError } from "./errors.ts";
import type { telnyxOperations } from "./operations.ts";
import { telnyxSchemas } from "./schemas.ts";
import { sessionAnalysisRoutes } from "./sessionAnalysisRoutes.ts";

export interface TelnyxParts {
  readonly ask: Ask<typeof telnyxOperations>;
  readonly requireScope: RequireScope;
  /** Over records: their newest key. */
  readonly anchors: PageAnchors;
}

/** The wire contract of Telnyx Session Analysis and Detail Records, under /v2. */
export const telnyxFace =
  (parts: TelnyxParts): FastifyPluginAsyncTypebox =>
  async (app) => {
    app.setErrorHandler(errorHandler(telnyxError));
    for (const schema of telnyxSchemas) app.addSchema(schema);
    await app.register(sessionAnalysisRoutes(parts));
    await app.register(detailRecordsRoutes(parts));
  };
