/** Artifacts whose archives do not tell their group, because no Maven built them. */
interface KnownGroup {
  readonly group: string;
  /** Artifact ids; one that ends in `*` stands for all that begin so. */
  readonly artifacts: readonly string[];
  /** First major version under this group, where the project moved. */
  readonly from?: number;
}

/** Old artifacts whose group is called like the artifact itself. */
const sameName: readonly string[] = [
  'antlr',
  'aopalliance',
  'avalon-framework',
  'axis',
  'c3p0',
  'cglib',
  'dom4j',
  'jaxen',
  'commons-beanutils',
  'commons-chain',
  'commons-cli',
  'commons-codec',
  'commons-collections',
  'commons-configuration',
  'commons-daemon',
  'commons-dbcp',
  'commons-digester',
  'commons-discovery',
  'commons-el',
  'commons-fileupload',
  'commons-httpclient',
  'commons-io',
  'commons-jexl',
  'commons-lang',
  'commons-logging',
  'commons-net',
  'commons-pool',
  'commons-validator',
  'jakarta-regexp',
  'jaxen',
  'joda-time',
  'jtidy',
  'junit',
  'log4j',
  'msv',
  'oro',
  'regexp',
  'relaxngDatatype',
  'stax',
  'struts',
  'velocity',
  'wsdl4j',
  'xalan',
  'xml-apis',
  'xml-resolver',
  'xmlunit',
  'xom',
  'xpp3',
];

/**
 * Facts of the central repository, for archives that Gradle, Ant or sbt built: these have no
 * pom.properties. Only names that nobody else publishes are here, so a row is never a guess; a new
 * one is a new row. Of several that fit, the longest name counts, then the highest `from`.
 */
