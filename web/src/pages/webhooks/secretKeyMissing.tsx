import { CopyButton } from "../../components/copyButton.tsx";
import { Notice } from "../../components/notice.tsx";

const MAKE = "openssl rand -hex 32";

/** Webhooks are off; says how to switch them on. */
export const SecretKeyMissing = () => (
  <Notice tone="warn">
    <p className="font-medium">Webhooks are off: this server was started without CALLTREE_SECRET_KEY.</p>
    <p className="mt-1 text-text">
      Deliveries are signed, and the secrets for it are kept encrypted under that key. Make one, set it in the server’s environment, keep it
      safe, and start the server again. The same database always needs the same key.
    </p>
    <p className="mt-2 flex flex-wrap items-center gap-2 text-text">
      <code className="rounded bg-raised px-2 py-1">{MAKE}</code>
      <CopyButton text={MAKE} />
    </p>
  </Notice>
);
