/** A JSON Schema, as data. */
export type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const count: Schema = { type: 'integer', minimum: 0 };
const truth: Schema = { type: 'boolean' };
const texts: Schema = list(text);
const date: Schema = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}' };

function list(items: Schema): Schema {
  return { type: 'array', items };
}

function oneOf(...words: readonly string[]): Schema {
  return { enum: words };
}

function ref(name: string): Schema {
  return { $ref: `#/$defs/${name}` };
}

/** An object of exactly these members; a name that ends in `?` may be left out. */
function object(description: string, members: Readonly<Record<string, Schema>>): Schema {
  const entries = Object.entries(members);
  return {
    description,
    type: 'object',
    additionalProperties: false,
    required: entries.map(([name]) => name).filter((name) => !name.endsWith('?')),
    properties: Object.fromEntries(entries.map(([name, one]) => [name.replace(/\?$/, ''), one])),
  };
}

/** An object of Trivy's schema: only the members that hold ours are described. */
function carrier(description: string, members: Readonly<Record<string, Schema>>): Schema {
  return { ...object(description, members), additionalProperties: true };
}

const state: Schema = oneOf(
  'affected',
  'fixed',
  'not_affected',
  'under_investigation',
  'will_not_fix',
  'fix_deferred',
  'end_of_life',
  'unimportant',
);

const severity: Schema = oneOf('critical', 'high', 'medium', 'low', 'unknown');

const fileLink = object('A file, without a leading slash inside images; lines count from 1.', {
  Path: text,
  'StartLine?': count,
  'EndLine?': count,
  'StartColumn?': count,
  'EndColumn?': count,
});

const location = object(
  'Where a finding is: a chain from the line somebody wrote to the process that runs. An absent link is unknown.',
  {
    'Dockerfile?': fileLink,
    'History?': object("An entry of the image configuration's history.", {
      Index: count,
      CreatedBy: text,
    }),
    'Layer?': object('A layer, counted from 0 at the bottom.', {
      Index: count,
      'Digest?': text,
      'DiffID?': text,
    }),
    'File?': fileLink,
    'Package?': object('A package by purl.', { PURL: text }),
    'Field?': object('A field of a document, as a JSON pointer.', { Pointer: text }),
    'Container?': object('A container.', { ID: text, 'Name?': text }),
    'Process?': object('A process.', { PID: count, 'Executable?': text }),
  },
);

const coverage = object('Whether the advisories that a group of packages needs were there.', {
  Ecosystem: text,
  Packages: count,
  State: oneOf(
    'covered',
    'starter-set',
    'no-database',
    'no-feed',
    'stale',
    'unsupported',
    'third-party',
  ),
  'Reason?': text,
  'Message?': ref('message'),
  Feeds: texts,
});

const message = object(
  'A sentence: its id and parameters select a translation, the text is English.',
  {
    ID: text,
    Params: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
    Text: text,
  },
);

const database = object('The advisory database that the report was made with.', {
  Schema: count,
  Built: text,
  Checksum: text,
  Starter: truth,
  Feeds: list(
    object('State of one feed.', {
      ID: text,
      'Title?': text,
      'URL?': text,
      Ecosystems: texts,
      Records: count,
      'Newest?': text,
      Fetched: text,
      Licence: text,
      'Failure?': object('The last refresh failed; the state before it was kept.', {
        Time: text,
        Code: text,
        Text: text,
      }),
    }),
  ),
});

const bothLanguages = object('A text for people.', { en: text, 'zh-CN': text });

const finding = object('What Plimsoll knows of a finding beside the members of Trivy.', {
  Kind: oneOf(
    'vulnerability',
    'misconfiguration',
    'secret',
    'malware',
    'licence',
    'trust',
    'behaviour',
    'end-of-life',
  ),
  Verdict: oneOf('affected', 'fixed', 'not-affected', 'unknown'),
  Message: ref('message'),
  Aliases: texts,
  Locations: list(ref('location')),
  'Evidence?': texts,
  'Fix?': object('How to end it.', {
    State: state,
    Versions: texts,
    'Date?': date,
    'Instruction?': text,
  }),
  'Misconfiguration?': object('What is known of a fault of configuration.', {
    Subject: text,
    Title: bothLanguages,
    Why: bothLanguages,
    Advice: bothLanguages,
    'Sentence?': object('The message in other languages.', { 'zh-CN': text }),
    'Edits?': list(
      object('A change that ends it: what stands between two UTF-16 offsets is replaced.', {
        Path: text,
        Start: count,
        End: count,
        Text: text,
      }),
    ),
    'Review?': { const: true },
    'NoEdit?': oneOf('alias', 'layout', 'rendered'),
  }),
  'Risk?': object('0 to 100, and what it rests on.', {
    Score: { type: 'number', minimum: 0, maximum: 100 },
    'EPSS?': object('Probability of exploitation within 30 days.', {
      Probability: { type: 'number', minimum: 0, maximum: 1 },
      Percentile: { type: 'number', minimum: 0, maximum: 1 },
      Date: date,
    }),
    'KEV?': object('Listed as exploited by CISA.', {
      Added: date,
      'Due?': date,
      Ransomware: truth,
    }),
  }),
  'Match?': object('How the match came about.', {
    By: oneOf('direct', 'indirect', 'cpe'),
    Name: text,
    Range: text,
  }),
  'Status?': state,
  'SeverityWords?': list(
    object("A source's own word for a severity.", { Source: text, Severity: severity, Word: text }),
  ),
  'Severities?': list(
    object('The word of a source, as it made it.', {
      Source: text,
      Severity: severity,
      'Word?': text,
      'CVSS?': object('Its base score.', {
        Version: oneOf('2.0', '3.0', '3.1', '4.0'),
        Vector: text,
        Score: { type: 'number' },
      }),
    }),
  ),
  'Package?': text,
  'Everywhere?': list(ref('location')),
  'Suppressed?': object('Why it does not count.', {
    By: oneOf(
      'vendor',
      'ignore-file',
      'vex',
      'policy',
      'option',
      'not-present',
      'comment',
      'baseline',
    ),
    Reason: text,
    Source: text,
    'Expires?': date,
  }),
});

