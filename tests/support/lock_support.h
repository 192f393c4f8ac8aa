// Judging the locks of files and texts in a test.
#ifndef TFSCK_TESTS_SUPPORT_LOCK_SUPPORT_H_
#define TFSCK_TESTS_SUPPORT_LOCK_SUPPORT_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzers/lock_rules.h"
#include "engine/lock_evidence.h"

namespace tfsck::test {

// Name and bytes of an input.
using NamedText = std::pair<std::string, std::string>;

// 2026-11-22T12:00:00Z: when the corpus is judged.
LockOptions CorpusOptions();

LockEvidence ReadEvidence(const std::vector<NamedText>& inputs, const std::string& object = "");
LockReport CheckTexts(const std::vector<NamedText>& inputs,
                      const LockOptions& options = CorpusOptions(), const std::string& object = "");
// Paths below corpus/locks/.
LockReport CheckPaths(const std::vector<std::string>& paths,
                      const LockOptions& options = CorpusOptions());

// "LCK001 bucket/key: message" for each finding.
std::vector<std::string> FindingLines(const LockReport& report);
// "age unknown: reason" for each gate of the lock.
std::vector<std::string> GateLines(const LockJudgement& judgement);

}  // namespace tfsck::test

#endif  // TFSCK_TESTS_SUPPORT_LOCK_SUPPORT_H_
