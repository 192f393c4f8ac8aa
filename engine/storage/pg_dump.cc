#include "engine/storage/pg_dump.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace tfsck {
namespace {

bool IsWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

bool IsSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

// Tokens of SQL as pg_dump writes it.
class SqlReader {
 public:
  SqlReader(std::string_view bytes, size_t at) : bytes_(bytes), at_(at) {}

  size_t at() const { return at_; }
  bool end() const { return at_ >= bytes_.size(); }

  void SkipSpace() {
    while (!end() && IsSpace(bytes_[at_])) ++at_;
  }
  bool Take(std::string_view text) {
    SkipSpace();
    if (!bytes_.substr(at_).starts_with(text)) return false;
    at_ += text.size();
    return true;
  }
  // A name, quoted or not; nothing where there is none.
  std::optional<std::string> Name() {
    SkipSpace();
    if (end()) return std::nullopt;
    if (bytes_[at_] == '"') return QuotedName();
    const size_t begin = at_;
    while (!end() && IsWordByte(bytes_[at_])) ++at_;
    if (at_ == begin) return std::nullopt;
    return std::string(bytes_.substr(begin, at_ - begin));
  }
  // A string, NULL, number or other bare word, with a cast behind it.
  std::optional<PgValue> Value() {
    SkipSpace();
    PgValue value;
    const bool escaped = bytes_.substr(at_).starts_with("E'");
    if (escaped) ++at_;
    if (!end() && bytes_[at_] == '\'') {
      value.form = escaped ? PgForm::kEscaped : PgForm::kQuoted;
      if (!QuotedString(escaped, &value.raw)) return std::nullopt;
    } else {
      const size_t begin = at_;
      while (!end() && bytes_[at_] != ',' && bytes_[at_] != ')' && bytes_[at_] != '\n') ++at_;
      value.raw = bytes_.substr(begin, at_ - begin);
      value.form = value.raw == "NULL" ? PgForm::kNull : PgForm::kQuoted;
    }
    if (Take("::")) Name();
    return value;
  }
  // Behind the next semicolon outside of strings.
  void SkipStatement() {
    while (!end()) {
      const char c = bytes_[at_];
      std::string_view ignored;
      if (c == '\'') {
        const bool escaped = at_ > 0 && bytes_[at_ - 1] == 'E';
        if (!QuotedString(escaped, &ignored)) return;
      } else if (c == '"') {
        if (!QuotedName()) return;
      } else {
        ++at_;
        if (c == ';') return;
      }
    }
  }

 private:
  std::optional<std::string> QuotedName() {
    std::string name;
    for (++at_; !end(); ++at_) {
      if (bytes_[at_] == '"') {
        if (at_ + 1 >= bytes_.size() || bytes_[at_ + 1] != '"') {
          ++at_;
          return name;
        }
        ++at_;
      }
      name += bytes_[at_];
    }
    return std::nullopt;
  }

  bool QuotedString(bool escaped, std::string_view* raw) {
    const size_t begin = ++at_;
    while (!end()) {
      if (escaped && bytes_[at_] == '\\') {
        at_ += 2;
      } else if (bytes_[at_] != '\'') {
        ++at_;
      } else if (at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '\'') {
        at_ += 2;
      } else {
        *raw = bytes_.substr(begin, at_ - begin);
        ++at_;
        return true;
      }
    }
    at_ = bytes_.size();
    return false;
  }

  const std::string_view bytes_;
  size_t at_;
};

struct Table {
  std::string schema;
  std::string name;
  std::vector<std::string> columns;  // empty where the statement names none

