#include "tests/analyzers/mutation_support.h"

#include <gtest/gtest.h>

#include "engine/document.h"
#include "engine/json/cursor.h"
#include "tests/support/check_support.h"

namespace tfsck::test {
namespace {

// Where `find` begins behind `anchor`; the text's size, and a failed test, where it does not.
size_t Find(const std::string& text, const std::string& anchor, const std::string& find) {
  const size_t begin = text.find(anchor);
  const size_t at = begin == std::string::npos ? begin : text.find(find, begin);
  if (at != std::string::npos) return at;
  ADD_FAILURE() << "no " << find << " behind " << anchor;
  return text.size();
}

}  // namespace

Edit Replace(std::string anchor, std::string find, std::string replacement) {
  return [=](const std::string& text) {
    const size_t at = Find(text, anchor, find);
    return std::string(text).replace(at, at == text.size() ? 0 : find.size(), replacement);
  };
}

Edit Replace(std::string find, std::string replacement) {
  return Replace("", std::move(find), std::move(replacement));
}

Edit SetValue(std::string anchor, std::string key, std::string value) {
  return [=](const std::string& text) {
    const std::string quoted = "\"" + key + "\": ";
    const size_t at = Find(text, anchor, quoted);
    if (at == text.size()) return text;
    const Buffer rest = Buffer::Copy(std::string_view(text).substr(at + quoted.size()));
    json::Cursor cursor(rest.bytes);
    return std::string(text).replace(at + quoted.size(), cursor.SkipValue().size(), value);
  };
}

Edit RemoveLine(std::string anchor, std::string find) {
  return [=](const std::string& text) {
    const size_t at = Find(text, anchor, find);
    if (at == text.size()) return text;
    const size_t begin = text.rfind('\n', at) + 1;
    return std::string(text).erase(begin, text.find('\n', at) + 1 - begin);
  };
}

std::vector<Base> Bases() {
  std::vector<Base> bases;
  for (std::string name : {"keyed", "modules", "values"}) {
    std::string text = ReadFile(CorpusPath("bases/" + name + ".tfstate"));
    bases.push_back({std::move(name), std::move(text)});
  }
  return bases;
}

void ExpectEachShowsItsRuleAndNothingElse(const std::vector<Mutation>& mutations) {
  for (const Base& base : Bases()) {
    int row = 0;
    for (const Mutation& mutation : mutations) {
      std::set<std::string> expected = mutation.also;
      expected.insert(mutation.rule);
      const DocumentReport report = CheckText(mutation.edit(base.text), mutation.options);
      EXPECT_EQ(DistinctRules(report), expected)
          << base.name << ", row " << row << " of " << mutation.rule << "\n"
          << ::testing::PrintToString(Lines(report));
      ++row;
    }
  }
}

}  // namespace tfsck::test
