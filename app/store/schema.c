#include "app/store/schema.h"

/* The station's history:
 *
 *   1  registry, codes, sessions, intents, certificates, CRLs, tests, security_audit_log
 *   2  what the desk calls its USB ports
 *   3  indexes for what certificates and sessions say of each device
 *   4  certificates that came to a device elsewhere, and were adopted
 *   5  the times of security_audit_log with their outcomes
 *
 * The device's history:
 *
 *   1  security_audit_log
 *
 * Times are RFC 3339 in UTC with six digits of microseconds, hashes lower-case hex, serial
 * numbers upper-case hex of 32 digits (40 in a foreign CA's certificate). */

/* The triggers stop accidents, not an intruder: the verifier does not rely on them. BEFORE INSERT
 * leaves no gap and lets nothing be put before the end. */
#define SECURITY_AUDIT_LOG_1 \
  "CREATE TABLE security_audit_log (" \
  "  seq INTEGER PRIMARY KEY NOT NULL CHECK (seq > 0)," \
  "  time TEXT NOT NULL," \
  "  actor TEXT NOT NULL," \
  "  role TEXT NOT NULL," \
  "  desk TEXT NOT NULL," \
  "  port TEXT," \
  "  session TEXT," \
  "  device TEXT," \
  "  action TEXT NOT NULL," \
  "  outcome TEXT NOT NULL CHECK (outcome IN ('success', 'failure', 'unknown'))," \
  "  detail TEXT NOT NULL," \
  "  prev_hash TEXT NOT NULL CHECK (length (prev_hash) = 64)," \
  "  hash TEXT NOT NULL CHECK (length (hash) = 64));" \
  "CREATE INDEX security_audit_log_device ON security_audit_log (device);" \
  "CREATE INDEX security_audit_log_session ON security_audit_log (session);" \
  "CREATE INDEX security_audit_log_time ON security_audit_log (time);" \
  "CREATE INDEX security_audit_log_action ON security_audit_log (action);" \
  "CREATE TRIGGER security_audit_log_insert BEFORE INSERT ON security_audit_log " \
  "WHEN NEW.seq IS NOT (SELECT coalesce (max (seq), 0) + 1 FROM security_audit_log) " \
  "BEGIN SELECT RAISE (ABORT, 'security_audit_log only grows at its end'); END;" \
  "CREATE TRIGGER security_audit_log_update BEFORE UPDATE ON security_audit_log " \
  "BEGIN SELECT RAISE (ABORT, 'security_audit_log is never changed'); END;" \
  "CREATE TRIGGER security_audit_log_delete BEFORE DELETE ON security_audit_log " \
  "BEGIN SELECT RAISE (ABORT, 'security_audit_log is never shortened'); END;"

