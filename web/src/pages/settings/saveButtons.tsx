import { Button } from "../../components/button.tsx";
import { Notice } from "../../components/notice.tsx";

interface SaveButtonsProps {
  readonly isDirty: boolean;
  readonly save: { readonly isPending: boolean; readonly isSuccess: boolean };
}

/** Saves what was changed, and says that it is saved until something changes again. */
export const SaveButtons = ({ isDirty, save }: SaveButtonsProps) => (
  <>
    <Button look="primary" type="submit" disabled={!isDirty || save.isPending}>
      Save
    </Button>
    {save.isSuccess && !isDirty ? <Notice tone="good">Saved.</Notice> : null}
  </>
);
