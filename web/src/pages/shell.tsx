import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Link, Outlet, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { meQuery, signOut } from "../api/signIn.ts";
import { Button } from "../components/button.tsx";
import { readTheme, setTheme, THEMES, type Theme } from "../theme.ts";
import { Mark } from "./mark.tsx";

const NAVIGATION =
  "rounded-md px-2.5 py-1 text-muted hover:bg-raised hover:text-text aria-[current=page]:bg-raised aria-[current=page]:text-text";

/** What stands around every page of somebody who is signed in. */
export function Shell() {
  const { data: me } = useSuspenseQuery(meQuery);
  return (
    <div className="flex h-dvh flex-col">
      <a href="#content" className="skip-link">
        Skip to the content
      </a>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line bg-surface px-4 py-2">
        <Link to="/sessions" aria-label="Calltree, to the sessions">
          <Mark />
        </Link>
        <nav aria-label="Pages" className="flex gap-1">
          <Link to="/sessions" className={NAVIGATION}>
            Sessions
          </Link>
          <a href="/docs" className={NAVIGATION}>
            API
          </a>
        </nav>
        <div className="ml-auto flex min-w-0 items-center gap-2">
          <span className="hidden max-w-48 truncate text-muted sm:block" title={me.organization.id}>
            {me.organization.name}
          </span>
          <ThemeChoice />
          <SignOut />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="flex min-h-0 flex-1 flex-col overflow-auto outline-none">
        <Outlet />
      </main>
    </div>
  );
}

function ThemeChoice() {
  const [theme, setShown] = useState<Theme>(readTheme);
  return (
    <select
      aria-label="Colours"
      className="h-8 rounded-md border border-edge bg-surface px-1.5"
      value={theme}
      onChange={(event) => {
        const chosen = THEMES.find((known) => known === event.target.value) ?? "system";
        setTheme(chosen);
        setShown(chosen);
      }}
    >
      <option value="system">As the device</option>
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
    <Button look="quiet" onClick={leave} title={hasFailed ? "The server did not answer. Try again." : undefined}>
      {hasFailed ? "Sign out failed, again?" : "Sign out"}
    </Button>
  );
}
