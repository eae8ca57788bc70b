// Plain JavaScript, because the Node that has to be told apart cannot read TypeScript.
const wanted = 26;
const found = Number(process.versions.node.split('.', 1)[0]);
if (found < wanted) {
  console.error(
    `Cannot start: found Node ${process.version}, wanted ${wanted} from this project's own package "node". ` +
      'Run "npm ci" first; "npm run" and "npm test" then put node_modules/.bin in front of PATH.',
  );
  process.exitCode = 2;
}
