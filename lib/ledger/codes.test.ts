import { describe, expect, test } from "vitest";
import da from "../../messages/da/codes.json" with { type: "json" };
import en from "../../messages/en/codes.json" with { type: "json" };
import { EXPLAINED_CODES, explainCode, ISSUE_KEYS, OWNERS } from "./codes.ts";

describe("what a code means", () => {
  test.each([
    ["MSG_Receiver_Identifier_UNKNOWN", "receiver_unknown", "sender_addresses"],
    ["ukendt_lokationsnummer", "receiver_unknown", "sender_addresses"],
    ["MSG_Mailbox_Out_Of_Operation", "mailbox_out", "mailbox"],
    ["syntaksfejl", "unreadable", "sender"],
    ["VER", "version", "recipient"],
    ["transient-error", "busy", "recipient"],
    ["MSG_CANT_PARSE_CONTENT", "unreadable", "sender"],
    ["40", "cannot_receive", "recipient"],
  ])("%s", (code, key, owner) => {
    expect(explainCode(code)).toEqual({ key, owner });
  });

  test("MedCom's misspelled code and its corrected spelling mean the same", () => {
    expect(explainCode("MSG_Damaged_durin_transport")).toEqual(explainCode("MSG_Damaged_during_transport"));
  });
  test("case does not matter, as MedCom's code system says", () => {
    expect(explainCode("msg_element_to_long").key).toBe("too_long");
  });
  test("a code nobody explained is said to be so, and blames nobody", () => {
    expect(explainCode("X-9000")).toEqual({ key: "other", owner: "unsaid" });
    expect(explainCode("constructor")).toEqual({ key: "other", owner: "unsaid" });
  });
  test("no code has two meanings", () => {
    const lower = EXPLAINED_CODES.map((code) => code.toLowerCase());
    expect(new Set(lower).size).toBe(lower.length);
  });
});

describe.each([
  ["Danish", da],
  ["English", en],
])("%s texts", (_, texts) => {
  test("every meaning has its text and its next step, and no text is left over", () => {
    expect(Object.keys(texts.meaning).sort()).toEqual([...ISSUE_KEYS].sort());
    expect(Object.keys(texts.step).sort()).toEqual([...ISSUE_KEYS].sort());
  });
  test("every owner has a name", () => {
    expect(Object.keys(texts.owner).sort()).toEqual([...OWNERS].sort());
  });
});