static const char station_1[] =
  "CREATE TABLE devices ("
  "  device_id TEXT PRIMARY KEY NOT NULL"
  "    CHECK (length (device_id) BETWEEN 1 AND 64 AND device_id NOT GLOB '*[^A-Za-z0-9._-]*'),"
  "  label TEXT NOT NULL CHECK (length (label) BETWEEN 1 AND 128),"
  "  model TEXT,"
  "  serial_number TEXT,"
  "  location TEXT,"
  "  asset_tag TEXT,"
  "  state TEXT NOT NULL CHECK (state IN ('registered', 'active', 'retired')),"
  "  created_at TEXT NOT NULL,"
  "  updated_at TEXT NOT NULL) STRICT;"

  "CREATE TABLE sessions ("
  "  session_id TEXT PRIMARY KEY NOT NULL CHECK (length (session_id) = 36),"
  "  device_id TEXT NOT NULL REFERENCES devices (device_id),"
  "  purpose TEXT NOT NULL CHECK (purpose IN ('register', 'renew', 'rekey', 'takeover')),"
  "  port TEXT,"
  "  tether TEXT,"
  "  state TEXT NOT NULL CHECK (state IN ('paired', 'requested', 'approved', 'issued',"
  "    'delivered', 'installed', 'verified', 'failed', 'abandoned')),"
  "  failed_step TEXT,"
  "  failure_check TEXT,"
  "  failure_message TEXT,"
  "  pairing_code TEXT,"
  "  number_confirmed INTEGER NOT NULL CHECK (number_confirmed IN (0, 1)),"
  "  device_nonce TEXT,"
  "  ticket_nonce TEXT,"
  "  key_sha256 TEXT CHECK (length (key_sha256) = 64),"
  "  csr_der BLOB,"
  "  csr_sha256 TEXT CHECK (length (csr_sha256) = 64),"
  "  serial TEXT CHECK (length (serial) = 32),"
  "  operator TEXT NOT NULL,"
  "  started_at TEXT NOT NULL,"
  "  updated_at TEXT NOT NULL,"
  "  detail TEXT,"
  "  CHECK (pairing_code IS NULL OR state NOT IN ('verified', 'failed', 'abandoned'))) STRICT;"
  "CREATE UNIQUE INDEX sessions_one_open ON sessions (device_id)"
  "  WHERE state IN ('paired', 'requested', 'approved', 'issued', 'delivered', 'installed');"
  "CREATE INDEX sessions_device ON sessions (device_id, started_at);"

  "CREATE TABLE codes ("
  "  id INTEGER PRIMARY KEY NOT NULL,"
  "  device_id TEXT NOT NULL REFERENCES devices (device_id),"
  "  code_hash TEXT NOT NULL,"
  "  origin TEXT NOT NULL CHECK (origin IN ('issued', 'shown')),"
  "  issued_at TEXT NOT NULL,"
  "  expires_at TEXT NOT NULL,"
  "  attempts INTEGER NOT NULL CHECK (attempts >= 0),"
  "  state TEXT NOT NULL CHECK (state IN ('live', 'used', 'void', 'expired')),"
  "  session_id TEXT REFERENCES sessions (session_id)) STRICT;"
  "CREATE UNIQUE INDEX codes_one_live ON codes (device_id) WHERE state = 'live';"
  "CREATE INDEX codes_device ON codes (device_id, code_hash);"

  /* No foreign key: what is tried with unknown devices counts as well. */
  "CREATE TABLE code_attempts ("
  "  id INTEGER PRIMARY KEY NOT NULL,"
  "  device_id TEXT NOT NULL,"
  "  port TEXT NOT NULL,"
  "  at TEXT NOT NULL,"
  "  outcome TEXT NOT NULL CHECK (outcome IN ('success', 'failure'))) STRICT;"
  "CREATE INDEX code_attempts_device ON code_attempts (device_id, at);"
  "CREATE INDEX code_attempts_port ON code_attempts (port, at);"

  "CREATE TABLE intents ("
  "  id INTEGER PRIMARY KEY NOT NULL,"
  "  session_id TEXT REFERENCES sessions (session_id),"
  "  serial TEXT NOT NULL UNIQUE CHECK (length (serial) = 32),"
  "  tbs_der BLOB NOT NULL,"
  "  tbs_sha256 TEXT NOT NULL UNIQUE CHECK (length (tbs_sha256) = 64),"
  "  created_at TEXT NOT NULL,"
  "  result TEXT CHECK (result IN ('signed', 'revoked')),"
  "  resolved_at TEXT,"
  "  CHECK ((result IS NULL) = (resolved_at IS NULL))) STRICT;"
  "CREATE INDEX intents_open ON intents (id) WHERE result IS NULL;"

  /* Foreign CAs count their certificates 1, 2, 3, …: only with its issuer is a serial unique. */
  "CREATE TABLE certificates ("
  "  serial TEXT NOT NULL"
  "    CHECK (length (serial) BETWEEN 32 AND 40 AND serial NOT GLOB '*[^0-9A-F]*'),"
  "  issuer_sha256 TEXT NOT NULL CHECK (length (issuer_sha256) = 64),"
  "  device_id TEXT REFERENCES devices (device_id),"
  "  session_id TEXT REFERENCES sessions (session_id),"
  "  kind TEXT NOT NULL"
  "    CHECK (kind IN ('device', 'canary', 'station', 'server', 'intermediate', 'root')),"
  "  der BLOB NOT NULL,"
  "  key_sha256 TEXT NOT NULL CHECK (length (key_sha256) = 64),"
  "  not_before TEXT NOT NULL,"
  "  not_after TEXT NOT NULL,"
  "  issued_at TEXT NOT NULL,"
  "  state TEXT NOT NULL CHECK (state IN ('issued', 'active', 'revoked', 'superseded')),"
  "  revoked_at TEXT,"
  "  revocation_reason TEXT,"
  "  PRIMARY KEY (serial, issuer_sha256),"
  "  CHECK (kind != 'device' OR device_id IS NOT NULL),"
  "  CHECK ((state = 'revoked') = (revoked_at IS NOT NULL))) STRICT;"
  "CREATE INDEX certificates_device ON certificates (device_id, issued_at);"
  "CREATE INDEX certificates_key ON certificates (key_sha256);"
  "CREATE INDEX certificates_expiry ON certificates (state, not_after);"

  "CREATE TABLE crls ("
  "  issuer_sha256 TEXT NOT NULL CHECK (length (issuer_sha256) = 64),"
  "  number INTEGER NOT NULL CHECK (number >= 0),"
  "  der BLOB NOT NULL,"
  "  this_update TEXT NOT NULL,"
  "  next_update TEXT NOT NULL,"
  "  PRIMARY KEY (issuer_sha256, number)) STRICT;"

  "CREATE TABLE tests ("
  "  id INTEGER PRIMARY KEY NOT NULL,"
  "  session_id TEXT NOT NULL REFERENCES sessions (session_id),"
  "  at TEXT NOT NULL,"
  "  kind TEXT NOT NULL,"
  "  outcome TEXT NOT NULL CHECK (outcome IN ('success', 'failure', 'unknown')),"
  "  proved_by TEXT NOT NULL CHECK (proved_by IN ('server', 'device', 'station')),"
  "  detail TEXT) STRICT;"
  "CREATE INDEX tests_session ON tests (session_id);"

  SECURITY_AUDIT_LOG_1;

