import assert from "node:assert/strict";
import { test } from "node:test";
import { add, first, gone, type Waiting } from "./waiting";

const arrival = (mark: string, people: string): Waiting => ({
  url: "/shelters/1/arrivals/",
  said: [["csrfmiddlewaretoken", "old"], ["client_id", mark], ["people", people]],
});

test("an arrival that is pressed twice waits once, with what was said last", () => {
  const queue = add(add([], arrival("a", "3")), arrival("a", "4"));

  assert.deepEqual(queue, [{ url: "/shelters/1/arrivals/", said: [["client_id", "a"], ["people", "4"]] }]);
});

test("arrivals are sent in the order in which they came", () => {
  const queue = add(add([], arrival("a", "3")), arrival("b", "1"));

  assert.equal(first(queue)?.said[0]?.[1], "a");
  assert.equal(first(gone(queue, arrival("a", "3")))?.said[0]?.[1], "b");
});
