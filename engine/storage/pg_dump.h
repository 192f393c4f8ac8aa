// Rows of state tables in a plain-text pg_dump.  Internal to pg_dump*.cc.  Pure; thread-safe.
#ifndef TFSCK_ENGINE_STORAGE_PG_DUMP_H_
#define TFSCK_ENGINE_STORAGE_PG_DUMP_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tfsck {

// How a value stands in the dump.
enum class PgForm : uint8_t {
  kNull,
  kCopy,     // between tabs, with COPY's backslash escapes
  kQuoted,   // between single quotes, which are doubled inside
  kEscaped,  // E'...': with C-like escapes, too
};

struct PgValue {
  PgForm form = PgForm::kNull;
  std::string_view raw;  // without the quotes
};

struct PgRow {
  std::string schema;
  std::string name;
  PgValue data;
};

struct PgDump {
  std::vector<PgRow> rows;  // in the dump's order
  bool cut = false;         // it ends inside a table
  uint64_t other_rows = 0;  // of state tables, but without a name, or with columns missing
};

// The rows of all tables named `states`.  Views point into `bytes`.
PgDump ReadPgDump(std::string_view bytes);

// The value as text.  PostgreSQL manual: COPY, "File Formats"; "Lexical Structure", 4.1.2.
std::string PgText(const PgValue& value);

}  // namespace tfsck

#endif  // TFSCK_ENGINE_STORAGE_PG_DUMP_H_
