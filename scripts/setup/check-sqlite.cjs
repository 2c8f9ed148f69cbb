// Runs in Electron as `check-sqlite.cjs PACKAGE BINARY`; CommonJS, since it loads by plain path.
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const [packageFolder, nativeBinding] = process.argv.slice(2);
const Database = require(packageFolder);
const folder = mkdtempSync(path.join(tmpdir(), 'kerbside-sqlite-'));
try {
  const file = path.join(folder, 'check.db');
  for (const act of ['create', 'read']) {
    const database = new Database(file, { nativeBinding });
    database.pragma("cipher = 'sqlcipher'");
    database.pragma("key = 'check'");
    if (act === 'create')
      database.exec("CREATE TABLE t (v TEXT) STRICT; INSERT INTO t VALUES ('x')");
    if (database.prepare('SELECT v FROM t').pluck().get() !== 'x') throw new Error('row lost');
    database.close();
  }
  if (readFileSync(file).subarray(0, 15).toString() === 'SQLite format 3') {
    throw new Error('the database is not encrypted');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
