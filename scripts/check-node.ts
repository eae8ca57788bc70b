const wanted = 26;
const found = Number(process.versions.node.split('.', 1)[0]);
if (found < wanted) {
  console.error(
    `Cannot run the tests: found Node ${process.version}, wanted ${wanted} from this project's own package "node". ` +
      'Run "npm ci" first and start them with "npm test", which puts node_modules/.bin in front of PATH.',
  );
  process.exitCode = 2;
}
