#include "tests/simulator/analytic/reference_row.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace tfsck {
namespace {

std::vector<std::string> CsvFields(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back().push_back(c);
    }
  }
  return fields;
}

}  // namespace

std::string ReferenceRow::Text(const std::string& name) const {
  const std::string all = ";" + params;
  const size_t at = all.find(";" + name + "=");
  if (at == std::string::npos) return "";
  const size_t begin = at + name.size() + 2;
  return all.substr(begin, all.find(';', begin) - begin);
}

double ReferenceRow::Number(const std::string& name) const {
  const std::string text = Text(name);
  EXPECT_FALSE(text.empty()) << name << " in " << params;
  return std::strtod(text.c_str(), nullptr);
}

std::optional<double> ReferenceRow::Quantile() const {
  if (!quantity.starts_with("wait_q")) return std::nullopt;
  return std::strtod(quantity.c_str() + 6, nullptr);
}

std::vector<ReferenceRow> ReadReferenceRows() {
  std::ifstream file(TFSCK_SOURCE_DIR "/corpus/scenarios/validation/queueing-reference.csv");
  EXPECT_TRUE(file);
  std::vector<ReferenceRow> rows;
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    const std::vector<std::string> fields = CsvFields(line);
    EXPECT_EQ(fields.size(), 4u) << line;
    if (fields.size() != 4) continue;
    rows.push_back({fields[0], fields[1], fields[2], std::strtod(fields[3].c_str(), nullptr)});
  }
  return rows;
}

}  // namespace tfsck
