#include "tests/support/recorded_table.h"

#include <fstream>
#include <sstream>

namespace tfsck {

std::vector<std::vector<std::string>> ReadRecordedTable(const std::string& name, size_t columns) {
  std::vector<std::vector<std::string>> rows;
  std::ifstream file(std::string(TFSCK_SOURCE_DIR "/tests/engine/data/") + name);
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with('#')) continue;
    std::vector<std::string> row;
    std::istringstream cells(line);
    std::string cell;
    while (std::getline(cells, cell, '\t')) row.push_back(cell);
    row.resize(columns);
    rows.push_back(row);
  }
  return rows;
}

}  // namespace tfsck
