import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { addressOf, readAddress } from "./addressText.ts";
import { ApiError } from "./api/client.ts";
import { meQuery } from "./api/signIn.ts";
import { ErrorState } from "./components/states.tsx";
import { readAuditSearch } from "./pages/audit/search.ts";
import { readCostsSearch } from "./pages/costs/search.ts";
import { NotFoundPage } from "./pages/notFoundPage.tsx";
import { readRecordTypesSearch } from "./pages/recordTypes/search.ts";
import { readSessionPointers } from "./pages/session/search.ts";
import { readSessionSearch } from "./pages/sessions/search.ts";
import { readWebhooksSearch } from "./pages/webhooks/search.ts";
import { queries } from "./queries.ts";

/** Without the router's own answer to a part that does not come, which is to load everything anew: that would lose the page while the server is away. */
const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(
    () =>
      load().catch(() => {
        throw new ApiError(
          0,
          "PART_MISSING",
          "This part of the page did not come.",
          "The server may be starting, or it was updated. Load the page again in a moment.",
        );
      }),
    name,
  );

const root = createRootRoute({
  component: Outlet,
  errorComponent: ({ error }) => <ErrorState error={error} retry={() => window.location.reload()} />,
  notFoundComponent: NotFoundPage,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { from?: string } => (typeof search["from"] === "string" ? { from: search["from"] } : {}),
  component: lazyPage(() => import("./pages/signInPage.tsx"), "SignInPage"),
});

const open = createRoute({
  getParentRoute: () => root,
  path: "/open",
  component: lazyPage(() => import("./pages/openPage.tsx"), "OpenPage"),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  id: "signedIn",
  beforeLoad: async ({ location }) => {
    try {
      await queries.ensureQueryData(meQuery);
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) throw redirect({ to: "/sign-in", search: { from: location.href } });
      throw error;
    }
  },
  component: lazyPage(() => import("./pages/shell.tsx"), "Shell"),
});

const home = createRoute({
  getParentRoute: () => signedIn,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/sessions" });
  },
});

const sessions = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions",
  validateSearch: readSessionSearch,
  component: lazyPage(() => import("./pages/sessions/sessionsPage.tsx"), "SessionsPage"),
});

const session = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$id",
  validateSearch: readSessionPointers,
  component: lazyPage(() => import("./pages/session/sessionPage.tsx"), "SessionPage"),
});

const costs = createRoute({
  getParentRoute: () => signedIn,
  path: "/costs",
  validateSearch: readCostsSearch,
  component: lazyPage(() => import("./pages/costs/costsPage.tsx"), "CostsPage"),
});

const agents = createRoute({
  getParentRoute: () => signedIn,
  path: "/agents",
  component: lazyPage(() => import("./pages/agents/agentsPage.tsx"), "AgentsPage"),
});

const agent = createRoute({
  getParentRoute: () => signedIn,
  path: "/agents/$id",
  component: lazyPage(() => import("./pages/agents/agentPage.tsx"), "AgentPage"),
});

const webhooks = createRoute({
  getParentRoute: () => signedIn,
  path: "/webhooks",
  validateSearch: readWebhooksSearch,
  component: lazyPage(() => import("./pages/webhooks/webhooksPage.tsx"), "WebhooksPage"),
});

const recordTypes = createRoute({
  getParentRoute: () => signedIn,
  path: "/record-types",
  validateSearch: readRecordTypesSearch,
  component: lazyPage(() => import("./pages/recordTypes/recordTypesPage.tsx"), "RecordTypesPage"),
});

const keys = createRoute({
  getParentRoute: () => signedIn,
  path: "/keys",
  component: lazyPage(() => import("./pages/keys/keysPage.tsx"), "KeysPage"),
});

const audit = createRoute({
  getParentRoute: () => signedIn,
  path: "/audit",
  validateSearch: readAuditSearch,
  component: lazyPage(() => import("./pages/audit/auditPage.tsx"), "AuditPage"),
});

const settings = createRoute({
  getParentRoute: () => signedIn,
  path: "/settings",
  component: lazyPage(() => import("./pages/settings/settingsPage.tsx"), "SettingsPage"),
});

const components = createRoute({
  getParentRoute: () => signedIn,
  path: "/components",
  component: lazyPage(() => import("./pages/components/componentsPage.tsx"), "ComponentsPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    open,
    signedIn.addChildren([home, sessions, session, costs, agents, agent, webhooks, recordTypes, keys, audit, settings, components]),
  ]),
  parseSearch: readAddress,
  stringifySearch: addressOf,
  defaultErrorComponent: ({ error }) => <ErrorState error={error} retry={() => window.location.reload()} />,
  defaultPreload: "intent",
  scrollRestoration: true,
  // It is the content that scrolls, not the window.
  scrollToTopSelectors: ["#content"],
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

/** A cookie that has ended, or whose key was revoked, shows itself at the next request: then one signs in again. */
queries.getQueryCache().subscribe(({ type, query }) => {
  const { error } = query.state;
  if (type !== "updated" || !(error instanceof ApiError) || error.status !== 401) return;
  // Who was not signed in yet is sent there by the route itself.
  if (query.queryKey[0] === "me" && query.state.data === undefined) return;
  const { pathname, href } = router.state.location;
  if (pathname === "/sign-in" || pathname === "/open") return;
  router.navigate({ to: "/sign-in", search: { from: href } }).then(
    () => queries.clear(),
    () => window.location.assign("/sign-in"),
  );
});
