// Edits of a canonical state's text, for tests that break one thing at a time.
#ifndef TFSCK_TESTS_ANALYZERS_MUTATION_SUPPORT_H_
#define TFSCK_TESTS_ANALYZERS_MUTATION_SUPPORT_H_

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzers/check.h"

namespace tfsck::test {

using Edit = std::function<std::string(const std::string&)>;

// Replaces the first `find` behind the first `anchor`.  A text that lacks one fails the test.
Edit Replace(std::string anchor, std::string find, std::string replacement);
Edit Replace(std::string find, std::string replacement);

// Replaces the JSON value of the first key `key` behind `anchor`, whatever it is.
Edit SetValue(std::string anchor, std::string key, std::string value);

// Removes the first line that holds `find` behind `anchor`.
Edit RemoveLine(std::string anchor, std::string find);

struct Mutation {
  std::string rule;
  Edit edit;
  std::set<std::string> also;  // rules that the same edit must show as well
  CheckOptions options;
};

// The three healthy states of corpus/bases: name and text.
struct Base {
  std::string name;
  std::string text;
};
std::vector<Base> Bases();

// Expects that every mutation, applied to every base, shows its rule, what it must show as well,
// and nothing else.
void ExpectEachShowsItsRuleAndNothingElse(const std::vector<Mutation>& mutations);

}  // namespace tfsck::test

#endif  // TFSCK_TESTS_ANALYZERS_MUTATION_SUPPORT_H_
