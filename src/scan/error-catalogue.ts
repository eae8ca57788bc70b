import type { ErrorCatalogue } from '../model/index.ts';
import type { ScanErrorCode } from './errors.ts';

/** What can go wrong with advisories and their database, and what to do about it. */
export const scanErrors: ErrorCatalogue<ScanErrorCode> = {
  DATABASE_MISSING: {
    en: 'The file given with `--db` does not exist. Check the path, or run `plimsoll db update` or `db build`.',
    'zh-CN': '`--db` 指定的文件不存在。请检查路径，或运行 `plimsoll db update` 或 `db build`。',
  },
  DATABASE_FOREIGN: {
    en: 'The file is an SQLite database, but no advisory database. Check the path given with `--db`.',
    'zh-CN': '文件是 SQLite 数据库，但不是漏洞数据库。请检查 `--db` 的路径。',
  },
  DATABASE_SCHEMA: {
    en: 'The advisory database was built by a version of the program with another table layout. Run `plimsoll db update` or `db build`.',
    'zh-CN': '漏洞数据库由表结构不同的程序版本构建。请运行 `plimsoll db update` 或 `db build`。',
  },
  DATABASE_DAMAGED: {
    en: 'The advisory database does not have the content its checksum promises. Run `plimsoll db update` or `db build`.',
    'zh-CN': '漏洞数据库的内容与其校验和不符。请运行 `plimsoll db update` 或 `db build`。',
  },
  FEED_UNKNOWN: {
    en: 'There is no feed of that name. `docs/reference/feeds.md` lists them.',
    'zh-CN': '没有这个名称的数据源。`docs/reference/feeds.md` 列出了全部数据源。',
  },
  FEED_EMPTY: {
    en: 'Nothing to build from: the folder holds none of the files that feeds are made of. Check the path.',
    'zh-CN': '没有可供构建的内容：目录中没有任何数据源文件。请检查路径。',
  },
  FEED_ANSWER: {
    en: 'The address of a feed answered with something else than the feed. The last good state is kept; check the address or try later.',
    'zh-CN': '数据源的地址返回的不是该数据源。已保留上次的正常数据；请检查地址或稍后再试。',
  },
  FEED_CHECKSUM: {
    en: 'A downloaded feed document does not have the length or checksum its server announced. The last good state is kept; try again.',
    'zh-CN': '下载的数据源文件与服务器声明的长度或校验和不符。已保留上次的正常数据；请再试一次。',
  },
  FEED_UNREADABLE: {
    en: 'A feed document arrived whole but is not in the form of its feed. The last good state is kept.',
    'zh-CN': '数据源文件已完整下载，但不是该数据源的格式。已保留上次的正常数据。',
  },
  FILE_UNKNOWN: {
    en: 'Nobody reads a file of that name, and its content does not tell what it is. Give it the name that its tool gives it, or say so with `--as` (in the library: `as`); `docs/reference/analyzers.md` lists the names.',
    'zh-CN':
      '没有分析器读取这个名称的文件，其内容也无法说明它是什么。请改用其工具的惯用文件名，或用 `--as`（库中为 `as`）说明；名称见 `docs/reference/analyzers.md`。',
  },
};
