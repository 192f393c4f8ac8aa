// What must hold of any damaged document, and the state that is damaged.
#ifndef TFSCK_TESTS_MUTATION_DAMAGE_SUPPORT_H_
#define TFSCK_TESTS_MUTATION_DAMAGE_SUPPORT_H_

#include <string>
#include <string_view>

namespace tfsck::testing {

// corpus/mutations/full.tfstate: every feature of the format in 8 KB.
std::string FullState();

// "" if the bytes are judged as they must be: the reader finds the syntax error that the slow
// scanner finds, and either the state is readable or there is a fatal finding.  Else what is wrong.
std::string Defect(std::string_view bytes);

// `state list` of the bytes, one address a line; nothing where Terraform would refuse them.
std::string ListingOf(std::string_view bytes);

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_MUTATION_DAMAGE_SUPPORT_H_
