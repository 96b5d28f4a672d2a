import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ask } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/states.tsx";
import { dialledOf } from "./filterValues.ts";
import { type SessionSearch, withoutFilters } from "./search.ts";

/** Nothing matches: perhaps what was typed as words is an id or a number, which the words of transcripts do not hold. */
export function NoMatch({ search, clear }: { readonly search: SessionSearch; clear(): void }) {
  const text = search.q?.trim() ?? search.id?.trim() ?? "";
  const isNumber = /^\+?\d{3,}$/.test(dialledOf(text) ?? "");
  const base = withoutFilters(search);
  return (
    <EmptyState title="No session matches">
      <p>Loosen a filter, or look at a longer time.</p>
      {text === "" ? null : (
        <ul className="mt-4 grid justify-items-center gap-1">
          <KnownAs text={text} />
          {search.q === undefined || /\s/.test(text) ? null : (
            <li>
              <Link to="/sessions" search={{ ...base, id: text }} className="link">
                Look for it as an id
              </Link>
            </li>
          )}
          {isNumber ? (
            <li>
              <Link to="/sessions" search={{ ...base, number: text }} className="link">
                Look for it as a number
              </Link>
            </li>
          ) : null}
        </ul>
      )}
      <Button className="mt-4" onClick={clear}>
        Clear all filters
      </Button>
    </EmptyState>
  );
}

/** The session that is known by exactly this text, if there is one. */
function KnownAs({ text }: { readonly text: string }) {
  const query = { alias: text, limit: 1 } as const;
  const { data } = useQuery({
    queryKey: ["session known as", text],
    queryFn: ({ signal }) => ask("GET /v1/sessions", { query, signal }),
  });
  const id = data?.data[0]?.id;
  return id === undefined ? null : (
    <li>
      <Link to="/sessions/$id" params={{ id }} className="link font-medium wrap-anywhere">
        {`Open the session ${id}`}
      </Link>
    </li>
  );
}
