// Asks a service (`hipexpert serve`) from JavaScript: node examples/ask_over_http.mjs [http://127.0.0.1:8000]
// It needs nothing but fetch, so it runs in a browser too, where the service allows the page's origin.
const service = process.argv[2] ?? "http://127.0.0.1:8000";

async function ask(path, body) {
  const answer = await fetch(`${service}/v1/${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const told = await answer.json();
  if (!answer.ok) {
    // Problem details (RFC 9457): every mistake at once, each with the place in what was sent.
    const mistakes = (told.errors ?? []).map((each) => `  ${each.pointer}: ${each.detail} (${each.help ?? ""})`);
    throw new Error([`${told.status} ${told.title}`, ...mistakes].join("\n"));
  }
  return told;
}

// What follows, as far as it was asked for.
const answers = { pain_site: ["anterior_groin"], limp: true, age_years: 30 };
const { urgency } = await ask("assess", { answers, parts: ["urgency"] });
console.log(`${urgency.level}: ${urgency.title}. ${urgency.action}`);

// An interview: the state of each answer is all that the next request needs. Here every question is skipped.
let interview = await ask("interview", { given: answers });
for (let number = 1; interview.question && number <= 3; number++) {
  console.log(`${number}. ${interview.question.findings[0].question}`);
  interview = await ask("interview", { state: interview.state, move: "skip" });
}

// A mistake says where it is, and what to do.
try {
  await ask("assess", { answers: { pain_sight: ["anterior_groin"], limp: "maybe" } });
} catch (error) {
  console.log(error.message);
}
