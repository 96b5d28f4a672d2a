/** The page shows how to verify a signature in five languages: what it shows is a file, and runs where its language does. */
import { spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const SNIPPETS = resolve("docs/snippets");
const NOW_SEC = 1_714_305_600;
const SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
/** The contract's own test vector. */
const GENUINE = {
  secret: SECRET,
  headers: {
    "webhook-id": "msg_2dQp",
    "webhook-timestamp": String(NOW_SEC),
    "webhook-signature": "v1,xUX5btPo4mFNquXxAFs9KcCggM9RGedWH4NSGSJ9q1o=",
  } as Record<string, string>,
  body: '{"id":"x"}',
  now: NOW_SEC,
};
type Case = typeof GENUINE;

const signed = (body: string): Case => {
  const key = Buffer.from(SECRET.slice("whsec_".length), "base64");
  const signature = `v1,${createHmac("sha256", key).update(`msg_2dQp.${NOW_SEC}.${body}`).digest("base64")}`;
  return { ...GENUINE, body, headers: { ...GENUINE.headers, "webhook-signature": signature } };
};
const withHeader = (name: string, value: string): Case => ({ ...GENUINE, headers: { ...GENUINE.headers, [name]: value } });
const without = (name: string): Case => ({
  ...GENUINE,
  headers: Object.fromEntries(Object.entries(GENUINE.headers).filter(([known]) => known !== name)),
});
const signature = GENUINE.headers["webhook-signature"] ?? "";

const CASES: readonly (readonly [what: string, given: Case, isGenuine: boolean])[] = [
  ["the contract's test vector", GENUINE, true],
  ["a body with letters beyond ASCII", signed('{"text":"¿Qué tal? नमस्ते 🙂"}'), true],
  ["the second of two signatures, after a rotation", withHeader("webhook-signature", `v1,${"A".repeat(43)}= ${signature}`), true],
  ["299 seconds later", { ...GENUINE, now: NOW_SEC + 299 }, true],
  ["a clock that is 299 seconds behind", { ...GENUINE, now: NOW_SEC - 299 }, true],
  ["one flipped byte of the body", { ...GENUINE, body: '{"id":"y"}' }, false],
  ["another id", withHeader("webhook-id", "msg_2dQq"), false],
  ["another time", withHeader("webhook-timestamp", String(NOW_SEC + 1)), false],
  ["301 seconds later", { ...GENUINE, now: NOW_SEC + 301 }, false],
  ["a clock that is 301 seconds behind", { ...GENUINE, now: NOW_SEC - 301 }, false],
  ["another secret", { ...GENUINE, secret: `whsec_${Buffer.from("another secret of some length").toString("base64")}` }, false],
  ["another version of signatures", withHeader("webhook-signature", signature.replace("v1", "v2")), false],
  ["a signature cut short", withHeader("webhook-signature", signature.slice(0, 20)), false],
  ["a signature that is none", withHeader("webhook-signature", "v1,"), false],
  ["a time that is no number", withHeader("webhook-timestamp", "now"), false],
  ["no id", without("webhook-id"), false],
  ["no time", without("webhook-timestamp"), false],
  ["no signature", without("webhook-signature"), false],
];

interface Language {
  readonly name: string;
  readonly file: string;
  readonly command: string;
  readonly versionArguments: readonly string[];
  /** Every machine that builds Calltree has it: there a missing one is a failure. */
  readonly isRequired: boolean;
  /** Files beside the snippet, and how the whole is run; it prints one JSON array of booleans. */
  readonly files: Readonly<Record<string, string>>;
  readonly args: readonly string[];
}

const LANGUAGES: readonly Language[] = [
  {
    ...{ name: "JavaScript (node)", file: "verify.mjs", command: process.execPath, versionArguments: ["--version"], isRequired: true },
    files: {
      "main.mjs": `import { readFileSync } from "node:fs";
import { verify } from "./verify.mjs";
const cases = JSON.parse(readFileSync("cases.json", "utf8"));
console.log(JSON.stringify(cases.map((c) => verify(c.secret, c.headers, Buffer.from(c.body), c.now))));`,
    },
    args: ["main.mjs"],
  },
  {
    ...{ name: "Python (python3)", file: "verify.py", command: "python3", versionArguments: ["--version"], isRequired: true },
    files: {
      "main.py": `import json
from verify import verify
cases = json.load(open("cases.json", encoding="utf-8"))
print(json.dumps([verify(c["secret"], c["headers"], c["body"].encode(), c["now"]) for c in cases]))`,
    },
    args: ["main.py"],
  },
  {
    ...{ name: "Go (go)", file: "verify.go", command: "go", versionArguments: ["version"], isRequired: false },
    files: {
      "go.mod": "module webhook\n\ngo 1.19\n",
      "verify_test.go": `package webhook
import ("encoding/json"; "fmt"; "net/http"; "os"; "testing"; "time")
func TestVerify(t *testing.T) {
	text, _ := os.ReadFile("cases.json")
	var cases []struct { Secret string; Headers map[string]string; Body string; Now int64 }
	if err := json.Unmarshal(text, &cases); err != nil { t.Fatal(err) }
	results := []bool{}
	for _, one := range cases {
		headers := http.Header{}
		for name, value := range one.Headers { headers.Set(name, value) }
		results = append(results, Verify(one.Secret, headers, []byte(one.Body), time.Unix(one.Now, 0)))
	}
	told, _ := json.Marshal(results)
	fmt.Println(string(told))
}`,
    },
    args: ["test", "-count=1", "-v", "."],
  },
  {
    ...{ name: "Ruby (ruby)", file: "verify.rb", command: "ruby", versionArguments: ["--version"], isRequired: false },
    files: {
      "main.rb": `require "json"
require_relative "verify"
cases = JSON.parse(File.read("cases.json", encoding: "utf-8"))
puts JSON.generate(cases.map { |c| verify(c["secret"], c["headers"], c["body"], c["now"]) })`,
    },
    args: ["main.rb"],
  },
  {
    ...{ name: "PHP (php)", file: "verify.php", command: "php", versionArguments: ["--version"], isRequired: false },
    files: {
      "main.php": `<?php
require "verify.php";
$cases = json_decode(file_get_contents("cases.json"), true);
echo json_encode(array_map(fn ($c) => verify($c["secret"], $c["headers"], $c["body"], $c["now"]), $cases));`,
    },
    args: ["main.php"],
  },
];

const isInstalled = ({ command, versionArguments }: Language): boolean =>
  spawnSync(command, [...versionArguments], { stdio: "ignore" }).status === 0;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "calltree-snippets-"));
  writeFileSync(join(folder, "cases.json"), JSON.stringify(CASES.map(([, given]) => given)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("how to verify a signature", () => {
  const page = readFileSync("docs/webhooks.md", "utf8");

  for (const language of LANGUAGES) {
    const { name, file, command, args, files, isRequired } = language;

    it(`stands in the page word for word in ${name}`, () => {
      expect(page).toContain(`\n${readFileSync(join(SNIPPETS, file), "utf8").trimEnd()}\n\`\`\`\n`);
    });

    // The gate takes a skipped test for a failure; the title says what was not looked at on this machine.
    if (!isRequired && !isInstalled(language)) {
      it(`is not run in ${name}, which is not installed here`, () => expect(isInstalled(language)).toBe(false));
      continue;
    }

    it(`tells the genuine from the forged in ${name}`, { timeout: 120_000 }, () => {
      writeFileSync(join(folder, file), readFileSync(join(SNIPPETS, file)));
      for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
      const ran = spawnSync(command, [...args], { cwd: folder, encoding: "utf8", env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" } });
      const results: unknown = JSON.parse(/^\[.*\]$/m.exec(ran.stdout ?? "")?.[0] ?? JSON.stringify(`${ran.error ?? ""} ${ran.stderr}`));
      expect(results).toEqual(CASES.map(([, , isGenuine]) => isGenuine));
    });
  }
});
