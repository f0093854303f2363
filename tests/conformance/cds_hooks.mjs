// CDS Hooks with the client of Medplum: what the service offers, what it wants prefetched, and a card for each patient of a record.
// `node cds_hooks.mjs ADDRESS PATIENTS.jsonl`: a line has a patient's QuestionnaireResponse, and how the card must begin.
import { readFileSync } from 'node:fs';

globalThis.WebSocket ??= class {}; // it looks for one when it is loaded, and Node 20 has none
const { MedplumClient, buildCdsRequest } = await import('@medplum/client');
const [address, path] = process.argv.slice(2);
const patients = readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const record = 'http://record.invalid/';

// The record: a search for the responses of a patient. Everything else goes to the service.
async function fetched(url, options) {
  const asked = new URL(url);
  if (!asked.href.startsWith(record)) return fetch(url, options);
  const entry = patients.filter((each) => asked.searchParams.get('patient') === each.id).map((each) => ({ resource: each.response }));
  if (!asked.pathname.endsWith('/QuestionnaireResponse')) throw new Error(`the record was asked for ${url}`);
  return new Response(JSON.stringify({ resourceType: 'Bundle', type: 'searchset', entry }), { headers: { 'content-type': 'application/fhir+json' } });
}

const client = new MedplumClient({ baseUrl: record, cdsServicesUrl: `${address}/cds-services`, fetch: fetched, cacheTime: 0 });
const service = (await client.getCdsServices()).services.find((each) => each.hook === 'patient-view');
const wrong = [];
for (const { id, begins } of patients) {
  const request = await buildCdsRequest(client, { resourceType: 'Practitioner', id: '1' }, service, { userId: 'Practitioner/1', patientId: id });
  const { cards } = await client.callCdsService(service.id, request);
  if (cards.length !== 1 || !cards[0].summary.startsWith(begins)) wrong.push(`${id}: ${JSON.stringify(cards.map((each) => each.summary))}, and not ${begins}`);
}
const none = await buildCdsRequest(client, { resourceType: 'Practitioner', id: '1' }, service, { userId: 'Practitioner/1', patientId: 'nobody' });
if ((await client.callCdsService(service.id, none)).cards.length) wrong.push('a card about a patient without answers');
console.log([...wrong, `${patients.length} patients of a record, asked for by the client of Medplum: ${wrong.length} mistakes`].join('\n'));
process.exit(wrong.length ? 1 : 0);
