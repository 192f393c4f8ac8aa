// Check results in the order our writer uses; Terraform's own is random.
#ifndef TFSCK_TESTS_SUPPORT_CANONICAL_CHECKS_H_
#define TFSCK_TESTS_SUPPORT_CANONICAL_CHECKS_H_

#include <string>

namespace tfsck {

// `document` (as Terraform writes states) with check_results and the objects of each sorted by
// address; every other byte as it was.
std::string SortCheckResults(const std::string& document);

}  // namespace tfsck

#endif  // TFSCK_TESTS_SUPPORT_CANONICAL_CHECKS_H_