const knownGroups: readonly KnownGroup[] = [
  {
    group: 'org.springframework',
    artifacts: [
      'aop',
      'aspects',
      'beans',
      'context',
      'context-indexer',
      'context-support',
      'core',
      'expression',
      'instrument',
      'jcl',
      'jdbc',
      'jms',
      'messaging',
      'orm',
      'oxm',
      'r2dbc',
      'test',
      'tx',
      'web',
      'webflux',
      'webmvc',
      'websocket',
      'asm',
      'webmvc-portlet',
    ].map((name) => `spring-${name}`),
  },
  { group: 'org.springframework.amqp', artifacts: ['spring-amqp', 'spring-rabbit*'] },
  { group: 'org.springframework.batch', artifacts: ['spring-batch-*'] },
  { group: 'org.springframework.boot', artifacts: ['spring-boot', 'spring-boot-*'] },
  { group: 'org.springframework.cloud', artifacts: ['spring-cloud-*'] },
  { group: 'org.springframework.data', artifacts: ['spring-data-*'] },
  { group: 'org.springframework.graphql', artifacts: ['spring-graphql'] },
  { group: 'org.springframework.hateoas', artifacts: ['spring-hateoas'] },
  { group: 'org.springframework.integration', artifacts: ['spring-integration-*'] },
  { group: 'org.springframework.kafka', artifacts: ['spring-kafka', 'spring-kafka-test'] },
  { group: 'org.springframework.ldap', artifacts: ['spring-ldap-*'] },
  { group: 'org.springframework.plugin', artifacts: ['spring-plugin-core'] },
  { group: 'org.springframework.retry', artifacts: ['spring-retry'] },
  { group: 'org.springframework.security', artifacts: ['spring-security-*'] },
  { group: 'org.springframework.session', artifacts: ['spring-session-*'] },
  { group: 'org.springframework.vault', artifacts: ['spring-vault-core'] },
  { group: 'org.springframework.webflow', artifacts: ['spring-webflow', 'spring-js'] },
  { group: 'org.springframework.ws', artifacts: ['spring-ws-*', 'spring-xml'] },
  {
    group: 'org.apache.tomcat',
    artifacts: [
      'annotations-api',
      'api',
      'catalina',
      'catalina-ant',
      'catalina-ha',
      'i18n-*',
      'coyote',
      'dbcp',
      'el-api',
      'jasper',
      'jasper-el',
      'jaspic-api',
      'jdbc',
      'jni',
      'jsp-api',
      'juli',
      'servlet-api',
      'ssi',
      'storeconfig',
      'tribes',
      'util',
      'util-scan',
      'websocket',
      'websocket-api',
      'websocket-client-api',
    ].map((name) => `tomcat-${name}`),
  },
  { group: 'org.apache.tomcat.embed', artifacts: ['tomcat-embed-*'] },
  { group: 'org.jetbrains.kotlin', artifacts: ['kotlin-*'] },
  { group: 'org.jetbrains.kotlinx', artifacts: ['kotlinx-*'] },
  { group: 'io.ktor', artifacts: ['ktor-*'] },
  { group: 'org.scala-lang', artifacts: ['scala-library', 'scala-reflect', 'scala-compiler'] },
  { group: 'com.typesafe.akka', artifacts: ['akka-*'] },
  { group: 'org.apache.pekko', artifacts: ['pekko-*'] },
  { group: 'org.codehaus.groovy', artifacts: ['groovy', 'groovy-*'] },
  { group: 'org.apache.groovy', artifacts: ['groovy', 'groovy-*'], from: 4 },
  { group: 'org.apache.ant', artifacts: ['ant', 'ant-*'] },
  {
    group: 'org.apache.derby',
    artifacts: ['derby', 'derbyclient', 'derbynet', 'derbytools', 'derbyLocale_*'],
  },
  { group: 'org.apache.ivy', artifacts: ['ivy'] },
  {
    group: 'org.apache.kafka',
    artifacts: ['kafka-clients', 'kafka-streams', 'kafka-server', 'kafka-raft', 'kafka_*'],
  },
  { group: 'org.apache.lucene', artifacts: ['lucene-*'] },
  { group: 'org.apache.poi', artifacts: ['poi', 'poi-*'] },
  { group: 'org.apache.solr', artifacts: ['solr-core', 'solr-solrj*'] },
  { group: 'org.apache.xmlbeans', artifacts: ['xmlbeans'] },
  { group: 'xerces', artifacts: ['xercesImpl'] },
  { group: 'xml-apis', artifacts: ['xml-apis-ext'] },
  { group: 'commons-logging', artifacts: ['commons-logging-api', 'commons-logging-adapters'] },
  { group: 'xpp3', artifacts: ['xpp3_min', 'xpp3_xpath'] },
  { group: 'com.ibm.icu', artifacts: ['icu4j', 'icu4j-*'] },
  { group: 'com.google.inject', artifacts: ['guice'] },
  { group: 'com.google.inject.extensions', artifacts: ['guice-*'] },
  { group: 'com.google.code.findbugs', artifacts: ['jsr305'] },
  { group: 'javax.inject', artifacts: ['javax.inject'] },
  { group: 'org.mongodb', artifacts: ['mongodb-driver', 'mongodb-driver-*', 'bson'] },
  { group: 'org.apache.commons', artifacts: ['commons-lang3', 'commons-collections4'] },
  { group: 'org.apache.logging.log4j', artifacts: ['log4j-api', 'log4j-core', 'log4j-web'] },
  { group: 'org.aspectj', artifacts: ['aspectjrt', 'aspectjtools', 'aspectjweaver'] },
  {
    group: 'asm',
    artifacts: ['asm', 'asm-all', 'asm-analysis', 'asm-commons', 'asm-tree', 'asm-util', 'asm-xml'],
  },
  {
    group: 'org.ow2.asm',
    artifacts: ['asm', 'asm-all', 'asm-analysis', 'asm-commons', 'asm-tree', 'asm-util', 'asm-xml'],
    from: 4,
  },
  {
    group: 'org.bouncycastle',
    artifacts: ['bcprov-*', 'bcpkix-*', 'bcpg-*', 'bcmail-*', 'bctls-*', 'bcutil-*', 'bc-fips'],
  },
  { group: 'org.dom4j', artifacts: ['dom4j'], from: 2 },
  { group: 'org.jdom', artifacts: ['jdom', 'jdom2'] },
  { group: 'org.elasticsearch', artifacts: ['elasticsearch', 'elasticsearch-*'] },
  { group: 'org.opensearch', artifacts: ['opensearch', 'opensearch-*'] },
  {
    group: 'org.hibernate',
    artifacts: ['hibernate-core', 'hibernate-entitymanager', 'hibernate-envers'],
  },
  { group: 'org.hibernate.orm', artifacts: ['hibernate-core', 'hibernate-envers'], from: 6 },
  { group: 'org.hsqldb', artifacts: ['hsqldb'] },
  { group: 'com.h2database', artifacts: ['h2'] },
  { group: 'mysql', artifacts: ['mysql-connector-java'] },
  { group: 'com.mysql', artifacts: ['mysql-connector-j'] },
  { group: 'com.oracle.database.jdbc', artifacts: ['ojdbc8', 'ojdbc10', 'ojdbc11'] },
  { group: 'com.squareup.okhttp', artifacts: ['okhttp', 'okhttp-*'] },
  { group: 'com.squareup.okhttp3', artifacts: ['okhttp', 'okhttp-*', 'mockwebserver'], from: 3 },
  { group: 'com.squareup.okio', artifacts: ['okio', 'okio-jvm'] },
  { group: 'com.squareup.retrofit2', artifacts: ['retrofit'], from: 2 },
  { group: 'com.github.ben-manes.caffeine', artifacts: ['caffeine'] },
  { group: 'com.graphql-java', artifacts: ['graphql-java'] },
  { group: 'io.grpc', artifacts: ['grpc-*'] },
  { group: 'io.micrometer', artifacts: ['micrometer-*'] },
  { group: 'io.projectreactor', artifacts: ['reactor-core', 'reactor-test', 'reactor-tools'] },
  { group: 'io.projectreactor.netty', artifacts: ['reactor-netty', 'reactor-netty-*'] },
  { group: 'io.reactivex', artifacts: ['rxjava'] },
  { group: 'io.reactivex.rxjava2', artifacts: ['rxjava'], from: 2 },
  { group: 'io.reactivex.rxjava3', artifacts: ['rxjava'], from: 3 },
  { group: 'net.java.dev.jna', artifacts: ['jna', 'jna-platform'] },
  { group: 'net.sf.ehcache', artifacts: ['ehcache', 'ehcache-core'] },
  { group: 'org.ehcache', artifacts: ['ehcache'], from: 3 },
  { group: 'org.freemarker', artifacts: ['freemarker'] },
  { group: 'org.lz4', artifacts: ['lz4-java'] },
  { group: 'org.mockito', artifacts: ['mockito-core', 'mockito-inline'] },
  { group: 'org.mozilla', artifacts: ['rhino'] },
  { group: 'org.quartz-scheduler', artifacts: ['quartz'] },
  { group: 'org.testng', artifacts: ['testng'] },
  { group: 'org.xerial.snappy', artifacts: ['snappy-java'] },
];

