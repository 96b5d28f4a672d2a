import { useQueryClient } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { ApiError } from "../api/client.ts";
import { meQuery, signInWithKey } from "../api/signIn.ts";
import { Button } from "../components/button.tsx";
import { Input } from "../components/fields.tsx";
import { Mark } from "./mark.tsx";
import { ownAddress } from "./ownAddress.ts";

export function SignInPage() {
  const { from } = useSearch({ from: "/sign-in" });
  const router = useRouter();
  const queries = useQueryClient();
  const [key, setKey] = useState("");
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setBusy(true);
    signInWithKey(key).then(
      (me) => {
        queries.setQueryData(meQuery.queryKey, me);
        router.history.push(ownAddress(from));
      },
      (cause: unknown) => {
        setError(cause);
        setBusy(false);
      },
    );
  };

  return (
    <main className="grid min-h-dvh place-content-center px-4">
      <div className="w-[min(24rem,calc(100vw-2rem))] rounded-lg border border-line bg-surface p-6">
        <Mark />
        <title>Sign in – Calltree</title>
        <h1 className="mt-4">Sign in to Calltree</h1>
        <form className="mt-5 grid gap-4" onSubmit={submit}>
          {/* Browsers keep a password under a name; keys have none. */}
          <input type="text" name="username" autoComplete="username" value="API key" readOnly hidden />
          <Input
            label="API key"
            type="password"
            name="key"
            autoComplete="current-password"
            required
            value={key}
            onChange={(event) => setKey(event.target.value)}
            fault={error === undefined ? undefined : faultOf(error)}
          />
          <Button type="submit" look="primary" disabled={isBusy}>
            {isBusy ? "Signing in…" : "Sign in"}
          </Button>
        </form>
        <p className="mt-5 text-muted">
          The server's first start showed an admin key, or wrote it to <code>data/first-keys.txt</code>. <code>calltree keys create</code>{" "}
          makes more.
        </p>
      </div>
    </main>
  );
}

const faultOf = (error: unknown): string =>
  error instanceof ApiError ? `${error.message} ${error.fix}` : "The page has a fault. Load it again.";