static const char station_2[] =
  "CREATE TABLE ports ("
  "  port TEXT PRIMARY KEY NOT NULL CHECK (length (port) BETWEEN 3 AND 32),"
  "  label TEXT NOT NULL CHECK (length (label) BETWEEN 1 AND 64),"
  "  updated_at TEXT NOT NULL) STRICT;";

/* They cover what device-query.c asks of each device, so that a hundred thousand are sorted by it
 * without a certificate or a session being read. */
static const char station_3[] =
  "DROP INDEX sessions_device;"
  "CREATE INDEX sessions_last ON sessions (device_id, started_at, state, updated_at);"
  "CREATE INDEX certificates_end ON certificates (device_id, state, not_after)"
  "  WHERE kind = 'device';";

static const char station_4[] =
  "ALTER TABLE certificates ADD COLUMN origin TEXT NOT NULL DEFAULT 'issued'"
  "  CHECK (origin IN ('issued', 'adopted'));";

/* Whoever counts outcomes over time need not look at the rows. */
static const char station_5[] =
  "DROP INDEX security_audit_log_time;"
  "CREATE INDEX security_audit_log_time ON security_audit_log (time, outcome);";

static const ZmSchemaStep station_steps[] = {
  { 1, station_1 },
  { 2, station_2 },
  { 3, station_3 },
  { 4, station_4 },
  { 5, station_5 },
};

static const ZmSchemaStep device_steps[] = {
  { 1, SECURITY_AUDIT_LOG_1 },
};

const ZmSchema zm_schema_station = {
  0x5a4d5354, /* "ZMST" */
  station_steps,
  G_N_ELEMENTS (station_steps),
};

const ZmSchema zm_schema_device = {
  0x5a4d4456, /* "ZMDV" */
  device_steps,
  G_N_ELEMENTS (device_steps),
};
