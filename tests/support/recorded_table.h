// Tables of Terraform's recorded answers: tab-separated text under tests/engine/data.
#ifndef TFSCK_TESTS_SUPPORT_RECORDED_TABLE_H_
#define TFSCK_TESTS_SUPPORT_RECORDED_TABLE_H_

#include <string>
#include <vector>

namespace tfsck {

// Rows of the table, each with `columns` cells; lines that begin with # are left out.
std::vector<std::vector<std::string>> ReadRecordedTable(const std::string& name, size_t columns);

}  // namespace tfsck

#endif  // TFSCK_TESTS_SUPPORT_RECORDED_TABLE_H_
