import { after, before } from './program.ts';
import type { Clue, Program } from './program.ts';

/** Versions of Java as its launchers carry them: `1.8.0_352-b08`, `11.0.17+8-LTS`. */
const javaVersion: string = String.raw`1\.\d\.\d_\d{1,4}(?:-b\d{1,3})?|\d{1,3}(?:\.\d{1,4}){0,5}\+\d{1,4}(?:-(?:LTS|\d{1,4}))?`;

function beside(literal: string, version: RegExp): Clue {
  return { beside: [literal], version };
}

/** Runtimes and compilers. */
export const languages: readonly Program[] = [
  {
    name: 'python',
    files: ['python', 'python2', 'python3', 'python2.*', 'python3.*', 'libpython*.so*'],
    clues: [
      before('%.80s (%.80s) %.80s', /\0(\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)\0%\.80s/),
      beside('%.80s (%.80s) %.80s', /\0(\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)\0/),
      after('\0pymalloc_debug\0', /debug\0(\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)\0/),
      // 3.2.0 is the old Unicode database that every Python carries.
      { version: /\0(?!3\.2\.0\0)([23]\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?\+?)\0/ },
      // The linker lays the version into a longer text that ends with it: the folder of the build.
      after('/versions/', /\/(\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?)\0/),
      after('/Python-', /-(\d\.\d{1,2}\.\d{1,2}(?:(?:a|b|rc)\d{1,2})?)[\0/]/),
    ],
    products: ['python:python'],
  },
  {
    name: 'pypy',
    files: ['pypy', 'pypy3', 'pypy2.*', 'pypy3.*', 'libpypy*.so*'],
    clues: [after('[PyPy ', /PyPy (\d{1,2}\.\d{1,2}\.\d{1,2})[ -]/)],
    products: ['pypy:pypy'],
  },
  {
    name: 'perl',
    files: ['perl', 'perl5*', 'libperl.so*'],
    clues: [
      after('/perl5/', /\/perl5\/(5\.\d{1,2}\.\d{1,2})[\0/]/),
      after('/perl/', /\/perl\/(5\.\d{1,2}\.\d{1,2})[\0/]/),
    ],
    products: ['perl:perl'],
  },
  {
    name: 'ruby',
    files: ['ruby', 'ruby2.*', 'ruby3.*', 'libruby.so*', 'libruby-*.so*'],
    clues: [
      before(
        ' revision ',
        /ruby (\d{1,2}\.\d{1,2}\.\d{1,2}(?:(?:p|preview|rc|dev)\d{0,4})?) \(\d{4}-\d\d-\d\d revision $/,
      ),
    ],
    products: ['ruby-lang:ruby'],
  },
  {
    name: 'node',
    files: ['node', 'nodejs', 'libnode.so*'],
    clues: [
      after('/download/release/v', /\/v(\d{1,3}\.\d{1,3}\.\d{1,3})\//),
      after('\0node.js/v', /\/v(\d{1,3}\.\d{1,3}\.\d{1,3})\0/),
      { version: /\0v(\d{1,3}\.\d{1,3}\.\d{1,3})\0/ },
    ],
    products: ['nodejs:node.js'],
  },
  {
    name: 'php',
    files: ['php', 'php5*', 'php7*', 'php8*', 'php-fpm*', 'php-cgi*', 'libphp*.so*'],
    clues: [
      after('X-Powered-By: PHP/', /PHP\/(\d{1,2}\.\d{1,2}\.\d{1,3}(?:(?:alpha|beta|RC)\d{1,2})?)/),
    ],
    products: ['php:php'],
  },
  {
    name: 'openjdk',
    files: ['java', 'javac', 'jdb', 'jshell'],
    clues: [
      beside(
        '\0openjdk\0',
        new RegExp(String.raw`\0(${javaVersion})(?:-(?!jvmci)[\w.-]{1,40})?\0`),
      ),
    ],
    products: ['oracle:openjdk'],
    purl: 'generic/oracle/openjdk',
  },
  {
    name: 'graalvm',
    files: ['java', 'javac', 'jdb', 'jshell'],
    clues: [beside('-jvmci-', /\0(\d{1,3}(?:\.\d{1,4}){0,5}\+\d{1,4}-jvmci-[\w.-]{1,30})\0/)],
    products: ['oracle:graalvm'],
    purl: 'generic/oracle/graalvm',
  },
  {
    name: 'jre',
    files: ['java'],
    clues: [
      before('\0java\0', new RegExp(String.raw`\0(${javaVersion})\0{1,8}0\.0\0{1,8}java\0$`)),
    ],
    products: ['oracle:jre'],
    purl: 'generic/oracle/jre',
    unless: ['openjdk', 'graalvm'],
  },
  {
    name: 'rust',
    files: ['libstd-*.so', 'librustc_driver-*.so'],
    clues: [
      after(
        'rustc version ',
        /version (\d\.\d{1,3}\.\d{1,2}(?:-(?:nightly|beta(?:\.\d{1,2})?))?) \(/,
      ),
    ],
    products: ['rust-lang:rust'],
  },
  {
    name: 'erlang',
    files: ['erlexec', 'beam.smp', 'beam'],
    clues: [
      before('Erlang/OTP ', /\0(\d{1,2}(?:\.\d{1,3}){1,4}(?:-rc\d)?)\0{1,32}Erlang\/OTP $/),
      after('/otp_src_', /otp_src_(\d{1,2}(?:\.\d{1,3}){1,4}(?:-rc\d)?)\//),
      after('/erlang-', /erlang-(\d{1,2}(?:\.\d{1,3}){1,4})[^/\0]{0,20}\/erts\//),
      after('[kernel-poll:%s]\n\0', /\]\n\0{1,8}(\d{1,2}(?:\.\d{1,3}){1,4})\0/),
    ],
    products: ['erlang:erlang/otp'],
  },
  {
    name: 'dart',
    files: ['dart'],
    clues: [
      {
        beside: [' (stable) (', ' (beta) (', ' (dev) ('],
        before: 40,
        after: 12,
        version: /\0(\d{1,2}\.\d{1,3}\.\d{1,3}(?:-[\w.]{1,20})?) \((?:stable|beta|dev)\) \([A-Z]/,
      },
    ],
  },
  {
    name: 'deno',
    files: ['deno'],
    clues: [
      after('Deno/', /Deno\/(\d{1,2}\.\d{1,3}\.\d{1,3})/),
      after('release/v', /release\/v(\d{1,2}\.\d{1,3}\.\d{1,3})windows/),
      // Constants lie side by side: the hash of the commit, exactly 40 digits of it, and the version.
      {
        beside: ['.rsdeno-'],
        before: 0,
        after: 80,
        version: /deno-(?:canary\/)?[0-9a-f]{40}(1\.\d{1,3}\.\d{1,3})(?:dl|release)/,
      },
      {
        beside: ['already installed\n'],
        before: 0,
        after: 96,
        version: /\n(1\.\d{1,2}\.\d{1,2})(?=[0-9a-f]{40}[^0-9a-f])/,
      },
    ],
    products: ['deno:deno'],
  },
  {
    name: 'bun',
    files: ['bun'],
    clues: [after('\nBun v', /Bun v(\d{1,2}\.\d{1,2}\.\d{1,3})\n/)],
  },
  {
    name: 'haskell/ghc',
    files: ['ghc', 'ghc-*'],
    clues: [
      after('\0GHC ', /GHC (\d{1,2}\.\d{1,2}\.\d{1,3})\0/),
      after('libHSghc-', /ghc-(\d{1,2}\.\d{1,2}\.\d{1,3})-ghc/),
    ],
  },
  {
    name: 'julia',
    files: ['libjulia-internal.so*'],
    clues: ['\0branch\0commit', '\0verify_methods', '\0julia version %s'].map((literal) =>
      before(literal, juliaEnd(literal)),
    ),
  },
];

function juliaEnd(literal: string): RegExp {
  return new RegExp(
    String.raw`\0(\d\.\d{1,2}\.\d{1,3}(?:-(?:alpha|beta|rc|DEV)\.?\d{0,4})?)${RegExp.escape(literal)}$`,
  );
}