const holder = carrier('A finding in Trivy’s words.', { Plimsoll: ref('finding') });

const packages = object('What Plimsoll knows of a package beside the members of Trivy.', {
  'Optional?': truth,
  'Requirement?': text,
  'Owner?': text,
  'ThirdParty?': truth,
  'Qualifiers?': { type: 'object', additionalProperties: { type: ['string', 'array'] } },
  'Type?': text,
  'Version?': text,
  'SourceVersion?': text,
  'Place?': object('Where it stands: numbers of the layer and of the instruction, and the file.', {
    'Layer?': count,
    'History?': count,
    'File?': fileLink,
  }),
  'Locations?': list(ref('location')),
  'Everywhere?': list(ref('location')),
});

const result = object('What Plimsoll knows of a result beside the members of Trivy.', {
  PackageCount: count,
  'Coverage?': list(ref('coverage')),
  'Findings?': list(holder),
});

const report = object('What Plimsoll knows of a report beside the members of Trivy.', {
  Program: object('The program that wrote it.', { Name: text, Version: text }),
  Status: oneOf('complete', 'partial', 'failed'),
  'Scanners?': list(oneOf('vuln', 'misconfig', 'secret')),
  'Errors?': list(
    object('A failure that was survived.', {
      Code: text,
      Text: text,
      'Location?': ref('location'),
    }),
  ),
  Subject: object('What was looked at.', {
    Kind: oneOf(
      'image',
      'filesystem',
      'file',
      'container',
      'host',
      'daemon',
      'registry',
      'clusterObject',
      'cluster',
    ),
    'Source?': text,
    'ManifestDigest?': text,
    'Platform?': text,
    'OS?': text,
    'Architecture?': text,
    'Variant?': text,
    'Created?': text,
    'Instructions?': texts,
  }),
  'OS?': object('The operating system found inside.', {
    ID: text,
    Version: text,
    'Name?': text,
    'PrettyName?': text,
    'Release?': text,
    'Codename?': text,
    'IDLike?': texts,
    'Channel?': text,
    'Variant?': object('Its edition.', { 'ID?': text, 'Name?': text }),
    'Build?': text,
    'CPE?': text,
    'SupportEnd?': text,
    'URLs?': object('Addresses that it names.', {
      'Home?': text,
      'Support?': text,
      'Bugs?': text,
      'Privacy?': text,
    }),
    'EndOfLife?': object('When its support ends.', {
      Ended: truth,
      'Date?': text,
      'Extended?': text,
    }),
  }),
  'History?': list(
    object('An instruction that the place of a package names by number.', {
      Index: count,
      CreatedBy: text,
    }),
  ),
  Coverage: list(ref('coverage')),
  'Database?': database,
  'Checks?': list(
    object('The answer of one rule.', {
      Rule: text,
      Result: oneOf(
        'pass',
        'fail',
        'not-applicable',
        'needs-human',
        'could-not-read',
        'waived',
        'baseline',
      ),
      Subject: text,
      'Evidence?': texts,
    }),
  ),
  'Upgrades?': list(
    object('The lowest version of one package that ends the most of what counts against it.', {
      Name: text,
      Type: text,
      From: text,
      To: text,
      Packages: texts,
      Ends: object('Ids that are gone after it, by severity.', {
        'critical?': texts,
        'high?': texts,
        'medium?': texts,
        'low?': texts,
        'unknown?': texts,
      }),
      'Leaves?': texts,
      'SameLine?': object('A smaller step on the installed major line.', {
        To: text,
        Leaves: texts,
      }),
      'Instruction?': text,
      'Locations?': list(ref('location')),
    }),
  ),
  'Notes?': list(message),
});

/** JSON Schema (2020-12) of the `Plimsoll` objects inside a JSON report; published as docs/reference/report.schema.json. */
export const reportSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $comment: 'Written by `npm run generate` from src/report/schema.ts. Edit that.',
  title: 'The Plimsoll objects of a JSON report',
  ...carrier("A report: Trivy's schema version 2 with our members in Plimsoll objects.", {
    SchemaVersion: { const: 2 },
    'CreatedAt?': text,
    ArtifactName: text,
    ArtifactType: text,
    Metadata: { type: 'object' },
    Results: list(
      carrier('A target: what was looked at, and what was found in it.', {
        Target: text,
        Class: oneOf('os-pkgs', 'lang-pkgs', 'config', 'secret', 'license', 'custom'),
        'Type?': text,
        'Packages?': list(carrier('A package.', { 'Plimsoll?': ref('package') })),
        'Vulnerabilities?': list(holder),
        'Misconfigurations?': list(holder),
        'Secrets?': list(holder),
        'Licenses?': list(holder),
        'ExperimentalModifiedFindings?': list(
          carrier('A finding that does not count.', { Finding: holder }),
        ),
        Plimsoll: ref('result'),
      }),
    ),
    Plimsoll: ref('report'),
  }),
  $defs: { report, result, package: packages, finding, location, coverage, message },
};
