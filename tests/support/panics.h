// Which facts Terraform 1.11 crashes on, for tests that compare verdicts.
#ifndef TFSCK_TESTS_SUPPORT_PANICS_H_
#define TFSCK_TESTS_SUPPORT_PANICS_H_

#include "engine/format_fact.h"

namespace tfsck::testing {

// Whether Terraform crashes on what the fact says, rather than refusing the file with a message.
bool Panics(const FormatFact& fact);

}  // namespace tfsck::testing

#endif  // TFSCK_TESTS_SUPPORT_PANICS_H_
