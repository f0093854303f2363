// FHIR R5 by the types that the FHIR community publishes (structure, and the codes of the value sets that are required), which the
// compiler of TypeScript holds resources to. `node fhir_r5.mjs VALID.jsonl BROKEN.jsonl`: a resource a line; each of the second must be refused.
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const lines = (path) => readFileSync(path, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
const valid = lines(process.argv[2]);
const broken = lines(process.argv[3]);

// A bundle is checked without what is in it, which is a line of its own.
const bare = (each) => (each.resourceType === 'Bundle' ? { ...each, entry: each.entry?.map((entry) => ({ ...entry, resource: undefined })) } : each);
const source = (each) => `import type * as r5 from 'fhir/r5';\nexport const it: r5.${each.resourceType} = ${JSON.stringify(bare(each))};\n`;
const files = new Map();
for (const [kind, all] of Object.entries({ valid, broken })) all.forEach((each, number) => files.set(`/${kind}_${number}.ts`, source(each)));

const options = { noEmit: true, strict: true, types: [], moduleResolution: ts.ModuleResolutionKind.Bundler, module: ts.ModuleKind.ESNext, skipLibCheck: true,
  target: ts.ScriptTarget.ESNext, paths: { 'fhir/r5': [`${process.cwd()}/node_modules/@types/fhir/r5.d.ts`] } };
const host = ts.createCompilerHost(options);
const { fileExists, readFile, getSourceFile } = host;
host.fileExists = (name) => files.has(name) || fileExists(name);
host.readFile = (name) => files.get(name) ?? readFile(name);
host.getSourceFile = (name, ...more) => (files.has(name) ? ts.createSourceFile(name, files.get(name), ...more) : getSourceFile(name, ...more));
const program = ts.createProgram([...files.keys()], options, host);

const wrong = [];
for (const name of files.keys()) {
  const file = program.getSourceFile(name);
  const said = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  const told = said.map((each) => ts.flattenDiagnosticMessageText(each.messageText, ' ').slice(0, 300));
  if (name.startsWith('/valid')) wrong.push(...told.map((each) => `${files.get(name).match(/r5\.(\w+)/)[1]}: ${each}`));
  else if (!told.length) wrong.push(`${name} passes and is broken: it checks nothing`);
}
console.log([...new Set(wrong)].slice(0, 40).join('\n'));
console.log(`${valid.length} FHIR R5 resources: valid by the types of TypeScript, which refuse ${broken.length} broken ones; ${wrong.length} mistakes`);
process.exit(wrong.length ? 1 : 0);
