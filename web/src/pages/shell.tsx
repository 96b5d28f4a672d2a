import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, Outlet, useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { meQuery, signOut } from "../api/signIn.ts";
import { Button } from "../components/button.tsx";
import { readTheme, setTheme, THEMES, type Theme } from "../theme.ts";
import { Mark } from "./mark.tsx";
import { useArrival } from "./useArrival.ts";

const PAGES = [
  [
    ["/sessions", "Sessions"],
    ["/costs", "Costs"],
  ],
  [
    ["/agents", "Agents"],
    ["/webhooks", "Webhooks"],
  ],
  [
    ["/record-types", "Record types"],
    ["/keys", "Keys"],
    ["/audit", "Audit"],
    ["/settings", "Settings"],
  ],
] as const;

const ENTRY =
  "block rounded-md px-2.5 py-1.5 text-muted hover:bg-raised hover:text-text aria-[current=page]:bg-raised aria-[current=page]:font-medium aria-[current=page]:text-text forced-colors:aria-[current=page]:bg-[Highlight] forced-colors:aria-[current=page]:text-[HighlightText] forced-colors:aria-[current=page]:forced-color-adjust-none";

/** What stands around every page of somebody who is signed in: at the side, or folded into a menu on a small screen. */
export function Shell() {
  const { pathname } = useLocation();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const menuId = useId();
  const main = useRef<HTMLElement>(null);
  const arrivedAt = useArrival(main);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page folds the menu away.
  useEffect(() => setMenuOpen(false), [pathname]);
  return (
    <div className="flex h-dvh flex-col lg:flex-row">
      {/* biome-ignore lint/a11y/useValidAnchor: it is a link within the page, only that the address stays that of the page. */}
      <a
        href="#content"
        className="skip-link"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus({ preventScroll: true });
        }}
      >
        Skip to the content
      </a>
      <header className="flex shrink-0 flex-col border-line bg-surface max-lg:border-b lg:w-48 lg:border-r">
        <div className="flex items-center justify-between px-4 py-2 lg:px-5 lg:py-4">
          <Link to="/sessions" activeOptions={{ exact: true }} aria-label="Calltree, to the sessions">
            <Mark />
          </Link>
          <Button className="lg:hidden" aria-expanded={isMenuOpen} aria-controls={menuId} onClick={() => setMenuOpen((isOpen) => !isOpen)}>
            Menu
          </Button>
        </div>
        <div id={menuId} className={`min-h-0 flex-1 flex-col overflow-auto px-2.5 pb-3 lg:flex ${isMenuOpen ? "flex" : "hidden"}`}>
          <Navigation />
          <Foot />
        </div>
      </header>
      <main ref={main} id="content" tabIndex={-1} className="relative flex min-h-0 min-w-0 flex-1 flex-col overflow-auto outline-none">
        <Outlet />
      </main>
      <p role="status" aria-label="Page" className="sr-only">
        {arrivedAt}
      </p>
    </div>
  );
}

function Navigation() {
  return (
    <nav aria-label="Pages" className="grid gap-4">
      {PAGES.map((group) => (
        <ul key={group[0][0]} className="grid gap-0.5">
          {group.map(([to, name]) => (
            <li key={to}>
              <Link to={to} className={ENTRY}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      ))}
    </nav>
  );
}

function Foot() {
  const { data: me } = useSuspenseQuery(meQuery);
  return (
    <div className="mt-6 grid gap-2 lg:mt-auto lg:pt-6">
      <a href="/docs" className={ENTRY}>
        API reference
      </a>
      <div className="flex min-w-0 items-center gap-1">
        <ThemeChoice />
        <SignOut />
      </div>
      <p dir="auto" className="truncate px-2.5 text-muted" title={`${me.organization.name} (${me.organization.id})`}>
        {me.organization.name}
      </p>
    </div>
  );
}

function ThemeChoice() {
  const [theme, setShown] = useState<Theme>(readTheme);
  return (
    <select
      aria-label="Colours"
      className="h-8 min-w-0 flex-1 rounded-md border border-edge bg-surface px-1"
      value={theme}
      onChange={(event) => {
        const chosen = THEMES.find((known) => known === event.target.value) ?? "system";
        setTheme(chosen);
        setShown(chosen);
      }}
    >
      <option value="system">Auto</option>
      <option value="light">Light</option>
      <option value="dark">Dark</option>
    </select>
  );
}

function SignOut() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [hasFailed, setFailed] = useState(false);
  const leave = (): void => {
    signOut().then(
      async () => {
        await navigate({ to: "/sign-in", search: {} });
        queries.clear();
      },
      () => setFailed(true),
    );
  };
  return (
    <Button look="quiet" className="px-2" onClick={leave} title={hasFailed ? "The server did not answer. Try again." : undefined}>
      {hasFailed ? "Failed, again?" : "Sign out"}
    </Button>
  );
}
