import { createContext } from "react";

/** Which heading a part of its own takes where it stands: below the h2 of a card it is an h3. */
export const Section = createContext<"h2" | "h3">("h2");
