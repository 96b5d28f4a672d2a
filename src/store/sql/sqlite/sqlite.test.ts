import { sqlite } from "../../../../test/support/databases.ts";
import { describeConversationStore } from "../../contract/conversationSuite.ts";
import type { OpenedStores } from "../../contract/drafts.ts";
import { describeEndpointStore } from "../../contract/endpointSuite.ts";
import { describeOfficeStore } from "../../contract/officeStoreSuite.ts";
import { describeRecordStore } from "../../contract/recordStoreSuite.ts";
import { openStores } from "../../open.ts";

async function open(): Promise<OpenedStores> {
  const { url, dispose } = await sqlite.open();
  const stores = await openStores(url, "write");
  const asyncDispose = async (): Promise<void> => {
    await stores[Symbol.asyncDispose]();
    await dispose();
  };
  return { stores, url, [Symbol.asyncDispose]: asyncDispose };
}

describeRecordStore("SQLite", open);
describeOfficeStore("SQLite", open);
describeEndpointStore("SQLite", open);
describeConversationStore("SQLite", open);
