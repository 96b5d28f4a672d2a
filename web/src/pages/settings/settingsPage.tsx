import { PageHead } from "../../components/pageHead.tsx";

export function SettingsPage() {
  return <PageHead title="Settings" />;
}