const exact = new Map<string, KnownGroup[]>();
const prefixes = new Map<string, KnownGroup[]>();
const sameNames = sameName.map((name): KnownGroup => ({ group: name, artifacts: [name] }));
for (const row of [...sameNames, ...knownGroups]) {
  for (const artifact of row.artifacts) {
    const open = artifact.endsWith('*');
    const table = open ? prefixes : exact;
    const key = open ? artifact.slice(0, -1) : artifact;
    table.set(key, [...(table.get(key) ?? []), row]);
  }
}

/** Group of an artifact that the table knows, at this version. */
export function knownGroupOf(artifact: string, version: string): string | undefined {
  const major = Number(/^v?(\d{1,6})/.exec(version)?.[1] ?? 0);
  const at = (rows: readonly KnownGroup[] | undefined): string | undefined =>
    rows
      ?.filter(({ from = 0 }) => from <= major)
      .toSorted((a, b) => (b.from ?? 0) - (a.from ?? 0))[0]?.group;
  const own = at(exact.get(artifact));
  if (own !== undefined) return own;
  // The longest prefix first, so that `tomcat-embed-*` goes before a shorter one.
  for (let end = Math.min(artifact.length, 64); end > 0; end -= 1) {
    const group = at(prefixes.get(artifact.slice(0, end)));
    if (group !== undefined) return group;
  }
  return undefined;
}