  bool IsStates() const { return name == "states"; }
  // Terraform's own order where none is said.
  size_t Place(std::string_view column, size_t usual) const {
    if (columns.empty()) return usual;
    const auto found = std::find(columns.begin(), columns.end(), column);
    return static_cast<size_t>(found - columns.begin());
  }
  size_t name_place() const { return Place("name", 1); }
  size_t data_place() const { return Place("data", 2); }
};

// [SCHEMA.]TABLE [(COLUMN, ...)]
std::optional<Table> TakeTable(SqlReader* sql) {
  Table table;
  auto name = sql->Name();
  if (!name) return std::nullopt;
  if (sql->Take(".")) {
    table.schema = std::move(*name);
    name = sql->Name();
    if (!name) return std::nullopt;
  }
  table.name = std::move(*name);
  if (sql->Take("(")) {
    do {
      auto column = sql->Name();
      if (!column) return std::nullopt;
      table.columns.push_back(std::move(*column));
    } while (sql->Take(","));
    if (!sql->Take(")")) return std::nullopt;
  }
  return table;
}

class DumpReader {
 public:
  explicit DumpReader(std::string_view bytes) : bytes_(bytes) {}

  PgDump Run() {
    while (at_ < bytes_.size()) {
      const std::string_view rest = bytes_.substr(at_);
      if (rest.starts_with("COPY ")) {
        ReadCopy();
      } else if (rest.starts_with("INSERT INTO ")) {
        ReadInsert();
      } else {
        NextLine();
      }
    }
    return std::move(dump_);
  }

 private:
  std::string_view NextLine() {
    const size_t end = std::min(bytes_.find('\n', at_), bytes_.size());
    std::string_view line = bytes_.substr(at_, end - at_);
    at_ = std::min(end + 1, bytes_.size());
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  void ReadCopy() {
    SqlReader sql(bytes_, at_);
    sql.Take("COPY");
    const auto table = TakeTable(&sql);
    const std::string_view line = NextLine();
    if (line.find("FROM stdin") == line.npos) return;
    while (true) {
      if (at_ >= bytes_.size()) {
        dump_.cut = true;
        return;
      }
      const size_t begin = at_;
      const std::string_view row = NextLine();
      if (row == "\\.") return;
      // The last line of a dump that is cut off is half a row.
      if (bytes_[at_ - 1] != '\n') dump_.cut = true;
      if (table && table->IsStates()) AddCopyRow(*table, bytes_.substr(begin, row.size()));
    }
  }

  void AddCopyRow(const Table& table, std::string_view row) {
    PgValue name;
    PgValue data;
    bool seen = false;
    for (size_t column = 0;; ++column) {
      const size_t end = std::min(row.find('\t'), row.size());
      const std::string_view raw = row.substr(0, end);
      const PgValue value = {raw == "\\N" ? PgForm::kNull : PgForm::kCopy, raw};
      if (column == table.name_place()) name = value;
      if (column == table.data_place()) {
        data = value;
        seen = true;
      }
      if (end == row.size()) break;
      row.remove_prefix(end + 1);
    }
    AddRow(table, name, data, seen);
  }

  void AddRow(const Table& table, const PgValue& name, const PgValue& data, bool data_seen) {
    if (name.form == PgForm::kNull || !data_seen) {
      ++dump_.other_rows;
      return;
    }
    dump_.rows.push_back({table.schema, PgText(name), data});
  }

  void ReadInsert() {
    SqlReader sql(bytes_, at_);
    sql.Take("INSERT INTO");
    const auto table = TakeTable(&sql);
    if (table && table->IsStates() && sql.Take("VALUES")) {
      while (sql.Take("(") && ReadTuple(*table, &sql)) {
        if (!sql.Take(",")) break;
      }
    }
    sql.SkipStatement();
    at_ = sql.at();
    if (at_ >= bytes_.size() && !bytes_.ends_with(';')) dump_.cut = true;
  }

  bool ReadTuple(const Table& table, SqlReader* sql) {
    PgValue name;
    PgValue data;
    bool seen = false;
    size_t column = 0;
    do {
      const auto value = sql->Value();
      if (!value) return false;
      if (column == table.name_place()) name = *value;
      if (column == table.data_place()) {
        data = *value;
        seen = true;
      }
      ++column;
    } while (sql->Take(","));
    AddRow(table, name, data, seen);
    return sql->Take(")");
  }

  const std::string_view bytes_;
  size_t at_ = 0;
  PgDump dump_;
};

}  // namespace

PgDump ReadPgDump(std::string_view bytes) { return DumpReader(bytes).Run(); }

}  // namespace tfsck
