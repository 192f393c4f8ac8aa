#include "tests/simulator/analytic/reference_row.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "simulator/validation_table.h"

namespace tfsck {
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
  const auto all = ReadValidationRows(ValidationFiles());
  EXPECT_TRUE(all) << (all ? "" : all.error().message);
  std::vector<ReferenceRow> rows;
  if (!all) return rows;
  for (const ValidationRow& row : *all) {
    rows.push_back({row.family, row.params, row.quantity, row.value});
  }
  return rows;
}

}  // namespace tfsck
