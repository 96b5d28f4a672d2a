import { QueryClient } from "@tanstack/react-query";
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { ApiError } from "./api/client.ts";
import { meQuery } from "./api/signIn.ts";
import { ErrorState } from "./components/states.tsx";
import { readSessionSearch } from "./pages/sessionSearch.ts";

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What the server refuses is refused again; what did not reach it may.
      retry: (count, error) => count < 2 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500),
    },
  },
});

const root = createRootRoute({
  component: Outlet,
  errorComponent: ({ error }) => <ErrorState error={error} />,
  notFoundComponent: () => <ErrorState error={new ApiError(404, "ROUTE_NOT_FOUND", "There is no such page.", "Go to the sessions.")} />,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { from?: string } => (typeof search["from"] === "string" ? { from: search["from"] } : {}),
  component: lazyRouteComponent(() => import("./pages/signInPage.tsx"), "SignInPage"),
});

const open = createRoute({
  getParentRoute: () => root,
  path: "/open",
  component: lazyRouteComponent(() => import("./pages/openPage.tsx"), "OpenPage"),
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
  component: lazyRouteComponent(() => import("./pages/shell.tsx"), "Shell"),
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
  component: lazyRouteComponent(() => import("./pages/sessionsPage.tsx"), "SessionsPage"),
});

const session = createRoute({
  getParentRoute: () => signedIn,
  path: "/sessions/$id",
  component: lazyRouteComponent(() => import("./pages/sessionPage.tsx"), "SessionPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, open, signedIn.addChildren([home, sessions, session])]),
  defaultPreload: "intent",
  scrollRestoration: true,
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
  if (router.state.location.pathname === "/sign-in" || router.state.location.pathname === "/open") return;
  queries.removeQueries();
  void router.navigate({ to: "/sign-in", search: { from: router.state.location.href } });
});
